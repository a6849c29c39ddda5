//! Short texts that seem to slant, set upright where they read better so: a digit or two hardly tell their own angle. On
//! sheets nearly all of them stand along the axes; the reader is surer of them upright than askew, and decides.

use crate::crop::crop;
use crate::decode::off_axis;
use crate::dimension::looks_like_size;
use crate::manifest::ReaderManifest;
use crate::quad::{Axes, minus, plus, times};
use crate::read::read;
use crate::{Detection, DrawingError, Grey, Kind, Quad, Reading, Sheet};
use draftlens_net::{Cancel, Network};

/// Times as long as high.
const SHORT: f64 = 1.6;
/// A lone character hardly tells its angle at all.
const LONE: f64 = 1.2;
/// Off the axes.
const SLANT_DEG: f64 = 3.0;
/// Of a reading: such a one decides.
const SURE: f64 = 0.9;

/// Turns short sizes to the way that reads best: as found, or along one of the two axes beside it.
pub(crate) async fn set_upright<R: Network>(
    reader: &R,
    manifest: &ReaderManifest,
    sheet: &Sheet<'_>,
    founds: &mut [Detection],
    cancel: &Cancel,
) -> Result<(), DrawingError> {
    let short: Vec<&mut Detection> = founds.iter_mut().filter(|found| is_short_and_slants(found)).collect();
    let ways: Vec<[Quad; 3]> = short.iter().map(|found| ways(&found.quad)).collect();
    let pictures: Vec<Grey> =
        ways.iter().flatten().map(|way| crop(sheet, way, Kind::Dimension, &manifest.input)).collect();
    let readings = read(reader, manifest, &pictures, cancel).await?;
    for ((found, ways), said) in short.into_iter().zip(ways).zip(readings.chunks_exact(3)) {
        let worth: Vec<f64> = said.iter().map(worth).collect();
        let best = (1..3).fold(0, |best, way| if worth[way] > worth[best] { way } else { best });
        // A ring or a screw reads as a digit some way, but never surely.
        let is_same_upright = is_lone(&found.quad) && worth[1] >= SURE && said[1].text == said[0].text;
        let way = if is_same_upright { 1 } else { best };
        if is_same_upright || worth[0] < SURE && worth[best] >= SURE {
            found.quad = ways[way];
            found.lines = vec![found.quad];
        }
    }
    Ok(())
}

fn is_short_and_slants(found: &Detection) -> bool {
    found.kind == Kind::Dimension
        && found.lines.len() == 1
        && found.quad.width() < SHORT * found.quad.height()
        && off_axis(found.quad.angle_deg()).abs() > SLANT_DEG
}

fn is_lone(quad: &Quad) -> bool {
    quad.width() < LONE * quad.height()
}

fn worth(reading: &Reading) -> f64 {
    if looks_like_size(&reading.text) { reading.score } else { 0.0 }
}

/// As it is, and turned to the nearer and to the other axis.
fn ways(quad: &Quad) -> [Quad; 3] {
    let off = off_axis(quad.angle_deg());
    let other = if off > 0.0 { off - 90.0 } else { off + 90.0 };
    [*quad, turned(quad, -off), turned(quad, -other)]
}

/// About its middle, clockwise.
pub(crate) fn turned(quad: &Quad, angle_deg: f64) -> Quad {
    let (axes, middle) = (Axes::at_angle(angle_deg), quad.middle());
    let turn = |corner| {
        let [x, y] = minus(corner, middle);
        plus(middle, plus(times(axes.along, x), times(axes.down, y)))
    };
    Quad(quad.0.map(turn))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::quad::dot;

    #[test]
    fn a_slanting_quad_can_also_stand_along_either_axis() {
        let axes = Axes::at_angle(20.0);
        let slanting = axes.quad(100.0, 50.0, 112.0, 60.0);
        let [as_found, nearer, other] = ways(&slanting);
        assert_eq!(as_found, slanting);
        for (way, angle_deg) in [(nearer, 0.0), (other, 90.0)] {
            assert!((way.angle_deg() - angle_deg).abs() < 1e-9, "{}", way.angle_deg());
            assert!(dot(minus(way.middle(), slanting.middle()), [1.0, 1.0]).abs() < 1e-9);
            assert!((way.width() - 12.0).abs() < 1e-9 && (way.height() - 10.0).abs() < 1e-9);
        }
    }
}
