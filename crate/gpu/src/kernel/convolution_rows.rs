use draftlens_net::{Convolution, Step};

use super::convolve::{Convolving, Params};
use super::{Context, GROUP, Job, Kernel, workgroups};
use crate::GpuError;

pub(super) const KERNEL: Kernel = Kernel { name: "convolution_rows", params: Params::FIELDS };

/// Blocks that an invocation makes.
const BLOCKS: usize = 4;

pub(super) fn job(step: &Step, convolution: &Convolution, context: &mut Context) -> Result<Job, GpuError> {
    let convolving = Convolving::new(step, convolution, BLOCKS);
    let params = convolving.params.clone();
    let len = convolving.taps() * params.weight_blocks * 4;
    let weights = convolving
        .packed(context, KERNEL.name, len, |output, _, tap| tap * params.weight_blocks * 4 + output)?;
    let fours = params.output_blocks.div_ceil(BLOCKS);
    let numbers_read = params.output_pixels * fours * convolving.taps() * (1 + 4 * BLOCKS);
    convolving.job(
        context,
        KERNEL.name,
        weights,
        Vec::new(),
        workgroups(params.output_pixels.div_ceil(GROUP), fours),
        numbers_read as u64,
    )
}
