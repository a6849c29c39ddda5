//! Opens the GPU that tests run on: Mesa's lavapipe where there is no other.

#![allow(dead_code, reason = "each test uses a part of it")]

use draftlens_gpu::{Chooser, Device, Fault, Gpu, GpuOptions, Precision, Tier};
use draftlens_net::Tensor;

/// Guarded: outputs are poisoned before each run, and what lies behind them is checked after it.
pub(crate) fn guarded(tier: Tier, precision: Precision) -> GpuOptions {
    let fault = Fault { guards: true, ..Fault::default() };
    GpuOptions { tier: Some(tier), precision, fault, ..GpuOptions::default() }
}

/// None, and a loud word, only if there is no adapter at all.
pub(crate) fn open(options: GpuOptions) -> Option<Gpu> {
    has_adapter().then(|| match pollster::block_on(Gpu::open(options)) {
        Ok(gpu) => gpu,
        Err(error) => panic!("{error}"),
    })
}

/// Says so loudly if there is none.
pub(crate) fn has_adapter() -> bool {
    let chooser = Chooser::new(Device::Auto, GpuOptions::default());
    let found = pollster::block_on(chooser.adapter()).map(drop);
    if let Err(why) = &found {
        eprintln!("\n*** SKIPPED: {why}; install Mesa's lavapipe to test the GPU ***\n");
    }
    found.is_ok()
}

/// Numbers between −1 and 1.
pub(crate) fn input(shape: &[usize]) -> Tensor {
    let len: usize = shape.iter().product();
    let numbers = (0..len).map(|index| ((7919 * index + 13) % 2003) as f32 / 1001.0 - 1.0).collect();
    Tensor::new(shape, numbers).unwrap()
}

/// The first element that is further off than `most` times the largest number, if any is.
pub(crate) fn difference(expected: &Tensor, actual: &Tensor, most: impl Fn(f32) -> f32) -> Option<String> {
    if expected.shape() != actual.shape() {
        return Some(format!("shape {:?}, not {:?}", actual.shape(), expected.shape()));
    }
    let largest = expected.data().iter().fold(0.0_f32, |largest, number| largest.max(number.abs()));
    let most = most(largest);
    let is_near = |(expected, actual): (&f32, &f32)| (expected - actual).abs() <= most;
    let index = expected.data().iter().zip(actual.data()).position(|pair| !is_near(pair))?;
    Some(format!(
        "element {index} is {}, not {} (within {most})",
        actual.data()[index],
        expected.data()[index]
    ))
}
