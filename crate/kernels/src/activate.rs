//! Elementwise functions. Written over vectors and not as loops over numbers: compilers vectorise those or not as they are
//! told to optimise, and where there is relaxed SIMD they make of comparisons minima that drop a NaN.

use crate::simd::{Isa, Kernel, Vector};
use crate::terms::Activation;

/// No bound.
pub const EVERYTHING: [f32; 2] = [f32::NEG_INFINITY, f32::INFINITY];

/// The bounds of an activation that is nothing more than bounds: kernels apply these as they store.
pub fn clamp(activation: Activation) -> Option<[f32; 2]> {
    match activation {
        Activation::Identity => Some(EVERYTHING),
        Activation::Relu => Some([0.0, f32::INFINITY]),
        Activation::Clamp { low, high } => Some([low, high]),
        _ => None,
    }
}

/// Each number → the activation of it. NaN stays NaN.
pub fn activate(isa: Isa, activation: Activation, numbers: &mut [f32]) {
    let bounds = |slope, offset, bounds| Line { slope, offset, bounds };
    match activation {
        Activation::Identity => {}
        Activation::Relu => each(isa, numbers, bounds(1.0, 0.0, [0.0, f32::INFINITY])),
        Activation::Clamp { low, high } => each(isa, numbers, bounds(1.0, 0.0, [low, high])),
        Activation::LeakyRelu { slope } => each(isa, numbers, Bent(slope)),
        Activation::Sigmoid => each(isa, numbers, Sigmoid),
        Activation::HardSigmoid { slope, offset } => each(isa, numbers, bounds(slope, offset, [0.0, 1.0])),
        Activation::HardSwish => each(isa, numbers, Gated(bounds(1.0 / 6.0, 0.5, [0.0, 1.0]))),
        Activation::Silu => each(isa, numbers, Gated(Sigmoid)),
        Activation::Tanh => numbers.iter_mut().for_each(|x| *x = x.tanh()),
        Activation::Sqrt => numbers.iter_mut().for_each(|x| *x = x.sqrt()),
        Activation::Exp => exp_less(isa, numbers, 0.0),
    }
}

/// Each x → eˣ⁻ʸ.
pub fn exp_less(isa: Isa, numbers: &mut [f32], y: f32) {
    each(isa, numbers, ExpLess(y));
}

fn each<F: Elementwise>(isa: Isa, numbers: &mut [f32], function: F) {
    isa.run(Each { numbers, function });
}

trait Elementwise: Copy {
    fn of<V: Vector>(self, x: V) -> V;
}

/// slope · x + offset, within bounds.
#[derive(Clone, Copy)]
struct Line {
    slope: f32,
    offset: f32,
    bounds: [f32; 2],
}

impl Elementwise for Line {
    #[inline(always)]
    fn of<V: Vector>(self, x: V) -> V {
        let [low, high] = self.bounds;
        x.mul_add(V::splat(self.slope), V::splat(self.offset)).clamp(V::splat(low), V::splat(high))
    }
}

/// x above 0, and below it x times this.
#[derive(Clone, Copy)]
struct Bent(f32);

impl Elementwise for Bent {
    #[inline(always)]
    fn of<V: Vector>(self, x: V) -> V {
        let zero = V::splat(0.0);
        x.choose_above(zero, x, x.mul_add(V::splat(self.0), zero))
    }
}

#[derive(Clone, Copy)]
struct Sigmoid;

impl Elementwise for Sigmoid {
    #[inline(always)]
    fn of<V: Vector>(self, x: V) -> V {
        let one = V::splat(1.0);
        one.div(one.add(exp(V::splat(0.0).sub(x))))
    }
}

/// x times a function of it.
#[derive(Clone, Copy)]
struct Gated<F>(F);

impl<F: Elementwise> Elementwise for Gated<F> {
    #[inline(always)]
    fn of<V: Vector>(self, x: V) -> V {
        x.mul_add(self.0.of(x), V::splat(0.0))
    }
}

#[derive(Clone, Copy)]
struct ExpLess(f32);

