use draftlens_net::NetError;
use thiserror::Error;

/// Why a GPU cannot be used. Each has the same remedy: let the CPU serve.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum GpuError {
    /// There is no adapter, or none that offers what WebGPU guarantees.
    #[error("no usable GPU: {0}; use the CPU")]
    NoAdapter(String),
    /// The adapter gave a wrong answer to a question whose answer is known, and is not asked again.
    #[error("{adapter} failed the self-test of {family}: {problem}; use the CPU")]
    Quarantined {
        /// Name and driver.
        adapter: String,
        /// The kernels that were tested.
        family: String,
        /// The first wrong number, or what the device reported.
        problem: String,
    },
    /// The device went away and did not come back, or went away again.
    #[error("the GPU was lost: {0}; use the CPU")]
    Lost(String),
    /// The plan needs more memory than the budget, a buffer larger than the device allows, or more than there is.
    #[error("the GPU's memory does not suffice: {0}; use the CPU")]
    OutOfMemory(String),
    /// No kernel does this step for these shapes.
    #[error("no GPU kernel for {0}; use the CPU")]
    NoKernel(String),
    /// The device refused what it was given: a fault of this program or of a driver.
    #[error("the GPU refused its work: {0}; use the CPU")]
    Refused(String),
    /// From the shared part of the runtime.
    #[error(transparent)]
    Net(#[from] NetError),
}

impl From<GpuError> for NetError {
    fn from(error: GpuError) -> Self {
        match error {
            GpuError::Net(error) => error,
            other => Self::Device(other.to_string()),
        }
    }
}
