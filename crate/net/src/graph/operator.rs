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

/// A window that slides over height and width. Pairs are `[height, width]`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Window {
    /// Its size in taps.
    pub kernel: [usize; 2],
    /// How far it moves.
    pub strides: [usize; 2],
    /// Pixels between its taps; 1 where they touch.
    pub dilations: [usize; 2],
    /// Zeros above and to the left.
    pub pads_before: [usize; 2],
    /// Zeros below and to the right.
    pub pads_after: [usize; 2],
}

/// What a pool takes of its window.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PoolKind {
    /// The largest; pads never win.
    Max,
    /// The mean.
    Average {
        /// Whether pads count as zeros.
        counts_pads: bool,
    },
}

/// An elementwise function of one number.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub enum Activation {
    /// x
    #[default]
    Identity,
    /// max(x, 0); NaN stays NaN
    Relu,
    /// min(max(x, low), high)
    Clamp {
        /// −∞ for none.
        low: f32,
        /// ∞ for none.
        high: f32,
    },
    /// x, or slope·x below zero
    LeakyRelu {
        /// Below zero.
        slope: f32,
    },
    /// 1 / (1 + e⁻ˣ)
    Sigmoid,
    /// max(0, min(1, slope·x + offset))
    HardSigmoid {
        /// ONNX's alpha.
        slope: f32,
        /// ONNX's beta.
        offset: f32,
    },
    /// x · max(0, min(1, x/6 + 1/2))
    HardSwish,
    /// x · sigmoid(x)
    Silu,
    /// The hyperbolic tangent.
    Tanh,
    /// The square root.
    Sqrt,
    /// eˣ
    Exp,
}

impl Activation {
    /// ONNX's own name of it, for messages.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Identity => "Identity",
            Self::Relu => "Relu",
            Self::Clamp { .. } => "Clip",
            Self::LeakyRelu { .. } => "LeakyRelu",
            Self::Sigmoid => "Sigmoid",
            Self::HardSigmoid { .. } => "HardSigmoid",
            Self::HardSwish => "HardSwish",
            Self::Silu => "Silu",
            Self::Tanh => "Tanh",
            Self::Sqrt => "Sqrt",
            Self::Exp => "Exp",
        }
    }
}

/// An elementwise function of two numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BinaryKind {
    /// a + b
    Add,
    /// a − b
    Subtract,
    /// a · b
    Multiply,
    /// a / b
    Divide,
}

/// What stands for many numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReduceKind {
    /// Their sum.
    Sum,
    /// Their mean.
    Mean,
    /// The largest.
    Maximum,
    /// The square root of the sum of their squares.
    Length,
}

/// How resizing fills an output pixel.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ResizeMode {
    /// From the nearest input pixel.
    Nearest(NearestRounding),
    /// From the four around it.
    Linear,
}

/// Which pixel is nearest.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NearestRounding {
    /// The one before.
    Floor,
    /// The one after.
    Ceil,
    /// The closer one; halves go to the one before.
    PreferFloor,
    /// The closer one; halves go to the one after.
    PreferCeil,
}

/// Where an output pixel x lies in the input.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Coordinates {
    /// x / scale
    Asymmetric,
    /// (x + 1/2) / scale − 1/2
    HalfPixel,
    /// Like `HalfPixel`, but 0 where the output is one pixel long.
    PytorchHalfPixel,
    /// x · (input − 1) / (output − 1)
    AlignCorners,
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
