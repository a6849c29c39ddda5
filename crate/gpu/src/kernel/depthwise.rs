use draftlens_net::{Convolution, Step};

use super::convolve::{Convolving, Params};
use super::{Context, GROUP, Job, Kernel, workgroups};
use crate::GpuError;

pub(super) const KERNEL: Kernel = Kernel { name: "depthwise", params: Params::FIELDS };

pub(super) fn job(step: &Step, convolution: &Convolution, context: &mut Context) -> Result<Job, GpuError> {
    let convolving = Convolving::new(step, convolution, 1);
    let params = convolving.params.clone();
    let len = convolving.taps() * params.weight_blocks * 4;
    let weights = convolving
        .packed(context, KERNEL.name, len, |output, _, tap| tap * params.weight_blocks * 4 + output)?;
    let slides = params.stride_x == 1 && params.dilation_x == 1;
    let constants = if slides { vec![("SLIDES", 1.0)] } else { Vec::new() };
    let quads = params.output_pixels / params.output_width * params.output_width.div_ceil(4);
    let pixels_a_row = if slides { params.kernel_width + 3 } else { params.kernel_width * 4 };
    let vectors = quads * params.output_blocks * params.kernel_height * (pixels_a_row + params.kernel_width);
    convolving.job(
        context,
        KERNEL.name,
        weights,
        constants,
        workgroups(quads.div_ceil(GROUP), params.output_blocks),
        vectors as u64 * 4,
    )
}
