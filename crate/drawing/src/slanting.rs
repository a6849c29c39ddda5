//! Slanting texts, looked at again: cut out of the sheet so that they stand level, where the net knows angles, ends and
//! lines best.

use crate::decode::{Found, Layout, off_axis};
use crate::detect::detect_all;
use crate::manifest::{DetectorManifest, SecondLook};
use crate::order;
use crate::quad::{Axes, plus, times};
use crate::sample::sample;
use crate::{Detection, DrawingError, Grey, Point, Quad, ScaledSheet};
use draftlens_net::{Cancel, Network};
use std::collections::HashMap;

/// What was looked at again.
#[derive(Debug, Default)]
pub(crate) struct Slanting {
    /// As first found, and as then seen; by what tells it from the others.
    looks: HashMap<u32, (Detection, Detection)>,
}

impl Slanting {
    /// The same texts, the slanting ones as further looks find them, without pieces of texts that were then found whole.
    pub(crate) async fn again<N: Network>(
        &mut self,
        net: &N,
        manifest: &DetectorManifest,
        sheet: &ScaledSheet,
        mut founds: Vec<Found>,
        cancel: &Cancel,
    ) -> Result<Vec<Found>, DrawingError> {
        order::by_number(&mut founds, |(_, found)| -found.score);
        let mut kept: Vec<Found> = Vec::new();
        for (place, found) in founds {
            if !is_worth_a_look(&found.quad, &manifest.slanting) {
                kept.push((place, found));
            } else if !kept.iter().any(|(_, other)| other.quad.holds(found.quad.middle())) {
                kept.push((place, self.look(net, manifest, sheet, place, found, cancel).await?));
            }
        }
        let slanting: Vec<(u32, Quad)> = kept
            .iter()
            .filter(|(_, found)| is_worth_a_look(&found.quad, &manifest.slanting))
            .map(|(place, found)| (*place, found.quad))
            .collect();
        kept.retain(|(place, found)| {
            let is_whole = |(whole, quad): &(u32, Quad)| {
                whole != place && quad.width() > found.quad.width() && quad.holds(found.quad.middle())
            };
            !slanting.iter().any(is_whole)
        });
        Ok(kept)
    }

    async fn look<N: Network>(
        &mut self,
        net: &N,
        manifest: &DetectorManifest,
        sheet: &ScaledSheet,
        place: u32,
        first: Detection,
        cancel: &Cancel,
    ) -> Result<Detection, DrawingError> {
        if let Some((known, seen)) = self.looks.get(&place)
            && *known == first
        {
            return Ok(seen.clone());
        }
        let mut seen = first.clone();
        for _ in 0..manifest.slanting.looks {
            let window = Window::around(&seen.quad, manifest);
            let map = detect_all(net, manifest, &window.cut(sheet), cancel).await?;
            let middle = [window.side_px as f64 / 2.0; 2];
            let same = Layout::of(&map, manifest).decode(None).into_iter().map(|(_, found)| found);
            let best =
                same.filter(|found| found.quad.holds(middle)).max_by(|a, b| a.score.total_cmp(&b.score));
            let Some(best) = best else { break };
            seen = Detection {
                kind: seen.kind,
                score: seen.score.max(best.score),
                quad: window.in_sheet(&best.quad),
                lines: best.lines.iter().map(|line| window.in_sheet(line)).collect(),
                line_height_px: seen.line_height_px,
            };
        }
        self.looks.insert(place, (first, seen.clone()));
        Ok(seen)
    }
}

fn is_worth_a_look(quad: &Quad, rules: &SecondLook) -> bool {
    off_axis(quad.angle_deg()).abs() > rules.slant_deg && quad.width() > rules.long_enough * quad.height()
}

/// A square of the sheet that is turned with a text.
struct Window {
    axes: Axes,
    middle_in_sheet: Point,
    side_px: usize,
}

impl Window {
    fn around(quad: &Quad, manifest: &DetectorManifest) -> Self {
        let side = (quad.width() + 2.0 * manifest.slanting.around * quad.height()) as usize;
        let side_px = side.max(1).next_multiple_of(manifest.input.side_multiple);
        Self { axes: quad.axes(), middle_in_sheet: quad.middle(), side_px }
    }

    fn point_in_sheet(&self, point: Point) -> Point {
        let [x, y] = point.map(|at| at - self.side_px as f64 / 2.0);
        plus(self.middle_in_sheet, plus(times(self.axes.along, x), times(self.axes.down, y)))
    }

    fn in_sheet(&self, quad: &Quad) -> Quad {
        Quad(quad.0.map(|corner| self.point_in_sheet(corner)))
    }

    fn cut(&self, sheet: &ScaledSheet) -> ScaledSheet {
        let side = self.side_px as f64;
        let corners = [[0.0, 0.0], [side, 0.0], [0.0, side]].map(|corner| self.point_in_sheet(corner));
        let mut grey = Grey::white(self.side_px, self.side_px);
        sample(&sheet.grey, corners, &mut grey);
        ScaledSheet { scale: sheet.scale, grey }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::quad::{dot, minus};

    #[test]
    fn a_window_shows_its_text_level_and_in_the_middle() {
        let axes = Axes::at_angle(30.0);
        let window = Window { axes, middle_in_sheet: [100.0, 80.0], side_px: 64 };
        // A stroke along the text through the window's middle.
        let mut grey = Grey::white(200, 160);
        for (at, pixel) in grey.pixels.iter_mut().enumerate() {
            let from_middle =
                minus([(at % 200) as f64 + 0.5, (at / 200) as f64 + 0.5], window.middle_in_sheet);
            if dot(from_middle, axes.down).abs() < 2.0 && dot(from_middle, axes.along).abs() < 20.0 {
                *pixel = 0;
            }
        }
        let cut = window.cut(&ScaledSheet { scale: 1.0, grey }).grey;
        assert!(cut.row(32)[16..48].iter().all(|&pixel| pixel < 60), "{:?}", cut.row(32));
        assert!(cut.row(24).iter().chain(cut.row(40)).all(|&pixel| pixel > 200));
        assert!(cut.row(32)[..8].iter().all(|&pixel| pixel > 200));
    }
}
