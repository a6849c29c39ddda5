//! Which label a text belongs to: the nearest one that it stands behind or below.

use super::label::Label;
use crate::Quad;

/// In label heights: farther texts belong to no label.
const FARTHEST_BEHIND: f64 = 14.0;
const FARTHEST_BELOW: f64 = 3.5;
/// Of what stands below: values stand in the middle of cells whose label stands at the left.
const FARTHEST_ASIDE: f64 = 10.0;
/// How far a text may reach back over its label's edge, in label heights.
const SLACK: f64 = 0.5;

/// The nearest label, with its distance in heights of that label.
pub(super) fn nearest_label(labels: &[(Label, Quad)], value: Quad) -> Option<(f64, Label)> {
    labels
        .iter()
        .filter_map(|(label, quad)| Some((distance(*quad, value)?, *label)))
        .min_by(|a, b| a.0.total_cmp(&b.0))
}

fn distance(label: Quad, value: Quad) -> Option<f64> {
    let axes = label.axes();
    let (label, value) = (label.extent(&axes), value.extent(&axes));
    let height = label.height().max(1e-6);
    let behind = (value.left - label.right) / height;
    let below = (value.top - label.bottom) / height;
    let in_row = value.bottom.min(label.bottom) - value.top.max(label.top) > 0.4 * height;
    let in_column =
        value.left < label.right + FARTHEST_ASIDE * height && value.right > label.left - SLACK * height;
    if in_row && (-SLACK..FARTHEST_BEHIND).contains(&behind) {
        return Some(behind.max(0.0));
    }
    // What begins beyond the label's end may stand below the next one.
    let aside = behind.max(0.0);
    (in_column && (-SLACK..FARTHEST_BELOW).contains(&below)).then_some(below.max(0.0) + aside)
}
