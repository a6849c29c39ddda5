//! The shaders, as the build joined and validated them.

/// How numbers are stored on the device. Sums are in 32 bits either way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Precision {
    /// f32.
    #[default]
    Full,
    /// f16, where the device has it: half the bytes, answers to about three digits.
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
