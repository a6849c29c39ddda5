use draftlens_net::{Convolution, Step};

use super::convolve::{Convolving, Params};
use super::{Context, GROUP, Job, Kernel, workgroups};
use crate::GpuError;

pub(super) const KERNEL: Kernel = Kernel { name: "transposed", params: Params::FIELDS };

pub(super) fn job(step: &Step, convolution: &Convolution, context: &mut Context) -> Result<Job, GpuError> {
    let convolving = Convolving::new(step, convolution, 1);
    let params = convolving.params.clone();
    let blocks = params.input_blocks;
    let len = convolving.taps() * blocks * 16 * params.weight_blocks;
    let weights = convolving.packed(context, KERNEL.name, len, |output, input, tap| {
        let row = (tap * blocks + input / 4) * 4 + input % 4;
        (row * params.weight_blocks + output / 4) * 4 + output % 4
    })?;
    let fours_a_row = params.output_width.div_ceil(4 * params.stride_x) * params.stride_x;
    let fours = params.output_pixels / params.output_width * fours_a_row;
    // Of the taps one in stride · stride meets a pixel.
    let taps = convolving.taps().div_ceil(params.stride_y * params.stride_x);
    let numbers_read = fours * params.output_blocks * taps * blocks * (16 + 16);
    convolving.job(
        context,
        KERNEL.name,
        weights,
        Vec::new(),
        workgroups(fours.div_ceil(GROUP), params.output_blocks),
        numbers_read as u64,
    )
}
