//! Which way up a sheet lies: a few of its texts are read as found and turned round. The detector tells level texts from
//! upright ones, and hardly which end is up; the reader is only sure of what stands the right way.

use crate::crop::crop;
use crate::manifest::ReaderManifest;
use crate::order;
use crate::quad::Quad;
use crate::read::read;
use crate::{Detection, DrawingError, Grey, Kind, QuarterTurns, Reading, Sheet};
use draftlens_net::{Cancel, Network};

/// Texts that are asked.
const MOST_TEXTS: usize = 16;
/// Times as long as high: what is shorter reads as something either way.
const LEAST_ELONGATION: f64 = 1.8;
/// Longer ones tell no more.
const ENOUGH_ELONGATION: f64 = 6.0;
/// Of a reading: such a one stands the right way.
const SURE: f64 = 0.8;
/// If so many of the texts stand level and read surely, the sheet stands upright, and nothing more is asked.
const UPRIGHT_SHARE: f64 = 0.6;
/// A score below says no more than this one.
const LEAST_SCORE: f64 = 0.05;
/// On a sheet that stands upright, the share of texts that read to the right, downward, upside down and upward.
const SHARES: [f64; 4] = [0.75, 0.01, 0.01, 0.23];
/// By so much (a logarithm) must a turned sheet be likelier than one that stands upright.
const MARGIN: f64 = 6.0;

/// Of a reading: such a one is no guess.
const LEGIBLE: f64 = 0.5;
/// If fewer of the texts can be read any way, they are none.
const LEGIBLE_SHARE: f64 = 0.3;

/// What the texts of a sheet tell.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct WayUp {
    /// What sets the sheet upright; none where its texts do not tell.
    pub(crate) quarter_turns: QuarterTurns,
    /// Whether they can be read at all: what was taken for texts at the wrong scale cannot.
    pub(crate) is_legible: bool,
}

/// A line, and the direction in which it was found to read: 0 to the right, 1 down, 2 to the left, 3 up.
struct Asked {
    line: Quad,
    direction: usize,
}

/// Reads some of the texts. `founds` are in pixels of the sheet.
pub(crate) async fn way_up<R: Network>(
    reader: &R,
    manifest: &ReaderManifest,
    sheet: &Sheet<'_>,
    founds: &[Detection],
    cancel: &Cancel,
) -> Result<WayUp, DrawingError> {
    let asked = sample(founds);
    let say = async |turn: fn(&Quad) -> Quad| {
        let picture = |asked: &Asked| crop(sheet, &turn(&asked.line), Kind::Note, &manifest.input);
        let pictures: Vec<Grey> = asked.iter().map(picture).collect();
        read(reader, manifest, &pictures, cancel).await
    };
    let as_found = say(|line| *line).await?;
    let is_right = |(asked, said): &(&Asked, &Reading)| asked.direction == 0 && said.score >= SURE;
    let right = asked.iter().zip(&as_found).filter(is_right).count();
    if right as f64 >= UPRIGHT_SHARE * asked.len() as f64 {
        return Ok(WayUp { quarter_turns: QuarterTurns::default(), is_legible: true });
    }
    let turned = say(Quad::turned_round).await?;
    let both = as_found.iter().zip(&turned);
    let told: Vec<[f64; 4]> = asked
        .iter()
        .zip(both)
        .map(|(asked, (found, turned))| chances(asked.direction, found, turned))
        .collect();
    let legible = told.iter().filter(|chances| chances.iter().any(|chance| *chance >= LEGIBLE)).count();
    let is_legible = legible as f64 >= LEGIBLE_SHARE * told.len() as f64;
    Ok(WayUp { quarter_turns: likeliest(&told), is_legible })
}

/// The longest lines of the surest texts.
fn sample(founds: &[Detection]) -> Vec<Asked> {
    let mut lines: Vec<(f64, Asked)> = Vec::new();
    for found in founds.iter().filter(|found| !found.kind.is_symbol()) {
        for line in &found.lines {
            let elongation = line.width() / line.height().max(1e-3);
            if elongation >= LEAST_ELONGATION {
                let direction = (line.angle_deg() / 90.0).round().rem_euclid(4.0) as usize;
                let worth = found.score * elongation.min(ENOUGH_ELONGATION);
                lines.push((worth, Asked { line: *line, direction }));
            }
        }
    }
    order::by_number(&mut lines, |(worth, _)| -worth);
    lines.into_iter().map(|(_, asked)| asked).take(MOST_TEXTS).collect()
}

/// How well a text goes with each direction.
fn chances(direction: usize, as_found: &Reading, turned: &Reading) -> [f64; 4] {
    let of = |reading: &Reading| reading.score.max(LEAST_SCORE);
    let mut chances = [LEAST_SCORE * LEAST_SCORE; 4];
    chances[direction] = of(as_found);
    chances[(direction + 2) % 4] = of(turned);
    chances
}

fn likeliest(told: &[[f64; 4]]) -> QuarterTurns {
    let worth = |turned: usize| -> f64 {
        let of_text = |chances: &[f64; 4]| {
            let shares = (0..4).map(|direction| SHARES[direction] * chances[(direction + turned) % 4]);
            libm::log(shares.sum())
        };
        told.iter().map(of_text).sum()
    };
    // Turned so far clockwise, it is turned back by the rest of a full turn.
    let best = (1..4).fold((0, worth(0) + MARGIN), |best, turned| {
        let worth = worth(turned);
        if worth > best.1 { (turned, worth) } else { best }
    });
    QuarterTurns::new(4 - best.0 as u8)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Texts found to read in a direction, right as found or the other way round.
    fn texts(count: usize, direction: usize, is_right: bool) -> Vec<[f64; 4]> {
        let reading = |score| Reading { score, ..Reading::default() };
        let (sure, wrong) = (reading(0.95), reading(0.02));
        let (found, turned) = if is_right { (&sure, &wrong) } else { (&wrong, &sure) };
        vec![chances(direction, found, turned); count]
    }

    #[test]
    fn what_stands_the_right_way_tells_the_turn() {
        let upright = [texts(9, 0, true), texts(5, 3, true)].concat();
        let on_its_head = [texts(9, 0, false), texts(5, 3, false)].concat();
        let turned_right = [texts(9, 3, false), texts(5, 0, true)].concat();
        let turned_left = [texts(9, 3, true), texts(5, 0, false)].concat();
        for (told, back) in [(upright, 0), (turned_right, 3), (on_its_head, 2), (turned_left, 1)] {
            assert_eq!(likeliest(&told).count(), back);
        }
    }

    #[test]
    fn few_or_doubtful_texts_turn_nothing() {
        let doubtful = chances(
            3,
            &Reading { score: 0.5, ..Reading::default() },
            &Reading { score: 0.6, ..Reading::default() },
        );
        for told in [vec![], texts(1, 0, false), texts(2, 3, true), vec![doubtful; 3]] {
            assert_eq!(likeliest(&told).count(), 0);
        }
    }

    #[test]
    fn a_sheet_of_which_nothing_reads_level_is_turned_to_it() {
        assert_eq!(likeliest(&texts(12, 3, true)).count(), 1);
        assert_eq!(likeliest(&texts(12, 3, false)).count(), 3);
    }
}
