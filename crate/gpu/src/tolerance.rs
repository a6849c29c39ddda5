//! How far two right answers may lie apart: the one place that says so.

use crate::Precision;

/// What a number of products summed in another order, and numbers stored in `precision`, may differ by, where the
/// numbers summed are about as large as `largest`.
///
/// Rounding errors of a sum of n terms grow as √n if they are independent. Storing adds half a unit in the last place
/// for each operator; eight units leave room for a dozen operators and for the exponentials of drivers, which WGSL
/// allows to be off by some units.
#[must_use]
pub fn tolerance(summed: usize, precision: Precision, largest: f32) -> f32 {
    let unit = match precision {
        Precision::Full => f32::EPSILON,
        // 2⁻¹⁰
        Precision::Half => 1.0 / 1024.0,
    };
    // Sums are in f32 in both.
    let of_sum = f32::EPSILON * (summed as f32).sqrt();
    (8.0 * unit + of_sum) * largest.max(1.0)
}
