//! Weights in the order in which kernels read them.

#[allow(unused_imports, reason = "named in the documentation")]
use crate::terms::Form;
use crate::transposed::Phase;
use crate::winograd::Winograd;

/// Weights of a convolution, ready for its kernels.
#[derive(Debug)]
pub enum Packed {
    /// For [`Form::Pointwise`] and [`Form::Plain`]: panels of up to some blocks of four outputs.
    Panels(Vec<Panel>),
    /// For those of [`Form::Plain`] that it suits.
    Winograd(Winograd),
    /// For [`Form::Depthwise`].
    Depthwise {
        /// `[block][tap][4]`
        weights: Vec<f32>,
        /// `[block][4]`
        bias: Vec<f32>,
    },
    /// For transposed convolutions.
    Phases(Vec<Phase>),
    /// For [`Form::Grouped`]: as in the model.
    Unpacked,
}

/// The weights of some neighbouring blocks of four outputs.
#[derive(Debug)]
pub struct Panel {
    /// Its first block.
    pub block: usize,
    /// How many blocks.
    pub width: usize,
    /// `[tap][input block][4 inputs][width][4]`; `[tap][width][4]` where the input is one channel in rows.
    pub weights: Vec<f32>,
    /// `[width][4]`
    pub bias: Vec<f32>,
}

/// Where a weight of the model lies: of an output, an input and a tap. What lies beyond is 0.
pub struct Source<'a> {
    /// As in the model.
    pub weights: &'a [f32],
    /// How many outputs.
    pub outputs: usize,
    /// How many inputs.
    pub inputs: usize,
    /// How many taps.
    pub taps: usize,
    /// Inputs come before outputs, as in transposed convolutions.
    pub inputs_first: bool,
}

impl Source<'_> {
    fn at(&self, output: usize, input: usize, tap: usize) -> f32 {
        if output >= self.outputs || input >= self.inputs || tap >= self.taps {
            return 0.0;
        }
        let pair =
            if self.inputs_first { input * self.outputs + output } else { output * self.inputs + input };
        self.weights.get(pair * self.taps + tap).copied().unwrap_or(0.0)
    }
}

/// `taps` are those to pack, in their order; `one_channel` is for an input of one channel in rows.
pub fn panels(
    source: &Source,
    bias: Option<&[f32]>,
    taps: &[usize],
    one_channel: bool,
    allowed: &[usize],
) -> Vec<Panel> {
    let mut block = 0;
    widths(source.outputs.div_ceil(4), allowed)
        .into_iter()
        .map(|width| {
            let first = 4 * block;
            let outputs = first..first + 4 * width;
            let inputs = if one_channel { 1 } else { source.inputs.next_multiple_of(4) };
            let mut weights = Vec::with_capacity(taps.len() * inputs * 4 * width);
            for &tap in taps {
                for input in 0..inputs {
                    weights.extend(outputs.clone().map(|output| source.at(output, input, tap)));
                }
            }
            let bias = outputs
                .map(|output| bias.and_then(|bias| bias.get(output)).copied().unwrap_or(0.0))
                .collect();
            let panel = Panel { block, width, weights, bias };
            block += width;
            panel
        })
        .collect()
}

/// Splits blocks of four outputs into panels of the widths that are allowed, the best one first: of one width if it can
/// be, and never a single block beside wide panels.
fn widths(blocks: usize, allowed: &[usize]) -> Vec<usize> {
    if let Some(&width) = allowed.iter().find(|&&width| width > 2 && blocks.is_multiple_of(width)) {
        return vec![width; blocks / width];
    }
    let mut left = blocks;
    let mut widths = Vec::new();
    while left > 0 {
        let fits = |width: &usize| *width == left || *width + 1 < left;
        let width = allowed.iter().copied().filter(fits).max().unwrap_or(1);
        widths.push(width);
        left -= width;
    }
    widths
}

/// For depthwise convolutions: four channels side by side.
pub fn depthwise(weights: &[f32], bias: Option<&[f32]>, channels: usize, taps: usize) -> Packed {
    let blocks = channels.div_ceil(4);
    let weight = |channel: usize, tap: usize| {
        if channel < channels { weights.get(channel * taps + tap).copied().unwrap_or(0.0) } else { 0.0 }
    };
    let mut packed = Vec::with_capacity(blocks * taps * 4);
    for block in 0..blocks {
        for tap in 0..taps {
            packed.extend((4 * block..4 * block + 4).map(|channel| weight(channel, tap)));
        }
    }
    Packed::Depthwise { weights: packed, bias: padded(bias, channels) }
}

/// One number for each channel, zeros where there is none, up to a whole block.
pub fn padded(bias: Option<&[f32]>, channels: usize) -> Vec<f32> {
    let mut padded = bias.unwrap_or_default().to_vec();
    padded.resize(channels.next_multiple_of(4), 0.0);
    padded
}

#[cfg(test)]
mod tests {
    use super::widths;

    #[test]
    fn panels_cover_all_blocks_without_a_narrow_one_beside_wide_ones() {
        for allowed in [[8, 6, 4, 3, 2, 1].as_slice(), &[4, 3, 2, 1], &[3, 4, 2, 1]] {
            for blocks in 1..100 {
                let widths = widths(blocks, allowed);
                assert_eq!(widths.iter().sum::<usize>(), blocks);
                assert!(widths.iter().all(|width| allowed.contains(width)), "{blocks}: {widths:?}");
                assert!(blocks == 1 || !widths.contains(&1), "{blocks}: {widths:?}");
            }
        }
    }
}
