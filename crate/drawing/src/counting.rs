//! Figures that count the fields of a sheet's border, where the detector took them for sizes: 1, 2, 3 along an edge, each as
//! far from the last.

use crate::quad::{minus, plus, times};
use crate::{Annotation, Point};

/// Of the sheet's side: a border lies nearer to its edge, though a scan shows more than the sheet.
const NEAR_EDGE: f64 = 0.1;
/// Of the way from one figure to the next.
const SLACK: f64 = 0.1;

/// Leaves them out; one between them may not have been found. `size` is the sheet's, in the units of the quads.
pub(crate) fn leave_out_border_figures(annotations: &mut Vec<Annotation>, size: Point) {
    let figures: Vec<(usize, u32, Point)> = annotations
        .iter()
        .enumerate()
        .filter(|(_, one)| one.kind.is_measure())
        .filter_map(|(index, one)| Some((index, one.text.parse().ok()?, one.quad.middle())))
        .collect();
    let mut is_left_out = vec![false; annotations.len()];
    for (first, number, from) in &figures {
        for (second, next, to) in figures.iter().filter(|(_, next, _)| number < next && next - number <= 2) {
            let step = times(minus(*to, *from), 1.0 / f64::from(next - number));
            let is_next = |number: u32, at: Point| {
                let off = minus(at, plus(*to, times(step, f64::from(number - next))));
                off[0].hypot(off[1]) < SLACK * step[0].hypot(step[1])
            };
            // Across the way they go.
            let axis = usize::from(step[0].abs() > step[1].abs());
            let is_near_edge = |at: Point| at[axis].min(size[axis] - at[axis]) < NEAR_EDGE * size[axis];
            let third =
                figures.iter().find(|(_, last, at)| next < last && last - number <= 3 && is_next(*last, *at));
            if let Some((third, ..)) = third.filter(|(.., at)| is_near_edge(*from) && is_near_edge(*at)) {
                for index in [first, second, third] {
                    is_left_out[*index] = true;
                }
            }
        }
    }
    let mut is_left_out = is_left_out.into_iter();
    annotations.retain(|_| !is_left_out.next().unwrap_or_default());
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Kind;
    use crate::dimension::{SheetRules, understand_text};
    use crate::quad::Axes;

    fn size(text: &str, left: f64, top: f64) -> Annotation {
        let quad = Axes::at_angle(0.0).quad(left, top, left + 12.0, top + 20.0);
        let said = understand_text(Kind::Dimension, text.to_owned(), &SheetRules::default());
        Annotation { quad, ..Annotation::of_person(said) }
    }

    fn kept(figures: &[(&str, f64, f64)]) -> Vec<String> {
        let mut annotations = figures.iter().map(|(text, x, y)| size(text, *x, *y)).collect();
        leave_out_border_figures(&mut annotations, [1600.0, 1100.0]);
        annotations.into_iter().map(|one| one.text).collect()
    }

    #[test]
    fn figures_that_count_along_an_edge_in_equal_steps_are_no_sizes() {
        // A scan, three degrees askew.
        let border = [("1", 90.0, 240.0), ("2", 102.0, 506.0), ("3", 108.0, 772.0), ("4", 124.0, 1038.0)];
        let part = ("5", 800.0, 500.0);
        assert_eq!(kept(&[border.as_slice(), &[part]].concat()), ["5"]);
        assert_eq!(
            kept(&[("4", 124.0, 1038.0), ("3", 108.0, 772.0), ("1", 90.0, 240.0)]),
            [""; 0],
            "one was not found"
        );
        assert_eq!(kept(&[("3", 40.0, 100.0), ("2", 40.0, 500.0), ("1", 40.0, 900.0)]), [""; 0]);
    }

    #[test]
    fn sizes_elsewhere_or_in_other_steps_are_kept() {
        for sizes in [
            [("1", 700.0, 200.0), ("2", 700.0, 400.0), ("3", 700.0, 600.0)],
            [("1", 90.0, 200.0), ("2", 90.0, 400.0), ("3", 90.0, 750.0)],
            [("1", 90.0, 200.0), ("3", 90.0, 400.0), ("5", 90.0, 600.0)],
            [("1", 90.0, 200.0), ("2", 300.0, 400.0), ("3", 510.0, 600.0)],
        ] {
            assert_eq!(kept(&sizes).len(), 3, "{sizes:?}");
        }
    }
}
