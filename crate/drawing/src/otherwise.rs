//! Texts that read doubtfully, tried in the other ways in which they may stand: turned round, since nothing in a few strokes
//! says which end comes first, and cut into what a copy has run together. The reader decides.

use crate::assemble::assemble;
use crate::crop::crop;
use crate::cut::cuts;
use crate::dimension::parse;
use crate::manifest::ReaderManifest;
use crate::read::read;
use crate::texts::as_a_size;
use crate::{Detection, DrawingError, Grey, Quad, Reading, Sheet};
use draftlens_net::{Cancel, Network};

/// From the level: what leans less reads to the right.
const STEEP_DEG: f64 = 45.0;
/// Of a reading: what is surer is not turned round.
const DOUBTED: f64 = 0.6;
/// Of the reading of a text turned round: such a one decides.
const SURE: f64 = 0.9;
/// A 6 is a 9 turned round.
const LEAST_CHARACTERS: usize = 2;
/// What is surer is not cut.
const HARDLY_READ: f64 = 0.35;
/// Of all pieces of a text that was cut, together. On hard sheets right cuts have 0.75 to 1, wrong ones up to 0.55.
const SURE_IN_PIECES: f64 = 0.7;
/// Shorter texts, by their height, have nothing stacked behind them.
const LEAST_ELONGATION: f64 = 1.3;

/// Whether a text so read is right.
type Judge = fn(&Detection, &[Reading]) -> bool;
/// How a text may stand.
type Way = (Detection, Judge);

/// Sets those texts anew, with their readings, that then read much more surely.
pub(crate) async fn read_otherwise<R: Network>(
    reader: &R,
    manifest: &ReaderManifest,
    sheet: &Sheet<'_>,
    founds: &mut [Detection],
    readings: &mut [Vec<Reading>],
    cancel: &Cancel,
) -> Result<(), DrawingError> {
    let both = founds.iter().zip(&*readings);
    let ways: Vec<Vec<Way>> = both.map(|(found, said)| ways(found, said, sheet, manifest)).collect();
    let lines = ways.iter().flatten().flat_map(|(way, _)| way.lines.iter().map(|line| (line, way.kind)));
    let pictures: Vec<Grey> = lines.map(|(line, kind)| crop(sheet, line, kind, &manifest.input)).collect();
    let mut said = read(reader, manifest, &pictures, cancel).await?.into_iter();
    for ((found, readings), ways) in founds.iter_mut().zip(readings).zip(ways) {
        let mut surest = 0.0;
        for (way, is_right) in ways {
            let own: Vec<Reading> = said.by_ref().take(way.lines.len()).collect();
            let sureness = sureness(&own);
            if sureness > surest && is_right(&way, &own) {
                surest = sureness;
                (*found, *readings) = (way, own);
            }
        }
    }
    Ok(())
}

fn ways(found: &Detection, said: &[Reading], sheet: &Sheet<'_>, manifest: &ReaderManifest) -> Vec<Way> {
    let sureness = sureness(said);
    let mut ways: Vec<Way> = Vec::new();
    if is_steep(&found.quad) && (sureness < DOUBTED || is_nonsense(found, said)) {
        ways.push((turned(found), is_right_turned));
    }
    let is_long = found.quad.width() > LEAST_ELONGATION * found.quad.height();
    if found.kind.is_measure() && sureness < HARDLY_READ && is_long {
        let cuts = cuts(sheet, found, &manifest.input.normalisation);
        ways.extend(cuts.into_iter().map(|cut| (cut, is_stack as Judge)));
    }
    ways
}

fn is_right_turned(way: &Detection, said: &[Reading]) -> bool {
    let characters: usize = said.iter().map(|reading| reading.text.chars().count()).sum();
    sureness(said) >= SURE && characters >= LEAST_CHARACTERS && !is_nonsense(way, said)
}

/// Two deviations behind a size, or two limits, that the grammar understands. A degree sign at their end alone is a stroke of
/// the drawing.
fn is_stack(way: &Detection, said: &[Reading]) -> bool {
    let texts = || said.iter().map(|reading| reading.text.as_str());
    let is_read = texts().all(|text| !text.is_empty());
    let is_of_degrees = |text: Option<&str>| text.is_some_and(|text| text.ends_with('°'));
    let text = assemble(&way.quad, way.lines.iter().zip(texts()));
    is_read
        && sureness(said) >= SURE_IN_PIECES
        && (is_of_degrees(texts().next()) || !is_of_degrees(texts().next_back()))
        && text.contains('/')
        && parse(way.kind, &text).is_whole()
}

fn is_steep(quad: &Quad) -> bool {
    (quad.angle_deg().abs() - 90.0).abs() < 90.0 - STEEP_DEG
}

/// A size that the grammar does not understand: `09` is 60 on its head.
fn is_nonsense(found: &Detection, said: &[Reading]) -> bool {
    match said {
        [line] if found.kind.is_measure() => !parse(found.kind, &as_a_size(&line.text)).is_whole(),
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
    use crate::Kind;
    use crate::quad::Axes;

    /// A size with two lines behind it, so surely read.
    fn is_taken(texts: [&str; 3], score: f64) -> bool {
        let rectangle = |left: f64, top: f64, right: f64, bottom: f64| {
            Quad([[left, top], [right, top], [right, bottom], [left, bottom]])
        };
        let lines = vec![
            rectangle(0.0, 10.0, 40.0, 30.0),
            rectangle(44.0, 1.0, 80.0, 19.0),
            rectangle(44.0, 21.0, 80.0, 39.0),
        ];
        let quad = rectangle(0.0, 0.0, 80.0, 40.0);
        let way = Detection { kind: Kind::Dimension, score: 0.9, quad, lines, line_height_px: 20.0 };
        let reading = |text: &str| Reading { text: text.to_owned(), score, ..Reading::default() };
        is_stack(&way, &texts.map(reading))
    }

    #[test]
    fn a_cut_is_right_where_all_its_pieces_read_surely_as_a_size_and_its_deviations() {
        assert!(is_taken(["35", "+0.1", "-0.2"], 0.95));
        assert!(!is_taken(["35", "+0.1", "-0.2"], 0.8), "three pieces, each a little doubtful");
        for texts in [["35", "+0.1", ""], ["35", "+0.1", "-0.2°"], ["Ø", "+0.1", "-0.2"], ["35", "A", "B"]]
        {
            assert!(!is_taken(texts, 0.99), "{texts:?}");
        }
        assert!(is_taken(["45°", "+1°", "-0.5°"], 0.99));
    }

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
