//! The lines and curves that a page draws.

use super::listen::{Listener, listen};
use super::place::Place;
use crate::Stroke;
use hayro::hayro_interpret::{DrawMode, DrawProps};
use hayro::hayro_syntax::page::Page;
use hayro::kurbo::{BezPath, PathEl, Point, flatten};

/// Curves are flattened to within this of themselves.
const FLATTENED_WITHIN_PX: f64 = 0.1;
/// A width of 0 means the thinnest line that the device can draw.
const THINNEST_PX: f32 = 1.0;

pub(super) fn read<'a>(page: &'a Page<'a>, place: &Place, each: &mut dyn FnMut(Stroke)) {
    listen(page, place, &mut Paths { each });
}

struct Paths<'e> {
    each: &'e mut dyn FnMut(Stroke),
}

impl<'a> Listener<'a> for Paths<'_> {
    fn path(&mut self, path: &BezPath, props: &DrawProps<'a>, mode: &DrawMode) {
        let width_px = match mode {
            DrawMode::Invisible => return,
            DrawMode::Fill(_) => 0.0,
            DrawMode::Stroke(pen) | DrawMode::FillAndStroke(_, pen) => {
                let scale = props.transform.determinant().abs().sqrt() as f32;
                if pen.line_width > 0.0 { pen.line_width * scale } else { THINNEST_PX }
            }
        };
        let mut points: Vec<[f32; 2]> = Vec::new();
        let mut hand_out = |points: &mut Vec<[f32; 2]>| {
            let points = std::mem::take(points);
            if points.len() > 1 {
                (self.each)(Stroke { points, width_px });
            }
        };
        let at = |point: Point| [point.x as f32, point.y as f32];
        let in_pixels = props.transform * path.clone();
        flatten(&in_pixels, FLATTENED_WITHIN_PX, |element| match element {
            PathEl::MoveTo(point) => {
                hand_out(&mut points);
                points.push(at(point));
            }
            PathEl::ClosePath => {
                let start = points.first().copied();
                points.extend(start);
                hand_out(&mut points);
                // What follows a closed path without a move continues at its start.
                points.extend(start);
            }
            PathEl::LineTo(point) | PathEl::QuadTo(_, point) | PathEl::CurveTo(_, _, point) => {
                points.push(at(point));
            }
        });
        hand_out(&mut points);
    }
}
