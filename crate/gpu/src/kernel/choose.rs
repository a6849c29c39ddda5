//! Which kernel does a step, on which kind of adapter.

use draftlens_net::{Convolution, Form, Layout, Step, Work};

use super::gemm::Gemm;
use super::{
    Context, Job, Tier, binary, binary_rows, concat, convolution, convolution_direct, convolution_rows,
    depthwise, gemm, pointwise, pool, reduce, resize, resize_to_rows, softmax, to_blocks, transpose,
    transposed, unary, unary_rows,
};
use crate::GpuError;

/// Up to this many blocks of outputs a tile would compute more beyond the edge than inside, and the image is read but
/// once anyway.
const FEW_BLOCKS: usize = 2;

/// One job; several only for a concatenation of many parts that could not be written in place.
pub(crate) fn jobs(step: &Step, context: &mut Context) -> Result<Vec<Job>, GpuError> {
    let in_blocks = step.output.layout == Layout::Blocks;
    let job = match &step.work {
        Work::Convolution(convolution) => convolved(step, convolution, context)?,
        Work::TransposedConvolution(convolution) => transposed::job(step, convolution, context)?,
        Work::Pool { kind, window } => pool::job(step, *kind, window),
        Work::Resize { mode, coordinates, scales } => {
            let (kernel, output_offset) = if in_blocks {
                (resize::KERNEL.name, step.output.offset / 4)
            } else {
                (resize_to_rows::KERNEL.name, step.output.offset)
            };
            resize::job(kernel, step, *mode, *coordinates, *scales, output_offset)
        }
        Work::Concat { axis } => return Ok(concat::jobs(step, *axis)),
        Work::Binary { kind, operand, activation } if in_blocks => {
            binary::job(step, *kind, *operand, *activation, context)?
        }
        Work::Binary { kind, operand, activation } => {
            binary_rows::job(step, *kind, *operand, *activation, context)?
        }
        Work::Unary(activation) if in_blocks => unary::job(step, *activation),
        Work::Unary(activation) => unary_rows::job(step, *activation),
        Work::Gemm { weights, bias, alpha, beta, transposed_weights, activation } => {
            let gemm = Gemm {
                weights: *weights,
                bias: *bias,
                alpha: *alpha,
                beta: *beta,
                transposed_weights: *transposed_weights,
                activation: *activation,
            };
            gemm::job(step, gemm, context)?
        }
        Work::Softmax { axis } => softmax::job(step, *axis),
        Work::Reduce { kind, axes } => reduce::job(step, *kind, axes)?,
        Work::Transpose { order } => transpose::job(step, order)?,
        Work::ToBlocks => to_blocks::job(step),
        Work::ToRows => transpose::job(step, &(0..step.output.shape.len()).collect::<Vec<_>>())?,
        Work::Copy => concat::copy(step),
    };
    Ok(vec![job])
}

fn convolved(step: &Step, convolution: &Convolution, context: &mut Context) -> Result<Job, GpuError> {
    if step.inputs[0].layout == Layout::Rows {
        return convolution_rows::job(step, convolution, context);
    }
    let untiled = context.tier == Tier::Software || step.output.blocks() <= FEW_BLOCKS;
    match convolution.form {
        Form::Depthwise => depthwise::job(step, convolution, context),
        Form::Grouped => convolution_direct::job(step, convolution, context),
        Form::Pointwise | Form::Plain if untiled => convolution_direct::job(step, convolution, context),
        Form::Pointwise => pointwise::job(step, convolution, context),
        Form::Plain => convolution::job(step, convolution, context),
    }
}
