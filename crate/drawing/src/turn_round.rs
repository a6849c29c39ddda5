//! Texts that lie on their heads: the detector takes what leans downward for upward, since nothing in a few strokes says
//! which end comes first. Where the reader doubts a steep text, or reads what is no size, it is asked about the text turned
//! round.

use crate::crop::crop;
use crate::dimension::parse;
use crate::manifest::ReaderManifest;
use crate::read::read;
use crate::texts::with_degree_signs;
use crate::{Detection, DrawingError, Grey, Quad, Reading, Sheet};
use draftlens_net::{Cancel, Network};

/// From the level: what leans less reads to the right.
const STEEP_DEG: f64 = 45.0;
/// Of a reading: what is surer stays as it was found.
const DOUBTED: f64 = 0.6;
/// Of the reading of the text turned round: such a one decides.
const SURE: f64 = 0.9;
/// A 6 is a 9 turned round.
const LEAST_CHARACTERS: usize = 2;

/// Turns steep texts round, with their readings, that then read much more surely.
pub(crate) async fn turn_round<R: Network>(
    reader: &R,
    manifest: &ReaderManifest,
    sheet: &Sheet<'_>,
    founds: &mut [Detection],
    readings: &mut [Vec<Reading>],
    cancel: &Cancel,
) -> Result<(), DrawingError> {
    let doubted: Vec<(&mut Detection, &mut Vec<Reading>)> = founds
        .iter_mut()
        .zip(readings)
        .filter(|(found, said)| {
            is_steep(&found.quad) && (sureness(said) < DOUBTED || is_nonsense(found, said))
        })
        .collect();
    let turned: Vec<Detection> = doubted.iter().map(|(found, _)| turned(found)).collect();
    let lines = turned.iter().flat_map(|found| found.lines.iter().map(|line| (line, found.kind)));
    let pictures: Vec<Grey> = lines.map(|(line, kind)| crop(sheet, line, kind, &manifest.input)).collect();
    let mut said = read(reader, manifest, &pictures, cancel).await?.into_iter();
    for ((found, readings), turned) in doubted.into_iter().zip(turned) {
        let own: Vec<Reading> = said.by_ref().take(turned.lines.len()).collect();
        let characters: usize = own.iter().map(|reading| reading.text.chars().count()).sum();
        if sureness(&own) >= SURE && characters >= LEAST_CHARACTERS && !is_nonsense(&turned, &own) {
            (*found, *readings) = (turned, own);
        }
    }
    Ok(())
}

fn is_steep(quad: &Quad) -> bool {
    (quad.angle_deg().abs() - 90.0).abs() < 90.0 - STEEP_DEG
}

/// A size that the grammar does not understand: `09` is 60 on its head.
fn is_nonsense(found: &Detection, said: &[Reading]) -> bool {
    match said {
        [line] if found.kind.is_measure() => !parse(found.kind, &with_degree_signs(&line.text)).is_whole(),
        _ => false,
    }
}

/// That all of it is read right; nothing read is nothing sure.
fn sureness(readings: &[Reading]) -> f64 {
    let mut read = readings.iter().filter(|reading| !reading.text.is_empty()).peekable();
    if read.peek().is_none() { 0.0 } else { read.map(|reading| reading.score).product() }
}

fn turned(found: &Detection) -> Detection {
    let lines = found.lines.iter().map(Quad::turned_round).collect();
    Detection { quad: found.quad.turned_round(), lines, ..*found }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::quad::Axes;

    #[test]
    fn what_leans_by_more_than_half_a_right_angle_is_steep() {
        for (angle_deg, expected) in [
            (0.0, false),
            (40.0, false),
            (-44.0, false),
            (50.0, true),
            (-90.0, true),
            (130.0, true),
            (179.0, false),
        ] {
            let quad = Axes::at_angle(angle_deg).quad(0.0, 0.0, 10.0, 5.0);
            assert_eq!(is_steep(&quad), expected, "{angle_deg}");
        }
    }
}
