use draftlens_net::{Layout, Step};

use super::{Binding, GROUP, Job, Kernel, constants, place, workgroups};
use crate::GpuError;

super::params! {
    input_offset,
    output_offset,
    len,
    size_1,
    size_2,
    size_3,
    axis_0,
    axis_1,
    axis_2,
    axis_3,
    stride_0,
    stride_1,
    stride_2,
    stride_3,
}

pub(super) const KERNEL: Kernel = Kernel { name: "transpose", params: Params::FIELDS };

/// `order`: for each output axis the input axis.
pub(super) fn job(step: &Step, order: &[usize]) -> Result<Job, GpuError> {
    let (input, output) = (&step.inputs[0], &step.output);
    let sizes = place::with_trailing_ones(&input.shape)?;
    let mut axes = [0, 1, 2, 3];
    axes[..order.len()].copy_from_slice(order);
    let [stride_0, stride_1, stride_2, stride_3] = place::strides_of(input)?;
    let params = Params {
        input_offset: input.offset,
        output_offset: output.offset,
        len: output.elements(),
        size_1: sizes[axes[1]],
        size_2: sizes[axes[2]],
        size_3: sizes[axes[3]],
        axis_0: axes[0],
        axis_1: axes[1],
        axis_2: axes[2],
        axis_3: axes[3],
        stride_0,
        stride_1,
        stride_2,
        stride_3,
    };
    let in_blocks = f64::from(u8::from(input.layout == Layout::Blocks));
    Ok(Job {
        kernel: KERNEL.name,
        constants: constants([("IN_BLOCKS", in_blocks)]),
        bindings: vec![Binding::Value(input.buffer), Binding::Value(output.buffer)],
        params: params.words(),
        workgroups: workgroups(output.elements().div_ceil(GROUP), 1),
        numbers_requested: (output.elements() * 2) as u64,
    })
}
