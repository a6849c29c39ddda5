//! The plan: what both executors run. For one input shape it lists fused operators in order, where each finds its
//! inputs and puts its output, and what that costs.

mod cost;
mod lower;
mod memory;
pub(crate) mod shape;

use draftlens_kernels::{
    Activation, BinaryKind, Coordinates, Form, PoolKind, ReduceKind, ResizeMode, View, Window,
};

use crate::graph::ValueId;
pub(crate) use lower::lower;

/// Where a buffer is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Home {
    /// It is the caller's tensor, and only read.
    Input,
    /// It becomes the caller's tensor.
    Output,
    /// In memory that is used again.
    Arena {
        /// In numbers from the arena's start, for executors with one arena.
        offset: usize,
        /// In [`Plan::slots`], for executors whose buffers cannot be read and written at once: no step reads and
        /// writes the same slot.
        slot: usize,
    },
}

/// A piece of memory for one value, or for a concatenation of several.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Buffer {
    /// In numbers.
    pub len: usize,
    /// Where it is.
    pub home: Home,
    /// The first step that writes it.
    pub first_step: usize,
    /// The last step that reads it.
    pub last_step: usize,
}

/// One operator, fused with what follows it.
#[derive(Debug, Clone)]
pub struct Step {
    /// The names of the nodes that it stands for, the first one first.
    pub nodes: Vec<String>,
    /// What it does.
    pub work: Work,
    /// Data; then the residual, or the second operand, or the parts of a concatenation.
    pub inputs: Vec<View>,
    /// Never overlaps an input.
    pub output: View,
    /// What it takes at the least.
    pub cost: Cost,
}

/// What a step does.
#[derive(Debug, Clone, PartialEq)]
pub enum Work {
    /// Blocks → blocks; a single channel may come as rows. The residual, if any, is the second input.
    Convolution(Convolution),
    /// Blocks → blocks. Weights are `[inputs, outputs, height, width]`.
    TransposedConvolution(Convolution),
    /// Blocks → blocks.
    Pool {
        /// Maximum or mean.
        kind: PoolKind,
        /// Where it slides.
        window: Window,
    },
    /// Blocks → blocks or rows.
    Resize {
        /// Which pixels an output pixel takes.
        mode: ResizeMode,
        /// Where an output pixel lies in the input.
        coordinates: Coordinates,
        /// Output over input, `[height, width]`, as ONNX uses it.
        scales: [f32; 2],
    },
    /// Joins its inputs, all in the output's layout: blocks along the channels, rows along any axis. Absent where all
    /// parts were written in place.
    Concat {
        /// In the output's shape.
        axis: usize,
    },
    /// Elementwise in one layout, first input first.
    Binary {
        /// Which function.
        kind: BinaryKind,
        /// What the second operand is.
        operand: Operand,
        /// Applied to the result.
        activation: Activation,
    },
    /// Elementwise in either layout.
    Unary(Activation),
    /// Rows → rows: `[m, k]` times weights.
    Gemm {
        /// `[k, n]`, or `[n, k]` where transposed.
        weights: ValueId,
        /// `[n]`, or a broadcast of it.
        bias: Option<ValueId>,
        /// Scales the product.
        alpha: f32,
        /// Scales the bias.
        beta: f32,
        /// The weights are `[n, k]`.
        transposed_weights: bool,
        /// Applied to the result.
        activation: Activation,
    },
    /// Rows → rows.
    Softmax {
        /// In the shape.
        axis: usize,
    },
    /// Rows → rows over any axes; blocks → rows over all pixels of an image.
    Reduce {
        /// Sum, mean, maximum or length.
        kind: ReduceKind,
        /// In the input's shape, ascending.
        axes: Vec<usize>,
    },
    /// Rows or blocks → rows.
    Transpose {
        /// For each output axis the input axis.
        order: Vec<usize>,
    },
    /// Rows → blocks.
    ToBlocks,
    /// Blocks → rows.
    ToRows,
    /// The same numbers in the same layout, where input and output must be two buffers.
    Copy,
}

/// The second operand of [`Work::Binary`].
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Operand {
    /// The second input, of the output's shape.
    Same,
    /// The second input, broadcast as in ONNX. In blocks it is `[batch or 1, channels, 1…]`, and lies in rows.
    Broadcast,
    /// A constant, broadcast as in ONNX. In blocks it is a scalar, or one number for each channel.
    Constant(ValueId),
    /// The first operand is the constant, the second is the input.
    ConstantFirst(ValueId),
}

/// A convolution with what follows it: `activation_after(activation(conv(x) + bias) + residual)`.
#[derive(Debug, Clone, PartialEq)]
pub struct Convolution {
    /// Which kernels suit it.
    pub form: Form,
    /// Kernel, strides, pads and dilations.
    pub window: Window,
    /// 1 for plain and pointwise, the number of channels for depthwise.
    pub groups: usize,
    /// `[outputs, inputs / groups, height, width]`; see [`Plan::floats`].
    pub weights: ValueId,
    /// `[outputs]`.
    pub bias: Option<ValueId>,
    /// Applied before the residual is added.
    pub activation: Activation,
    /// What is added.
    pub residual: Option<Residual>,
    /// Applied after the residual is added; the identity without one.
    pub activation_after: Activation,
}

/// What is added to a convolution: the step's second input, in blocks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Residual {
    /// Each of its pixels serves this many rows and columns of the output, `[height, width]`; `[1, 1]` where the shapes
    /// are the same.
    pub enlarged: [usize; 2],
}

/// What a step, or a whole plan, takes at the least.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Cost {
    /// Multiply-adds.
    pub macs: u64,
    /// Activations and weights, each read once.
    pub bytes_read: u64,
    /// Activations, each written once.
    pub bytes_written: u64,
}

impl std::iter::Sum for Cost {
    fn sum<I: Iterator<Item = Self>>(costs: I) -> Self {
        costs.fold(Self::default(), |sum, cost| Self {
            macs: sum.macs + cost.macs,
            bytes_read: sum.bytes_read + cost.bytes_read,
            bytes_written: sum.bytes_written + cost.bytes_written,
        })
    }
}

/// Everything needed to run a net on inputs of one shape.
#[derive(Debug, Clone)]
pub struct Plan {
    /// In the order in which they run.
    pub steps: Vec<Step>,
    /// What the steps' views point into.
    pub buffers: Vec<Buffer>,
    /// Length of the arena, in numbers.
    pub arena_len: usize,
    /// Lengths of the slots, in numbers.
    pub slots: Vec<usize>,
    /// Where the first step finds the caller's tensor, in rows.
    pub input: View,
    /// Where the last step leaves the answer, in rows.
    pub output: View,
}

impl Plan {
    /// Of all steps.
    #[must_use]
    pub fn cost(&self) -> Cost {
        self.steps.iter().map(|step| step.cost).sum()
    }

    /// Bytes of activations in an executor with one arena: input, output and all between.
    #[must_use]
    pub fn peak_bytes(&self) -> usize {
        4 * (self.arena_len + self.input.len() + self.output.len())
    }
}
