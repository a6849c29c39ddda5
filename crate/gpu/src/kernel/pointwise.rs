use draftlens_net::{Convolution, Step};

use super::convolve::{Convolving, Params};
use super::{Context, Job, Kernel};
use crate::GpuError;

pub(super) const KERNEL: Kernel = Kernel { name: "pointwise", params: Params::FIELDS };

pub(super) fn job(step: &Step, convolution: &Convolution, context: &mut Context) -> Result<Job, GpuError> {
    super::convolution::tiled(KERNEL.name, Convolving::new(step, convolution, 1), context)
}
