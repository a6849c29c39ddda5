use draftlens_net::{Activation, BinaryKind, Operand, Step};

use super::{Binding, Context, GROUP, Job, Kernel, activation, constants, workgroups};
use crate::GpuError;

super::params! {
    input_offset,
    operand_offset,
    output_offset,
    channels,
    pixels,
    image_pixels,
    operand_image_stride,
    operand_channel_stride,
}

pub(super) const KERNEL: Kernel = Kernel { name: "binary", params: Params::FIELDS };

pub(super) fn job(
    step: &Step,
    kind: BinaryKind,
    operand: Operand,
    after: Activation,
    context: &mut Context,
) -> Result<Job, GpuError> {
    let (input, output) = (&step.inputs[0], &step.output);
    let second = step.inputs.get(1);
    let channels = output.channels();
    let mut params = Params {
        input_offset: input.offset / 4,
        output_offset: output.offset / 4,
        channels,
        pixels: output.pixels(),
        image_pixels: output.pixels() / output.batch(),
        ..Params::default()
    };
    let zero = |context: &mut Context| context.weights("zeros 4".to_owned(), |_| Ok(vec![0.0; 4]));
    // Whichever of the two bindings is not read is bound to something that is there.
    let (operand_binding, weights) = match (operand, second) {
        (Operand::Same, Some(second)) => {
            params.operand_offset = second.offset / 4;
            (Binding::Value(second.buffer), zero(context)?)
        }
        (Operand::Broadcast, Some(second)) => {
            params.operand_offset = second.offset;
            params.operand_channel_stride = 1;
            // Shapes as ONNX broadcasts them: the batch is there only if the ranks are the same.
            let has_batch = second.shape.len() == output.shape.len() && second.batch() == output.batch();
            params.operand_image_stride = if has_batch { channels } else { 0 };
            (Binding::Value(input.buffer), Binding::Value(second.buffer))
        }
        (Operand::Constant(id) | Operand::ConstantFirst(id), _) => {
            let floats = context.floats(id)?;
            params.operand_channel_stride = usize::from(floats.data.len() > 1);
            let weights = context
                .weights(format!("{id:?} operand"), |context| Ok(context.floats(id)?.data.to_vec()))?;
            (Binding::Value(input.buffer), weights)
        }
        _ => return Err(GpuError::NoKernel("an operand that is missing".into())),
    };
    let mut overrides = activation(after);
    overrides.extend(constants([
        ("FUNCTION", function(kind)),
        ("IS_SWAPPED", f64::from(u8::from(matches!(operand, Operand::ConstantFirst(_))))),
    ]));
    let is_same = operand == Operand::Same;
    overrides.push(("IS_SAME", f64::from(u8::from(is_same))));
    Ok(Job {
        kernel: KERNEL.name,
        constants: overrides,
        bindings: vec![Binding::Value(input.buffer), operand_binding, weights, Binding::Value(output.buffer)],
        params: params.words(),
        workgroups: workgroups(output.pixels().div_ceil(GROUP), output.blocks()),
        numbers_requested: (output.len() * 3) as u64,
    })
}

/// As in `lib/binary.wgsl`.
pub(super) fn function(kind: BinaryKind) -> f64 {
    match kind {
        BinaryKind::Add => 0.0,
        BinaryKind::Subtract => 1.0,
        BinaryKind::Multiply => 2.0,
        BinaryKind::Divide => 3.0,
    }
}
