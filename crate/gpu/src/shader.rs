//! The shaders, as the build joined and validated them.

use std::fmt;
use std::hash::{DefaultHasher, Hasher};

use serde::Serialize;

/// How numbers are stored on the device. Sums are in 32 bits either way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize)]
pub enum Precision {
    /// f32.
    #[default]
    #[serde(rename = "f32")]
    Full,
    /// f16, where the device has it: half the bytes, answers to about three digits.
    #[serde(rename = "f16")]
    Half,
}

impl Precision {
    /// Bytes of a number.
    #[must_use]
    pub fn number_bytes(self) -> usize {
        match self {
            Self::Full => 4,
            Self::Half => 2,
        }
    }

    fn prelude(self) -> &'static str {
        match self {
            Self::Full => include_str!("../../../shaders/lib/number_f32.wgsl"),
            Self::Half => include_str!("../../../shaders/lib/number_f16.wgsl"),
        }
    }
}

impl fmt::Display for Precision {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Full => "f32",
            Self::Half => "f16",
        })
    }
}

/// A file of `shaders/`, with its imports and without its prelude.
#[derive(Debug)]
pub(crate) struct Shader {
    pub(crate) name: &'static str,
    pub(crate) body: &'static str,
}

pub(crate) const SHADERS: &[Shader] = include!(concat!(env!("OUT_DIR"), "/shaders.rs")).as_slice();

/// The whole WGSL of a kernel; none if there is no such kernel.
pub(crate) fn source(kernel: &str, precision: Precision) -> Option<String> {
    let shader = SHADERS.iter().find(|shader| shader.name == kernel)?;
    Some([precision.prelude(), shader.body].concat())
}

/// Tells other kernels from these: what was learnt of one set does not hold for another.
pub(crate) fn digest() -> u64 {
    let mut hasher = DefaultHasher::new();
    let preludes = [Precision::Full, Precision::Half].map(Precision::prelude);
    for source in SHADERS.iter().map(|shader| shader.body).chain(preludes) {
        hasher.write(source.as_bytes());
    }
    hasher.finish()
}

/// Name and whole WGSL of every kernel: what a browser must be able to compile.
#[must_use]
pub fn shader_sources(precision: Precision) -> Vec<(&'static str, String)> {
    SHADERS.iter().map(|shader| (shader.name, [precision.prelude(), shader.body].concat())).collect()
}
