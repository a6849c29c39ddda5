use draftlens_net::NetError;
use thiserror::Error;

/// Why a page could not be read.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum DrawingError {
    /// [`Cancel::cancel`](draftlens_net::Cancel::cancel) was called.
    #[error("cancelled")]
    Cancelled,
    /// A net failed.
    #[error("the {net} failed: {source}")]
    Net {
        /// `detector`, `reader` or `embedder`.
        net: &'static str,
        /// What it said.
        source: NetError,
    },
    /// A net's answer is not of the shape that its manifest promises: the two do not belong together.
    #[error(
        "the {net} answered {actual:?} where its manifest promises {expected:?}: net and manifest do not fit"
    )]
    Answer {
        /// `detector`, `reader` or `embedder`.
        net: &'static str,
        /// By the manifest.
        expected: Vec<usize>,
        /// As answered.
        actual: Vec<usize>,
    },
    /// A manifest lacks what this program needs to know.
    #[error("the manifest of the {net} cannot be used: {problem}")]
    Manifest {
        /// `detector`, `reader` or `embedder`.
        net: &'static str,
        /// What is wrong with it.
        problem: String,
    },
}

impl DrawingError {
    pub(crate) fn of(net: &'static str) -> impl Fn(NetError) -> Self {
        move |source| match source {
            NetError::Cancelled => Self::Cancelled,
            source => Self::Net { net, source },
        }
    }
}