impl Elementwise for ExpLess {
    #[inline(always)]
    fn of<V: Vector>(self, x: V) -> V {
        exp(x.sub(V::splat(self.0)))
    }
}

/// eˣ within 2 units in the last place; 0 or infinite where that is no normal number.
#[inline(always)]
fn exp<V: Vector>(x: V) -> V {
    const LARGEST: f32 = 88.3;
    const SMALLEST: f32 = -87.3;
    // 1.5 · 2²³: adding it rounds to a whole number, which then stands in the low bits.
    const ROUND: f32 = 12_582_912.0;
    // Where eˣ is normal, its power of two stands alone in the high bits once the whole number has been shifted there.
    let rounded = x.mul_add(V::splat(std::f32::consts::LOG2_E), V::splat(ROUND));
    let n = rounded.sub(V::splat(ROUND));
    // ln 2 in two parts, the first of which times n is exact.
    let r = n.mul_add(V::splat(2.121_944_4e-4), n.mul_add(V::splat(-0.693_359_4), x));
    // Cephes' polynomial for eʳ, |r| ≤ ln 2 / 2.
    let mut p = V::splat(1.987_569_1e-4);
    for coefficient in [1.398_2e-3, 8.333_452e-3, 4.166_579_6e-2, 1.666_666_6e-1, 5.0e-1] {
        p = p.mul_add(r, V::splat(coefficient));
    }
    let zero = V::splat(0.0);
    let squared = r.mul_add(r, zero);
    let power = p.mul_add(squared, r.add(V::splat(1.0))).mul_add(rounded.two_to_low_bits(), zero);
    let power = x.choose_above(V::splat(LARGEST), V::splat(f32::INFINITY), power);
    zero.sub(x).choose_above(V::splat(-SMALLEST), zero, power)
}

struct Each<'a, F> {
    numbers: &'a mut [f32],
    function: F,
}

impl<F: Elementwise> Kernel for Each<'_, F> {
    #[inline(always)]
    fn run<V: Vector, N: Vector>(self) {
        let whole = self.numbers.len() / V::LEN * V::LEN;
        let (numbers, rest) = self.numbers.split_at_mut(whole);
        for numbers in numbers.chunks_exact_mut(V::LEN) {
            self.function.of(V::load(numbers)).store(numbers);
        }
        for rest in rest.chunks_mut(N::LEN) {
            let mut padded = [0.0; 4];
            padded[..rest.len()].copy_from_slice(rest);
            self.function.of(N::load(&padded)).store(&mut padded);
            rest.copy_from_slice(&padded[..rest.len()]);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exp_is_right_to_two_units_in_the_last_place() {
        for isa in Isa::all() {
            let mut powers: Vec<f32> = (-8_700..8_800).map(|step| step as f32 * 0.01).collect();
            let exact: Vec<f64> = powers.iter().map(|&x| f64::from(x).exp()).collect();
            exp_less(isa, &mut powers, 0.0);
            for (power, exact) in powers.iter().zip(exact) {
                let error = (f64::from(*power) - exact).abs() / exact;
                assert!(error < 2.4e-7, "{}: {exact} is off by {error}", isa.name());
            }
            let mut ends = [f32::NEG_INFINITY, -1e4, -88.0, 89.0, 1e4, f32::INFINITY];
            exp_less(isa, &mut ends, 0.0);
            assert_eq!(ends, [0.0, 0.0, 0.0, f32::INFINITY, f32::INFINITY, f32::INFINITY], "{}", isa.name());
        }
    }

    #[test]
    fn no_activation_hides_a_nan() {
        for isa in Isa::all() {
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
                // Of either sign, alone and in the midst of others.
                for nan in [f32::NAN, -f32::NAN] {
                    let mut numbers = [1.0; 37];
                    (numbers[5], numbers[36]) = (nan, nan);
                    activate(isa, activation, &mut numbers);
                    let found: Vec<usize> = (0..37).filter(|&at| numbers[at].is_nan()).collect();
                    assert_eq!(found, [5, 36], "{activation:?} in {}", isa.name());
                }
            }
        }
    }
}
