//! Known questions → trust: before a device is used, each family of kernels must give answers that are known.
//!
//! The nets lie in `crate/gpu/self-test`; `tests/self_test_nets.rs` writes them with their answers. Here the CPU executor
//! answers beside the GPU, which is held to the same answers there: it says them in no time, and they need not be downloaded.

use std::sync::Arc;

use draftlens_net::{Cancel, CpuNetwork, Dim, Model, Network, Tensor};
use serde::Serialize;

use crate::device::OpenDevice;
use crate::memory::Account;
use crate::prepare::{Weights, prepare};
use crate::run::{Input, run};
use crate::tolerance::tolerance;
use crate::{GpuError, Precision};

/// A net with one question.
struct Known {
    family: &'static str,
    model: &'static [u8],
}

macro_rules! known {
    ($($family:literal),+ $(,)?) => {
        &[$(Known {
            family: $family,
            model: include_bytes!(concat!("../self-test/", $family, ".onnx")),
        }),+]
    };
}

/// How an adapter did, in one arithmetic.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SelfTest {
    /// How numbers were stored.
    pub precision: Precision,
    /// The kernels that were tested.
    pub families: Vec<&'static str>,
    /// What was wrong; none if all answers were right.
    pub problem: Option<String>,
}

impl SelfTest {
    pub(crate) fn new(precision: Precision, result: Result<(), GpuError>) -> Self {
        let families = KNOWN.iter().map(|known| known.family).collect();
        Self { precision, families, problem: result.err().map(|error| error.to_string()) }
    }
}

const KNOWN: &[Known] = known!["convolution", "separable", "transposed", "image", "rows"];
/// The longest sum in the nets: 3·3 taps of 10 channels.
const SUMMED: usize = 90;

/// Fails with [`GpuError::Quarantined`], or, where the device is not to blame, with what is.
pub(crate) async fn self_test(device: &OpenDevice, account: &Arc<Account>) -> Result<(), GpuError> {
    for known in KNOWN {
        match answer(device, account, known).await {
            Ok(None) => {}
            Ok(Some(problem)) => return Err(quarantined(device, known, problem)),
            Err(error @ (GpuError::Refused(_) | GpuError::NoKernel(_))) => {
                return Err(quarantined(device, known, error.to_string()));
            }
            Err(error) => return Err(error),
        }
    }
    Ok(())
}

fn quarantined(device: &OpenDevice, known: &Known, problem: String) -> GpuError {
    GpuError::Quarantined {
        adapter: device.report.adapter.identity(),
        family: known.family.to_owned(),
        problem,
    }
}

/// What is wrong with the answer, if anything is.
async fn answer(
    device: &OpenDevice,
    account: &Arc<Account>,
    known: &Known,
) -> Result<Option<String>, GpuError> {
    let model = Arc::new(Model::load(known.model)?);
    let shape: Vec<usize> = model
        .input_dims()
        .iter()
        .map(|dim| match dim {
            Dim::Fixed(size) => *size,
            Dim::Free(_) => 1,
        })
        .collect();
    let plan = model.plan(&shape)?;
    let prepared = prepare(device, account, &model, &plan, &Weights::default())?;
    let question = question(shape.iter().product());
    let actual = run(device, &prepared, Input::Numbers(&question), &Cancel::new())
        .await
        .map_err(|error| device.explain(error))?;
    let expected =
        CpuNetwork::new(model).run(Tensor::new(&shape, question)?, &Cancel::new()).await?.into_data();
    let largest = expected.iter().fold(0.0_f32, |largest, number| largest.max(number.abs()));
    let most = tolerance(SUMMED, device.report.precision, largest);
    let is_near = |(expected, actual): (&f32, &f32)| (expected - actual).abs() <= most;
    if expected.len() != actual.len() {
        return Ok(Some(format!("{} numbers, not {}", actual.len(), expected.len())));
    }
    // Written so that NaN is not near anything.
    let wrong = expected.iter().zip(&actual).position(|pair| !is_near(pair));
    Ok(wrong.map(|index| format!("element {index} is {}, not {}", actual[index], expected[index])))
}

/// Numbers between −1 and 1 without a pattern that a fault could hide in.
pub(crate) fn question(len: usize) -> Vec<f32> {
    (0..len).map(|index| ((7919 * index + 13) % 2003) as f32 / 1001.0 - 1.0).collect()
}
