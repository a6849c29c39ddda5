//! One text that was unsure, cut out of its sheet → what several looks at it agree on. Slow, and made for few texts.

use crate::assemble::assemble;
use crate::crop::crop_stretched;
use crate::dimension::{Doubt, SheetRules, Surroundings, Understood, Value, understand};
use crate::manifest::ReaderManifest;
use crate::part::lines_of;
use crate::read::read;
use crate::texts::{as_a_size, rounded};
use crate::turn::turned;
use crate::{DrawingError, Grey, Kind, Quad, Reading, Sheet};
use draftlens_net::{Cancel, Network};
use draftlens_page::Page;
use serde::{Deserialize, Serialize};

/// One way to cut a line out.
struct Look {
    /// In heights of the line: room that is added around it.
    grown: f64,
    turned_deg: f64,
    stretch_along: f64,
}

const AS_FOUND: Look = Look { grown: 0.0, turned_deg: 0.0, stretch_along: 1.0 };
/// What a box that is a little off would have shown, and the line wider and narrower than it is.
const LOOKS: [Look; 7] = [
    AS_FOUND,
    Look { grown: 0.06, ..AS_FOUND },
    Look { grown: -0.04, ..AS_FOUND },
    Look { turned_deg: 1.0, ..AS_FOUND },
    Look { turned_deg: -1.0, ..AS_FOUND },
    Look { stretch_along: 1.25, ..AS_FOUND },
    Look { stretch_along: 0.85, ..AS_FOUND },
];

/// What several looks at a text agree on.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SecondReading {
    /// What it is, by who sent it and by its own words.
    pub kind: Kind,
    /// As in the analysis; empty where no look saw a text.
    pub text: String,
    /// 0 to 1: the chance that the text is right. Looks that saw another text count against it.
    pub text_score: f64,
    /// Somebody should look at it.
    pub unsure: bool,
    /// Why.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub doubts: Vec<Doubt>,
    /// What it is worth; nothing for words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<Value>,
    /// All texts that were seen, the one with most behind it first.
    pub votes: Vec<Vote>,
}

/// A text that some looks saw.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Vote {
    /// What they saw.
    pub text: String,
    /// How many of all looks did.
    pub looks: usize,
    /// 0 to 1: their chances, over all looks.
    pub share: f64,
}

/// One look's outcome.
struct Seen<'a> {
    readings: &'a [Reading],
    text: String,
    chance: f64,
}

/// Reads the text in `quad` of a page, which may be no more than the text's surroundings, by several looks. Fails with
/// [`DrawingError::Cancelled`] or what the net says.
pub async fn read_again<R: Network>(
    reader: &R,
    manifest: &ReaderManifest,
    page: &Page,
    quad: &Quad,
    kind: Kind,
    cancel: &Cancel,
) -> Result<SecondReading, DrawingError> {
    let sheet = Sheet::of(page);
    let lines = lines_of(&sheet, quad, &manifest.input.normalisation);
    let pictures: Vec<Grey> = LOOKS
        .iter()
        .flat_map(|look| lines.iter().map(|line| look.at(line, &sheet, kind, manifest)))
        .collect();
    let readings = read(reader, manifest, &pictures, cancel).await?;
    let block = Block { quad, lines: &lines, kind, manifest };
    let seen: Vec<Seen<'_>> = readings.chunks_exact(lines.len()).map(|look| block.seen(look)).collect();
    Ok(block.agreed(&seen))
}

impl Look {
    fn at(&self, line: &Quad, sheet: &Sheet<'_>, kind: Kind, manifest: &ReaderManifest) -> Grey {
        let line = turned(&line.grown(self.grown * line.height()), self.turned_deg);
        crop_stretched(sheet, &line, kind, &manifest.input, self.stretch_along)
    }
}

struct Block<'a> {
    quad: &'a Quad,
    lines: &'a [Quad],
    kind: Kind,
    manifest: &'a ReaderManifest,
}

impl Block<'_> {
    fn seen<'r>(&self, readings: &'r [Reading]) -> Seen<'r> {
        let read = readings.iter().filter(|reading| !reading.text.is_empty());
        let chance = self.manifest.calibration.chance(read.map(|reading| reading.score).product());
        Seen { readings, text: self.understood(readings, chance).text, chance }
    }

    fn understood(&self, readings: &[Reading], chance: f64) -> Understood {
        let text_of = |texts: &[String]| {
            let text = assemble(self.quad, self.lines.iter().zip(texts.iter().map(String::as_str)));
            if self.kind.is_measure() { as_a_size(&text) } else { text }
        };
        let around = Surroundings {
            text_score: chance,
            unsure_below: self.manifest.thresholds.unsure_below,
            is_disputed: false,
            is_framed: false,
            part_mm: None,
        };
        understand(self.kind, readings, text_of, &SheetRules::default(), &around)
    }

    fn agreed(&self, seen: &[Seen<'_>]) -> SecondReading {
        let votes = votes(seen.iter().map(|seen| (seen.text.as_str(), seen.chance)));
        let winner = votes.first().filter(|vote| !vote.text.is_empty());
        let best = winner.and_then(|winner| {
            let of_winner = seen.iter().filter(|seen| seen.text == winner.text);
            of_winner.max_by(|a, b| a.chance.total_cmp(&b.chance)).map(|seen| (seen, winner.share))
        });
        let Some((best, share)) = best else {
            let doubts = vec![Doubt::NotUnderstood];
            let (kind, text) = (self.kind, String::new());
            return SecondReading { kind, text, text_score: 0.0, unsure: true, doubts, value: None, votes };
        };
        let Understood { kind, text, value, doubts, .. } = self.understood(best.readings, share);
        let unsure = !doubts.is_empty();
        SecondReading { kind, text, text_score: rounded(share, 10_000.0), unsure, doubts, value, votes }
    }
}

/// Texts by the chances behind them.
fn votes<'a>(seen: impl ExactSizeIterator<Item = (&'a str, f64)>) -> Vec<Vote> {
    let of_all = seen.len() as f64;
    let mut votes: Vec<Vote> = Vec::new();
    for (text, chance) in seen {
        let share = chance / of_all;
        match votes.iter_mut().find(|vote| vote.text == text) {
            Some(vote) => (vote.looks, vote.share) = (vote.looks + 1, vote.share + share),
            None => votes.push(Vote { text: text.to_owned(), looks: 1, share }),
        }
    }
    votes.sort_by(|a, b| b.share.total_cmp(&a.share));
    votes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_sure_look_does_not_outvote_three_that_agree() {
        let votes = votes([("Ø12", 0.7), ("Ø17", 0.99), ("Ø12", 0.6), ("Ø12", 0.5)].into_iter());
        assert_eq!((votes[0].text.as_str(), votes[0].looks), ("Ø12", 3));
        assert!((votes[0].share - 0.45).abs() < 1e-9 && votes[1].text == "Ø17");
    }
}
