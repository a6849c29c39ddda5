//! What a step takes at the least.

use super::{Convolution, Cost, View, Work};

/// `weights` is the number of constants that the step reads.
pub(super) fn of(work: &Work, inputs: &[View], output: &View, weights: usize) -> Cost {
    let read = weights + inputs.iter().map(View::len).sum::<usize>();
    Cost {
        macs: macs(work, inputs, output),
        bytes_read: 4 * read as u64,
        bytes_written: 4 * output.len() as u64,
    }
}

fn macs(work: &Work, inputs: &[View], output: &View) -> u64 {
    let macs = match work {
        Work::Convolution(Convolution { window, groups, .. }) => {
            output.elements() * (inputs[0].channels() / groups) * window.kernel[0] * window.kernel[1]
        }
        Work::TransposedConvolution(Convolution { window, .. }) => {
            inputs[0].elements() * output.channels() * window.kernel[0] * window.kernel[1]
        }
        Work::Gemm { .. } => output.elements() * inputs[0].shape.get(1).copied().unwrap_or(1),
        _ => 0,
    };
    macs as u64
}
