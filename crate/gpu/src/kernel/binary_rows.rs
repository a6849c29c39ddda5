use draftlens_net::{Activation, BinaryKind, Operand, Step};

use super::binary::function;
use super::{Binding, Context, GROUP, Job, Kernel, activation, constants, place, workgroups};
use crate::GpuError;

super::params! {
    input_offset,
    operand_offset,
    output_offset,
    len,
    size_1,
    size_2,
    size_3,
    input_stride_0,
    input_stride_1,
    input_stride_2,
    input_stride_3,
    operand_stride_0,
    operand_stride_1,
    operand_stride_2,
    operand_stride_3,
}

pub(super) const KERNEL: Kernel = Kernel { name: "binary_rows", params: Params::FIELDS };

/// One side of the function.
struct Side {
    binding: Binding,
    offset: usize,
    strides: [usize; place::AXES],
}

pub(super) fn job(
    step: &Step,
    kind: BinaryKind,
    operand: Operand,
    after: Activation,
    context: &mut Context,
) -> Result<Job, GpuError> {
    let output = &step.output;
    let of_view = |index: usize| {
        let view =
            step.inputs.get(index).ok_or_else(|| GpuError::NoKernel("an operand that is missing".into()))?;
        Ok::<_, GpuError>(Side {
            binding: Binding::Value(view.buffer),
            offset: view.offset,
            strides: place::broadcast_strides(&view.shape)?,
        })
    };
    let (first, second) = match operand {
        Operand::Same | Operand::Broadcast => (of_view(0)?, of_view(1)?),
        Operand::Constant(id) | Operand::ConstantFirst(id) => {
            let strides = place::broadcast_strides(&context.floats(id)?.shape)?;
            let binding = context
                .weights(format!("{id:?} operand"), |context| Ok(context.floats(id)?.data.to_vec()))?;
            let constant = Side { binding, offset: 0, strides };
            if matches!(operand, Operand::Constant(_)) {
                (of_view(0)?, constant)
            } else {
                (constant, of_view(0)?)
            }
        }
    };
    let [_, size_1, size_2, size_3] = place::with_leading_ones(&output.shape)?;
    let params = Params {
        input_offset: first.offset,
        operand_offset: second.offset,
        output_offset: output.offset,
        len: output.elements(),
        size_1,
        size_2,
        size_3,
        input_stride_0: first.strides[0],
        input_stride_1: first.strides[1],
        input_stride_2: first.strides[2],
        input_stride_3: first.strides[3],
        operand_stride_0: second.strides[0],
        operand_stride_1: second.strides[1],
        operand_stride_2: second.strides[2],
        operand_stride_3: second.strides[3],
    };
    let mut overrides = activation(after);
    overrides.extend(constants([("FUNCTION", function(kind))]));
    Ok(Job {
        kernel: KERNEL.name,
        constants: overrides,
        bindings: vec![first.binding, second.binding, Binding::Value(output.buffer)],
        params: params.words(),
        workgroups: workgroups(output.elements().div_ceil(GROUP), 1),
        numbers_requested: (output.elements() * 3) as u64,
    })
}
