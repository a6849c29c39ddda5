//! What kernels are told: windows, functions, and how numbers lie in memory.

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
    #[must_use]
    pub fn name(self) -> &'static str {
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

/// How the numbers of a value lie in memory.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Layout {
    /// Row-major, as in ONNX.
    Rows,
    /// `[channels / 4, rounded up][batch · pixels][4]`: four channels side by side, all images of a batch in one run of
    /// pixels. Lanes past the last channel hold finite numbers without meaning.
    Blocks,
}

/// The index of a buffer among those of a plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct BufferId(pub usize);

impl BufferId {
    /// Among those of the plan.
    #[must_use]
    pub fn index(self) -> usize {
        self.0
    }
}

/// A value in a buffer. Views into one buffer never share numbers unless they are the same value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct View {
    /// Which buffer.
    pub buffer: BufferId,
    /// The first number of the value in the buffer; more than 0 only for parts of a concatenation.
    pub offset: usize,
    /// The shape in ONNX's order: batch, channels, and then height and width, or width alone, or nothing.
    pub shape: Vec<usize>,
    /// How the numbers lie.
    pub layout: Layout,
}

impl View {
    /// The first dimension.
    #[must_use]
    pub fn batch(&self) -> usize {
        self.shape.first().copied().unwrap_or(1)
    }

    /// The second dimension.
    #[must_use]
    pub fn channels(&self) -> usize {
        self.shape.get(1).copied().unwrap_or(1)
    }

    /// The third of four dimensions; 1 if there are fewer.
    #[must_use]
    pub fn height(&self) -> usize {
        if self.shape.len() > 3 { self.shape[2] } else { 1 }
    }

    /// All dimensions after height, or after channels if there is no height.
    #[must_use]
    pub fn width(&self) -> usize {
        self.shape.iter().skip(if self.shape.len() > 3 { 3 } else { 2 }).product()
    }

    /// Of the whole batch.
    #[must_use]
    pub fn pixels(&self) -> usize {
        self.batch() * self.height() * self.width()
    }

    /// Groups of four channels.
    #[must_use]
    pub fn blocks(&self) -> usize {
        self.channels().div_ceil(4)
    }

    /// Numbers in the shape.
    #[must_use]
    pub fn elements(&self) -> usize {
        self.shape.iter().product()
    }

    /// Numbers in memory: more than [`elements`](Self::elements) where channels are rounded up.
    #[must_use]
    pub fn len(&self) -> usize {
        match self.layout {
            Layout::Rows => self.elements(),
            Layout::Blocks => self.blocks() * self.pixels() * 4,
        }
    }

    /// Whether it holds nothing; no plan is made for such a value.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

/// The forms of convolution that have kernels of their own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Form {
    /// 1×1, stride 1, no pads, one group.
    Pointwise,
    /// One group.
    Plain,
    /// As many groups as inputs and outputs.
    Depthwise,
    /// Other numbers of groups.
    Grouped,
}

impl Form {
    /// Which form it is, by its window and the numbers of groups, inputs and outputs.
    #[must_use]
    pub fn of(window: &Window, groups: usize, channels: usize, outputs: usize) -> Self {
        let plain = Window {
            kernel: [1, 1],
            strides: [1, 1],
            dilations: window.dilations,
            pads_before: [0, 0],
            pads_after: [0, 0],
        };
        if groups == 1 {
            if *window == plain { Self::Pointwise } else { Self::Plain }
        } else if groups == channels && groups == outputs {
            Self::Depthwise
        } else {
            Self::Grouped
        }
    }
}
