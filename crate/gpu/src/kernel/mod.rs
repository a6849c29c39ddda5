//! Steps → jobs: for each step of a plan the kernel that does it, with its constants, parameters and geometry. A file
//! here is the host's part of the shader of the same name; [`convolve`] and [`place`] serve those that import the
//! library of that name.

mod convolve;
mod place;
mod choose;
mod convolution;
mod convolution_direct;
mod convolution_rows;
mod pointwise;
mod depthwise;
mod transposed;
mod pool;
mod resize;
mod resize_to_rows;
mod binary;
mod binary_rows;
mod unary;
mod unary_rows;
mod gemm;
mod softmax;
mod reduce;
mod transpose;
mod to_blocks;
mod concat;

use std::collections::HashMap;

use draftlens_net::{Activation, BufferId, Floats, Model, ValueId};
use serde::Serialize;

pub(crate) use choose::jobs;

use crate::GpuError;

/// What a shader and its host file must agree on, beyond the parameters' names, is in the test of that name.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Kernel {
    /// The stem of both files.
    pub(crate) name: &'static str,
    /// The fields of the shader's `Params`, each of four bytes.
    #[cfg_attr(not(test), allow(dead_code, reason = "checked against the shader by a test"))]
    pub(crate) params: &'static [&'static str],
}

/// All of them, in the order of the alphabet.
#[cfg_attr(not(test), allow(dead_code, reason = "checked against the shaders by a test"))]
pub(crate) const KERNELS: &[Kernel] = &[
    binary::KERNEL,
    binary_rows::KERNEL,
    concat::KERNEL,
    convolution::KERNEL,
    convolution_direct::KERNEL,
    convolution_rows::KERNEL,
    depthwise::KERNEL,
    gemm::KERNEL,
    pointwise::KERNEL,
    pool::KERNEL,
    reduce::KERNEL,
    resize::KERNEL,
    resize_to_rows::KERNEL,
    softmax::KERNEL,
    to_blocks::KERNEL,
    transpose::KERNEL,
    transposed::KERNEL,
    unary::KERNEL,
    unary_rows::KERNEL,
];

/// Invocations of a workgroup in all kernels that do not tile: a multiple of every GPU's subgroup.
const GROUP: usize = 64;

/// One dispatch.
#[derive(Debug)]
pub(crate) struct Job {
    pub(crate) kernel: &'static str,
    /// Values of the shader's overrides.
    pub(crate) constants: Vec<(&'static str, f64)>,
    /// In the shader's order; `params` follows them.
    pub(crate) bindings: Vec<Binding>,
    pub(crate) params: Vec<u32>,
    pub(crate) workgroups: [u32; 3],
    /// Numbers that its invocations load and store, before any cache.
    pub(crate) numbers_requested: u64,
}

/// What a job reads or writes.
#[derive(Debug)]
pub(crate) enum Binding {
    /// A buffer of the plan.
    Value(BufferId),
    /// Packed weights, kept for all plans of the model.
    Weights(String),
    /// Numbers that belong to this plan, in 32 bits whatever the precision.
    Table(Vec<f32>),
}

/// Which kind of adapter kernels are chosen for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Tier {
    /// A processor that plays a GPU: barriers are dear, workgroup memory is plain memory.
    Software,
    /// A GPU.
    Hardware,
}

/// What kernels are chosen with.
#[derive(Debug)]
pub(crate) struct Context<'a> {
    pub(crate) model: &'a Model,
    pub(crate) tier: Tier,
    /// Packed since the context was made.
    pub(crate) packed: HashMap<String, Vec<f32>>,
    /// Those that the device has already.
    pub(crate) is_known: &'a dyn HasWeights,
}

/// Whether weights need not be packed any more.
pub(crate) trait HasWeights: std::fmt::Debug {
    fn has(&self, key: &str) -> bool;
}

impl Context<'_> {
    fn floats(&self, id: ValueId) -> Result<&Floats, GpuError> {
        self.model.floats(id).ok_or_else(|| GpuError::NoKernel("weights that are no constants".into()))
    }

    /// Packs weights unless that was done.
    fn weights(
        &mut self,
        key: String,
        pack: impl FnOnce(&Self) -> Result<Vec<f32>, GpuError>,
    ) -> Result<Binding, GpuError> {
        if !self.is_known.has(&key) && !self.packed.contains_key(&key) {
            let packed = pack(self)?;
            self.packed.insert(key.clone(), packed);
        }
        Ok(Binding::Weights(key))
    }
}

/// Names the fields of a shader's `Params` once, for their values and for the test.
macro_rules! params {
    ($($field:ident),+ $(,)?) => {
        #[derive(Debug, Clone, Default)]
        pub(super) struct Params {
            $(pub(super) $field: usize,)+
        }

        impl Params {
            pub(super) const FIELDS: &'static [&'static str] = &[$(stringify!($field)),+];

            pub(super) fn words(&self) -> Vec<u32> {
                vec![$(crate::kernel::word(self.$field)),+]
            }
        }
    };
}
use params;

/// Plans hold no value of more than 2³⁰ numbers, so that all counts fit.
fn word(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

/// `count` workgroups along x and, beyond half of what WebGPU allows, z; `rows` along y.
fn workgroups(count: usize, rows: usize) -> [u32; 3] {
    const MOST_ALONG_X: usize = 32_768;
    let x = count.clamp(1, MOST_ALONG_X);
    [word(x), word(rows.max(1)), word(count.div_ceil(x).max(1))]
}

/// The overrides of `lib/activation.wgsl`.
fn activation(activation: Activation) -> Vec<(&'static str, f64)> {
    let (kind, a, b) = numbered(activation);
    constants([("ACTIVATION", kind), ("ACTIVATION_A", a), ("ACTIVATION_B", b)])
}

fn activation_after(activation: Activation) -> Vec<(&'static str, f64)> {
    let (kind, a, b) = numbered(activation);
    constants([("ACTIVATION_AFTER", kind), ("ACTIVATION_AFTER_A", a), ("ACTIVATION_AFTER_B", b)])
}

/// Zero is the default, and left out.
fn constants<const N: usize>(constants: [(&'static str, f64); N]) -> Vec<(&'static str, f64)> {
    constants.into_iter().filter(|&(_, value)| value != 0.0).collect()
}

fn numbered(activation: Activation) -> (f64, f64, f64) {
    // An override is a finite number; no f32 is beyond its largest.
    let finite = |value: f32| f64::from(value.clamp(f32::MIN, f32::MAX));
    match activation {
        Activation::Identity => (0.0, 0.0, 0.0),
        Activation::Relu => (1.0, 0.0, 0.0),
        Activation::Clamp { low, high } => (2.0, finite(low), finite(high)),
        Activation::LeakyRelu { slope } => (3.0, finite(slope), 0.0),
        Activation::Sigmoid => (4.0, 0.0, 0.0),
        Activation::HardSigmoid { slope, offset } => (5.0, finite(slope), finite(offset)),
        Activation::HardSwish => (6.0, 0.0, 0.0),
        Activation::Silu => (7.0, 0.0, 0.0),
        Activation::Tanh => (8.0, 0.0, 0.0),
        Activation::Sqrt => (9.0, 0.0, 0.0),
        Activation::Exp => (10.0, 0.0, 0.0),
    }
}

#[cfg(test)]
mod agreement;
