use draftlens_net::{Layout, ReduceKind, Step};

use super::{Binding, Job, Kernel, constants, place, workgroups};
use crate::GpuError;

super::params! {
    input_offset,
    output_offset,
    outputs,
    kept_1,
    kept_2,
    kept_3,
    reduced_len,
    reduced_1,
    reduced_2,
    reduced_3,
    stride_0,
    stride_1,
    stride_2,
    stride_3,
}

pub(super) const KERNEL: Kernel = Kernel { name: "reduce", params: Params::FIELDS };

pub(super) fn job(step: &Step, kind: ReduceKind, axes: &[usize]) -> Result<Job, GpuError> {
    let (input, output) = (&step.inputs[0], &step.output);
    let sizes = place::with_trailing_ones(&input.shape)?;
    let of = |reduced: bool| {
        let mut kept = sizes;
        for (axis, size) in kept.iter_mut().enumerate() {
            if axes.contains(&axis) != reduced {
                *size = 1;
            }
        }
        kept
    };
    let (kept, reduced) = (of(false), of(true));
    let [stride_0, stride_1, stride_2, stride_3] = place::strides_of(input)?;
    let params = Params {
        input_offset: input.offset,
        output_offset: output.offset,
        outputs: kept.iter().product(),
        kept_1: kept[1],
        kept_2: kept[2],
        kept_3: kept[3],
        reduced_len: reduced.iter().product(),
        reduced_1: reduced[1],
        reduced_2: reduced[2],
        reduced_3: reduced[3],
        stride_0,
        stride_1,
        stride_2,
        stride_3,
    };
    let function = match kind {
        ReduceKind::Sum => 0.0,
        ReduceKind::Mean => 1.0,
        ReduceKind::Maximum => 2.0,
        ReduceKind::Length => 3.0,
    };
    let in_blocks = f64::from(u8::from(input.layout == Layout::Blocks));
    Ok(Job {
        kernel: KERNEL.name,
        constants: constants([("FUNCTION", function), ("IN_BLOCKS", in_blocks)]),
        bindings: vec![Binding::Value(input.buffer), Binding::Value(output.buffer)],
        params: params.words(),
        workgroups: workgroups(params.outputs, 1),
        numbers_requested: (input.elements() + output.elements()) as u64,
    })
}
