//! Elementwise functions over slices, written so that the compiler vectorises them.

use crate::graph::Activation;

/// No bound.
pub(crate) const EVERYTHING: [f32; 2] = [f32::NEG_INFINITY, f32::INFINITY];

/// The bounds of an activation that is nothing more than bounds: kernels apply these as they store.
pub(crate) fn clamp(activation: Activation) -> Option<[f32; 2]> {
    match activation {
        Activation::Identity => Some(EVERYTHING),
        Activation::Relu => Some([0.0, f32::INFINITY]),
        Activation::Clamp { low, high } => Some([low, high]),
        _ => None,
    }
}

/// Each number → the activation of it. NaN stays NaN.
pub(crate) fn activate(activation: Activation, numbers: &mut [f32]) {
    match activation {
        Activation::Identity => {}
        Activation::Relu => each(numbers, |x| if x < 0.0 { 0.0 } else { x }),
        Activation::Clamp { low, high } => each(numbers, |x| {
            let x = if x < low { low } else { x };
            if x > high { high } else { x }
        }),
        Activation::LeakyRelu { slope } => each(numbers, |x| if x < 0.0 { slope * x } else { x }),
        Activation::Sigmoid => each(numbers, sigmoid),
        Activation::HardSigmoid { slope, offset } => each(numbers, |x| unit(slope * x + offset)),
        Activation::HardSwish => each(numbers, |x| x * unit(x / 6.0 + 0.5)),
        Activation::Silu => each(numbers, |x| x * sigmoid(x)),
        Activation::Tanh => each(numbers, f32::tanh),
        Activation::Sqrt => each(numbers, f32::sqrt),
        Activation::Exp => each(numbers, unbounded_exp),
    }
}

#[inline(always)]
fn each(numbers: &mut [f32], function: impl Fn(f32) -> f32) {
    for number in numbers {
        *number = function(*number);
    }
}

#[inline(always)]
fn unit(x: f32) -> f32 {
    let x = if x < 0.0 { 0.0 } else { x };
    if x > 1.0 { 1.0 } else { x }
}

#[inline(always)]
fn sigmoid(x: f32) -> f32 {
    1.0 / (1.0 + exp(-x))
}

/// Unlike [`exp`] it is 0 or infinite where eˣ is no normal number.
#[inline(always)]
fn unbounded_exp(x: f32) -> f32 {
    let power = if x < SMALLEST { 0.0 } else { exp(x) };
    if x > LARGEST { f32::INFINITY } else { power }
}

/// Beyond these, eˣ is no normal number.
const LARGEST: f32 = 88.3;
const SMALLEST: f32 = -87.3;

/// eˣ within 2 units in the last place; arguments beyond the bounds are taken as the bounds.
#[inline(always)]
pub(crate) fn exp(x: f32) -> f32 {
    // 1.5 · 2²³: adding it rounds to a whole number, which then stands in the low bits.
    const ROUND: f32 = 12_582_912.0;
    let x = if x > LARGEST { LARGEST } else { x };
    let x = if x < SMALLEST { SMALLEST } else { x };
    let rounded = x * std::f32::consts::LOG2_E + ROUND;
    let n = rounded - ROUND;
    // ln 2 in two parts, the first of which times n is exact.
    let r = x - n * 0.693_359_4 + n * 2.121_944_4e-4;
    // Cephes' polynomial for eʳ, |r| ≤ ln 2 / 2.
    let mut p = 1.987_569_1e-4;
    for coefficient in [1.398_2e-3, 8.333_452e-3, 4.166_579_6e-2, 1.666_666_6e-1, 5.0e-1] {
        p = p * r + coefficient;
    }
    let power = f32::from_bits((rounded.to_bits() << 23).wrapping_add(127 << 23));
    (p * r * r + r + 1.0) * power
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exp_is_right_to_two_units_in_the_last_place() {
        for step in -8_700..8_800 {
            let x = step as f32 * 0.01;
            let exact = f64::from(x).exp();
            let error = (f64::from(exp(x)) - exact).abs() / exact;
            assert!(error < 2.4e-7, "exp({x}) is off by {error}");
        }
    }

    #[test]
    fn no_activation_hides_a_nan() {
        for activation in [
            Activation::Identity,
            Activation::Relu,
            Activation::Clamp { low: 0.0, high: 6.0 },
            Activation::LeakyRelu { slope: 0.1 },
            Activation::Sigmoid,
            Activation::HardSigmoid { slope: 0.2, offset: 0.5 },
            Activation::HardSwish,
            Activation::Silu,
            Activation::Tanh,
            Activation::Sqrt,
            Activation::Exp,
        ] {
            let mut numbers = [f32::NAN];
            activate(activation, &mut numbers);
            assert!(numbers[0].is_nan(), "{activation:?}");
        }
    }
}
