use thiserror::Error;

/// Why a model cannot be loaded, planned or run.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum NetError {
    /// The bytes are no ONNX model, or a damaged one.
    #[error("not a readable ONNX model: {0}")]
    Malformed(String),
    /// The bytes are not those that the manifest promises.
    #[error("the model's sha256 is {actual}, its manifest says {expected}: fetch it again")]
    WrongHash {
        /// From the manifest.
        expected: String,
        /// Of the bytes given.
        actual: String,
    },
    /// A node of the graph needs an operator that this runtime does not have.
    #[error("node `{node}`: operator {operator} is not supported")]
    UnsupportedOperator {
        /// The node's name, or that of its first output.
        node: String,
        /// The operator, with its domain where that is not ONNX's own.
        operator: String,
    },
    /// A node of the graph uses a supported operator in an unsupported way.
    #[error("node `{node}`: {operator} with attribute {attribute}: {problem}")]
    UnsupportedAttribute {
        /// The node's name, or that of its first output.
        node: String,
        /// The operator.
        operator: String,
        /// The attribute or input.
        attribute: String,
        /// What is wrong with its value.
        problem: String,
    },
    /// The shapes that meet at a node do not fit.
    #[error("node `{node}`: {operator}: {problem}")]
    Shape {
        /// The node's name, or that of its first output.
        node: String,
        /// The operator.
        operator: String,
        /// Which shapes, and why they do not fit.
        problem: String,
    },
    /// The tensor given to the net is not of the shape that the net declares, or is empty.
    #[error("the net takes {expected}, and was given {actual}")]
    InputShape {
        /// As the model declares it, free dimensions by their names.
        expected: String,
        /// As given.
        actual: String,
    },
    /// The net's answer holds a NaN or an infinity, and is no answer.
    #[error("the net answered {value} at element {index} of its output")]
    NotFinite {
        /// In row-major order.
        index: usize,
        /// `NaN`, `inf` or `-inf`.
        value: String,
    },
    /// [`Cancel::cancel`](crate::Cancel::cancel) was called.
    #[error("cancelled")]
    Cancelled,
    /// Another executor than the one of this crate failed: the device is lost, out of memory or untrusted.
    #[error("device: {0}")]
    Device(String),
    /// A fault of this program, not of the model: please report it.
    #[error("internal: {0}")]
    Internal(String),
}

impl NetError {
    /// A stable word for programs.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Malformed(_) => "model-damaged",
            Self::WrongHash { .. } => "model-altered",
            Self::UnsupportedOperator { .. } | Self::UnsupportedAttribute { .. } | Self::Shape { .. } => {
                "model-unsupported"
            }
            Self::InputShape { .. } => "input-shape",
            Self::NotFinite { .. } => "not-finite",
            Self::Cancelled => "cancelled",
            Self::Device(_) => "gpu-failed",
            Self::Internal(_) => "internal",
        }
    }

    /// What to do about it.
    #[must_use]
    pub fn hint(&self) -> &'static str {
        match self {
            Self::Malformed(_) | Self::WrongHash { .. } => {
                "Serve the model file as it is in the package, and load it again."
            }
            Self::UnsupportedOperator { .. } | Self::UnsupportedAttribute { .. } | Self::Shape { .. } => {
                "Export the model with the operators that are listed in docs/adding-an-operator.md."
            }
            Self::InputShape { .. } => "Give the net numbers of the shape that it takes.",
            Self::NotFinite { .. } => "Try the other device; if it stays so, please report the page.",
            Self::Cancelled => "Ask again if that was not wanted.",
            Self::Device(_) => "Use the CPU.",
            Self::Internal(_) => "Please report it, with the model and the input's shape.",
        }
    }
}
