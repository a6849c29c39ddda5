use draftlens_net::{Activation, Step, ValueId};

use super::{Binding, Context, Job, Kernel, activation, word, workgroups};
use crate::GpuError;

super::params! {
    input_offset,
    output_offset,
    rows,
    depth,
    columns,
    column_blocks,
    bias_stride,
}

pub(super) const KERNEL: Kernel = Kernel { name: "gemm", params: Params::FIELDS };

/// What [`draftlens_net::Work::Gemm`] says.
#[derive(Debug, Clone, Copy)]
pub(super) struct Gemm {
    pub(super) weights: ValueId,
    pub(super) bias: Option<ValueId>,
    pub(super) alpha: f32,
    pub(super) beta: f32,
    pub(super) transposed_weights: bool,
    pub(super) activation: Activation,
}

pub(super) fn job(step: &Step, gemm: Gemm, context: &mut Context) -> Result<Job, GpuError> {
    let (input, output) = (&step.inputs[0], &step.output);
    let (&[rows, depth], &[_, columns]) = (input.shape.as_slice(), output.shape.as_slice()) else {
        return Err(GpuError::NoKernel("a product of other than matrices".into()));
    };
    let column_blocks = columns.div_ceil(4);
    let weights_key = format!("{:?} gemm {} {}", gemm.weights, gemm.alpha, gemm.transposed_weights);
    let weights = context.weights(weights_key, |context| {
        let floats = context.floats(gemm.weights)?;
        let mut packed = vec![0.0; depth * column_blocks * 4];
        for (index, &weight) in floats.data.iter().enumerate() {
            let (k, column) = if gemm.transposed_weights {
                (index % depth, index / depth)
            } else {
                (index / columns, index % columns)
            };
            packed[k * column_blocks * 4 + column] = weight * gemm.alpha;
        }
        Ok(packed)
    })?;
    // One row of bias serves all rows, unless they differ.
    let bias_dims = match gemm.bias {
        Some(id) => context.floats(id)?.shape.clone(),
        None => Vec::new(),
    };
    let bias_rows = if bias_dims.len() > 1 { bias_dims[0] } else { 1 };
    let bias_columns = bias_dims.last().copied().unwrap_or(1);
    let bias_key = format!("{:?} gemm bias {} {columns}", gemm.bias, gemm.beta);
    let bias = context.weights(bias_key, |context| {
        let mut packed = vec![0.0; bias_rows * column_blocks * 4];
        if let Some(id) = gemm.bias {
            let data = &context.floats(id)?.data;
            for row in 0..bias_rows {
                for column in 0..columns {
                    let from = row * bias_columns + if bias_columns == 1 { 0 } else { column };
                    packed[row * column_blocks * 4 + column] = data[from] * gemm.beta;
                }
            }
        }
        Ok(packed)
    })?;
    let params = Params {
        input_offset: input.offset,
        output_offset: output.offset,
        rows,
        depth,
        columns,
        column_blocks,
        bias_stride: if bias_rows > 1 { column_blocks } else { 0 },
    };
    // Columns along x; rows along y and z, which `workgroups` gives along x and z.
    let [y, _, z] = workgroups(rows, 1);
    Ok(Job {
        kernel: KERNEL.name,
        constants: activation(gemm.activation),
        bindings: vec![Binding::Value(input.buffer), weights, bias, Binding::Value(output.buffer)],
        params: params.words(),
        workgroups: [word(column_blocks), y, z],
        numbers_requested: (rows * column_blocks * (depth * 5 + 8)) as u64,
    })
}
