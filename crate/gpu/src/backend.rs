//! What served a run, and why: a part of every result.

use std::fmt;

use serde::{Deserialize, Serialize, Serializer};

use crate::GpuError;
use crate::timing::Timing;

/// What the caller wants to run on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Device {
    /// Whichever is faster here.
    #[default]
    Auto,
    /// The GPU, as long as there is one that works.
    #[serde(rename = "webgpu")]
    Gpu,
    /// The CPU.
    Cpu,
}

/// The executor that served.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum BackendName {
    /// The GPU, natively too.
    WebGpu,
    /// SIMD on the CPU.
    Cpu,
}

impl fmt::Display for BackendName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::WebGpu => "webgpu",
            Self::Cpu => "cpu",
        })
    }
}

/// What served a run.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Backend {
    /// The executor.
    pub name: BackendName,
    /// Why this one.
    pub why: Why,
    /// The GPU by its name, or the CPU by its instructions.
    pub adapter: String,
}

/// Why a backend serves. In JSON it is the sentence that it displays as.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum Why {
    /// The caller wants this one.
    Asked,
    /// Nothing is known of the GPU yet, and nobody should wait for it.
    GpuNotReady,
    /// It was the faster one in a measurement on this device.
    Measured {
        /// Of both.
        timing: Timing,
        /// Measured by an earlier start of the program or page.
        is_remembered: bool,
    },
    /// There is no GPU that can be used, or it failed in the middle of a run.
    GpuFailed(GpuError),
}

impl fmt::Display for Why {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Asked => write!(f, "asked for"),
            Self::GpuNotReady => write!(f, "the GPU is not ready yet"),
            Self::Measured { timing, is_remembered: false } => write!(f, "measured here: {timing}"),
            Self::Measured { timing, is_remembered: true } => write!(f, "measured here before: {timing}"),
            Self::GpuFailed(error) => write!(f, "{error}"),
        }
    }
}

impl Serialize for Why {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}
