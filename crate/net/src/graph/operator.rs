use draftlens_kernels::{Activation, BinaryKind, Coordinates, PoolKind, ReduceKind, ResizeMode, Window};

/// What a node does, with its attributes checked and typed.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Operator {
    /// Inputs: data, weights, and bias if it has one.
    Convolution {
        /// Kernel, strides, pads and dilations.
        window: Window,
        /// 1 for plain, the number of channels for depthwise.
        groups: usize,
    },
    /// Inputs: data, weights, and bias if it has one.
    TransposedConvolution {
        /// Kernel, strides, pads and dilations.
        window: Window,
        /// Rows and columns added at the bottom and the right.
        output_padding: [usize; 2],
    },
    /// Maximum or mean over a window.
    Pool {
        /// Which of the two.
        kind: PoolKind,
        /// Kernel, strides, pads and dilations.
        window: Window,
    },
    /// Inputs: data, scale, bias, mean and variance. Folded or rewritten before a plan is made.
    BatchNormalization {
        /// Added to the variance.
        epsilon: f32,
    },
    /// Enlarges or shrinks height and width.
    Resize {
        /// Which input pixel, or mixture of them, an output pixel takes.
        mode: ResizeMode,
        /// Where an output pixel lies in the input.
        coordinates: Coordinates,
        /// By how much.
        to: ResizeTo,
    },
    /// Joins its inputs along an axis, counted from the end if negative.
    Concat {
        /// As in ONNX.
        axis: i64,
    },
    /// Elementwise with broadcasting.
    Binary(BinaryKind),
    /// Elementwise.
    Unary(Activation),
    /// Inputs: `[m, k]`, `[k, n]`, and `[n]` or `[m, n]` if it has one.
    Gemm {
        /// Scales the product.
        alpha: f32,
        /// Scales what is added.
        beta: f32,
        /// The second input is `[n, k]`.
        transposed_weights: bool,
    },
    /// Exponentials that sum to one along an axis.
    Softmax {
        /// As in ONNX.
        axis: i64,
    },
    /// One number for all of some axes.
    Reduce {
        /// Which number.
        kind: ReduceKind,
        /// As in ONNX; empty means all.
        axes: Vec<i64>,
        /// Whether the axes stay, with size 1.
        keep_axes: bool,
    },
    /// The same numbers in the same order under another shape.
    Reshape(Reshape),
    /// Reorders the axes.
    Transpose {
        /// For each output axis the input axis; empty reverses all.
        order: Vec<usize>,
    },
}

impl Operator {
    /// ONNX's own name of it, for messages.
    pub(crate) fn name(&self) -> &'static str {
        match self {
            Self::Convolution { .. } => "Conv",
            Self::TransposedConvolution { .. } => "ConvTranspose",
            Self::Pool { kind: PoolKind::Max, .. } => "MaxPool",
            Self::Pool { kind: PoolKind::Average { .. }, .. } => "AveragePool",
            Self::BatchNormalization { .. } => "BatchNormalization",
            Self::Resize { .. } => "Resize",
            Self::Concat { .. } => "Concat",
            Self::Binary(BinaryKind::Add) => "Add",
            Self::Binary(BinaryKind::Subtract) => "Sub",
            Self::Binary(BinaryKind::Multiply) => "Mul",
            Self::Binary(BinaryKind::Divide) => "Div",
            Self::Unary(activation) => activation.name(),
            Self::Gemm { .. } => "Gemm",
            Self::Softmax { .. } => "Softmax",
            Self::Reduce { kind: ReduceKind::Sum, .. } => "ReduceSum",
            Self::Reduce { kind: ReduceKind::Mean, .. } => "ReduceMean",
            Self::Reduce { kind: ReduceKind::Maximum, .. } => "ReduceMax",
            Self::Reduce { kind: ReduceKind::Length, .. } => "ReduceL2",
            Self::Reshape(_) => "Reshape",
            Self::Transpose { .. } => "Transpose",
        }
    }
}

/// The size after resizing, `[height, width]`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum ResizeTo {
    /// Times the input's.
    Scales([f32; 2]),
    /// This size.
    Sizes([usize; 2]),
}

/// How a shape is changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Reshape {
    /// 0 keeps a dimension, one −1 takes what is left.
    To(Vec<i64>),
    /// Two dimensions: those before the axis, and the others.
    Flatten {
        /// As in ONNX.
        axis: i64,
    },
    /// Takes dimensions of size 1 away; all of them if none are named.
    Squeeze {
        /// As in ONNX.
        axes: Vec<i64>,
    },
    /// Adds dimensions of size 1.
    Unsqueeze {
        /// As in ONNX, counted in the output.
        axes: Vec<i64>,
    },
}
