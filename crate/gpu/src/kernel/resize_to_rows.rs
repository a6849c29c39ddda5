use super::Kernel;
use super::resize::Params;

pub(super) const KERNEL: Kernel = Kernel { name: "resize_to_rows", params: Params::FIELDS };
