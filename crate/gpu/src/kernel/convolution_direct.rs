use draftlens_net::{Convolution, Step};

use super::convolve::{Convolving, Params};
use super::{Context, GROUP, Job, Kernel, workgroups};
use crate::GpuError;

pub(super) const KERNEL: Kernel = Kernel { name: "convolution_direct", params: Params::FIELDS };

/// An invocation makes two blocks: eight outputs.
const OUTPUTS: usize = 8;

pub(super) fn job(step: &Step, convolution: &Convolution, context: &mut Context) -> Result<Job, GpuError> {
    let mut convolving = Convolving::new(step, convolution, 2);
    let params = &mut convolving.params;
    let (per_group_in, per_group_out) = (params.inputs_per_group, params.outputs_per_group);
    // As in the shader: where a pair of output blocks begins to read.
    let first_block = |output: usize| output / OUTPUTS * OUTPUTS / per_group_out * per_group_in / 4;
    let span = (0..params.output_blocks.div_ceil(2))
        .map(|pair| {
            let last_output = (pair * OUTPUTS + OUTPUTS - 1).min(step.output.channels() - 1);
            let last_input = (last_output / per_group_out + 1) * per_group_in - 1;
            last_input / 4 - first_block(pair * OUTPUTS) + 1
        })
        .max()
        .unwrap_or(1);
    params.span = span;
    let params = params.clone();
    let len = convolving.taps() * span * 16 * params.weight_blocks;
    let weights = convolving.packed(context, KERNEL.name, len, |output, input, tap| {
        let channel = output / per_group_out * per_group_in + input;
        let row = (tap * span + channel / 4 - first_block(output)) * 4 + channel % 4;
        (row * params.weight_blocks + output / 4) * 4 + output % 4
    })?;
    let quads = params.output_pixels / params.output_width * params.output_width.div_ceil(4);
    let pairs = params.output_blocks.div_ceil(2);
    let numbers_read = quads * pairs * convolving.taps() * span * (16 + 32);
    convolving.job(
        context,
        KERNEL.name,
        weights,
        Vec::new(),
        workgroups(quads.div_ceil(GROUP), pairs),
        numbers_read as u64,
    )
}
