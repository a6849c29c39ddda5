//! A convex quad → the pixels that it covers, its edges among them.

use crate::Quad;
use std::ops::Range;

/// Of each row of a picture that the quad meets, the columns.
pub(crate) fn rows_within(quad: &Quad, width_px: usize, height_px: usize) -> Vec<(usize, Range<usize>)> {
    let corners = quad.0.map(|corner| corner.map(f64::round_ties_even));
    let (low, high) = Quad(corners).bounds();
    let mut spans = vec![(f64::INFINITY, f64::NEG_INFINITY); (high[1] - low[1]) as usize + 1];
    for (from, to) in (0..4).map(|i| (corners[i], corners[(i + 1) % 4])) {
        let (across, down) = (to[0] - from[0], to[1] - from[1]);
        let steps = across.abs().max(down.abs());
        for step in 0..=steps as usize {
            let share = if steps > 0.0 { step as f64 / steps } else { 0.0 };
            let (x, y) = ((from[0] + across * share).round(), (from[1] + down * share).round());
            let span = &mut spans[(y - low[1]) as usize];
            *span = (span.0.min(x), span.1.max(x));
        }
    }
    let column = |at: f64| at.clamp(0.0, width_px as f64) as usize;
    (0..spans.len())
        .filter_map(|index| {
            let y = low[1] + index as f64;
            let columns = column(spans[index].0)..column(spans[index].1 + 1.0);
            (y >= 0.0 && y < height_px as f64 && !columns.is_empty()).then_some((y as usize, columns))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_level_box_holds_its_edges_and_what_lies_outside_of_the_picture_is_cut_off() {
        let quad = Quad([[-2.0, 1.0], [3.4, 1.0], [3.4, 2.6], [-2.0, 2.6]]);
        assert_eq!(rows_within(&quad, 10, 3), [(1, 0..4), (2, 0..4)]);
    }

    #[test]
    fn a_slanting_box_is_full_and_as_large_as_it_is() {
        let axes = crate::quad::Axes::at_angle(30.0);
        let rows = rows_within(&axes.quad(80.0, 20.0, 140.0, 40.0), 200, 200);
        let area: usize = rows.iter().map(|(_, columns)| columns.len()).sum();
        // Half of the edge's pixels lie outside.
        assert!((1200..1200 + 160).contains(&area), "{area}");
        assert!(rows.windows(2).all(|pair| pair[1].0 == pair[0].0 + 1));
    }
}
