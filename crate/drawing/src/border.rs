//! Letters and figures of the border's fields, of which the detector takes one for a size now and then.

use crate::decode::Found;
use crate::{Detection, Kind, Quad};

/// Of the sheet's side: a border lies nearer to its edge.
const NEAR_EDGE: f64 = 0.06;
/// So many fields in one row or column are a border.
const LEAST_FIELDS: usize = 2;
/// In its heights: a letter or a figure alone is no wider.
const WIDEST: f64 = 1.6;

/// The border of a sheet of such a size.
pub(crate) struct Border {
    size: [f64; 2],
    fields: Vec<Quad>,
}

impl Border {
    pub(crate) fn of(founds: &[Found], (width, height): (usize, usize)) -> Self {
        let fields = founds.iter().filter(|(_, found)| found.kind == Kind::Zone).map(|(_, found)| found.quad);
        Self { size: [width as f64, height as f64], fields: fields.collect() }
    }

    /// Is this a letter or a figure that stands along an edge of the sheet, in line with fields of its border?
    pub(crate) fn holds(&self, found: &Detection) -> bool {
        let (middle, height) = (found.quad.middle(), found.quad.height());
        let is_in_line = |axis: usize| {
            let from_edge = middle[axis].min(self.size[axis] - middle[axis]);
            let in_line =
                self.fields.iter().filter(|field| (field.middle()[axis] - middle[axis]).abs() < height);
            from_edge < NEAR_EDGE * self.size[axis] && in_line.count() >= LEAST_FIELDS
        };
        found.kind.is_measure() && found.quad.width() < WIDEST * height && (is_in_line(0) || is_in_line(1))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::quad::Axes;

    fn found(kind: Kind, x: f64, y: f64, width: f64) -> Detection {
        let quad = Axes::at_angle(0.0).quad(x, y, x + width, y + 20.0);
        Detection { kind, score: 0.9, quad, lines: vec![quad], line_height_px: 20.0 }
    }

    #[test]
    fn a_figure_in_line_with_the_fields_of_a_border_is_one_of_them() {
        let fields = [(20.0, 100.0), (20.0, 300.0), (1960.0, 300.0)];
        let fields: Vec<Found> = (0..).zip(fields.map(|(x, y)| found(Kind::Zone, x, y, 12.0))).collect();
        let border = Border::of(&fields, (2000, 1400));
        assert!(border.holds(&found(Kind::Dimension, 22.0, 500.0, 14.0)));
        for (what, size) in [
            ("in a row of the field", found(Kind::Dimension, 900.0, 302.0, 14.0)),
            ("a long one", found(Kind::Dimension, 10.0, 500.0, 60.0)),
            ("no size", found(Kind::Note, 22.0, 500.0, 14.0)),
            ("within the frame", found(Kind::Dimension, 150.0, 500.0, 14.0)),
        ] {
            assert!(!border.holds(&size), "{what}");
        }
    }
}
