use draftlens_net::NetError;
use thiserror::Error;

/// Why a GPU cannot be used. All have one remedy, which an [`Engine`](crate::Engine) takes: the CPU.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum GpuError {
    /// There is no adapter, or none that offers what WebGPU guarantees.
    #[error("no usable GPU: {0}")]
    NoAdapter(String),
    /// The adapter gave a wrong answer to a question whose answer is known, and is not asked again.
    #[error("{adapter} failed the self-test of {family}: {problem}")]
    Quarantined {
        /// Name and driver.
        adapter: String,
        /// The kernels that were tested.
        family: String,
        /// The first wrong number, or what the device reported.
        problem: String,
    },
    /// The device went away and did not come back, or went away again.
    #[error("the GPU was lost: {0}")]
    Lost(String),
    /// The plan needs more memory than the budget, a buffer larger than the device allows, or more than there is.
    #[error("the GPU's memory does not suffice: {0}")]
    OutOfMemory(String),
    /// No kernel does this step for these shapes.
    #[error("no GPU kernel for {0}")]
    NoKernel(String),
    /// The device refused what it was given: a fault of this program or of a driver.
    #[error("the GPU refused its work: {0}")]
    Refused(String),
    /// From the shared part of the runtime.
    #[error(transparent)]
    Net(#[from] NetError),
}

impl GpuError {
    /// A stable word for programs.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::NoAdapter(_) => "no-gpu",
            Self::Quarantined { .. } => "gpu-untrusted",
            Self::OutOfMemory(_) => "gpu-memory",
            Self::Lost(_) | Self::NoKernel(_) | Self::Refused(_) => "gpu-failed",
            Self::Net(error) => error.code(),
        }
    }

    /// What to do about it.
    #[must_use]
    pub fn hint(&self) -> &'static str {
        match self {
            Self::Net(error) => error.hint(),
            _ => "Use the CPU.",
        }
    }
}

impl From<GpuError> for NetError {
    fn from(error: GpuError) -> Self {
        match error {
            GpuError::Net(error) => error,
            other => Self::Device(format!("{other}; use the CPU")),
        }
    }
}
