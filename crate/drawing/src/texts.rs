//! Detections → annotations: each text is cut out, read and put together once, as soon as it is found.

use crate::assemble::assemble;
use crate::caption::is_caption;
use crate::crop::crop;
use crate::decode::Found;
use crate::dimension::{SheetRules, Surroundings, Understood, understand};
use crate::manifest::ReaderManifest;
use crate::order;
use crate::part::{lines_of, with_whole_letters};
use crate::read::read;
use crate::turn::set_upright;
use crate::turn_round::turn_round;
use crate::{Annotation, Detection, DrawingError, Grey, Kind, Placed, Quad, Reading, Sheet, SheetFields};
use draftlens_net::{Cancel, Network};
use std::collections::HashMap;

/// What was read of a sheet.
pub(crate) struct Texts<'a, R> {
    reader: &'a R,
    manifest: &'a ReaderManifest,
    sheet: &'a Sheet<'a>,
    scale: f64,
    /// By what tells a detection from the others.
    known: HashMap<u32, Known>,
}

struct Known {
    /// As it was found.
    found: Detection,
    /// On the sheet, with all its lines.
    in_sheet: Detection,
    /// Of each line.
    readings: Vec<Reading>,
}

impl<'a, R: Network> Texts<'a, R> {
    /// Of a sheet on which texts are found at a scale.
    pub(crate) fn new(reader: &'a R, manifest: &'a ReaderManifest, sheet: &'a Sheet<'a>, scale: f64) -> Self {
        Self { reader, manifest, sheet, scale, known: HashMap::new() }
    }

    /// Reads those that are not known yet, and returns what they say.
    pub(crate) async fn read(
        &mut self,
        founds: &[Found],
        cancel: &Cancel,
    ) -> Result<Vec<Annotation>, DrawingError> {
        let is_new =
            |(place, found): &&Found| self.known.get(place).is_none_or(|known| known.found != *found);
        let fresh: Vec<&Found> = founds.iter().filter(is_new).collect();
        let mut in_sheet: Vec<Detection> =
            fresh.iter().map(|(_, found)| found.scaled(1.0 / self.scale)).collect();
        set_upright(self.reader, self.manifest, self.sheet, &mut in_sheet, cancel).await?;
        for found in in_sheet.iter_mut().filter(|found| found.kind.is_measure()) {
            self.part(found);
        }
        let lines = in_sheet.iter().flat_map(|found| found.lines.iter().map(|line| (line, found.kind)));
        let pictures: Vec<Grey> =
            lines.map(|(line, kind)| crop(self.sheet, line, kind, &self.manifest.input)).collect();
        let mut said = read(self.reader, self.manifest, &pictures, cancel).await?.into_iter();
        let mut readings: Vec<Vec<Reading>> =
            in_sheet.iter().map(|found| said.by_ref().take(found.lines.len()).collect()).collect();
        turn_round(self.reader, self.manifest, self.sheet, &mut in_sheet, &mut readings, cancel).await?;
        let mut annotations = Vec::new();
        for ((place, found), (in_sheet, readings)) in
            fresh.into_iter().zip(in_sheet.into_iter().zip(readings))
        {
            let known = Known { found: found.clone(), in_sheet, readings };
            let id = format!("p{}", self.known.len() + 1);
            let annotation = self.annotate(&known, &SheetRules::default());
            annotations.extend(annotation.map(|annotation| self.in_page(annotation, id)));
            self.known.insert(*place, known);
        }
        Ok(annotations)
    }

    /// Lines by the white between them. The net errs most about how high a block of several is.
    fn part(&self, found: &mut Detection) {
        let normalisation = &self.manifest.input.normalisation;
        let parted = |quad: &Quad| lines_of(self.sheet, quad, normalisation);
        if found.lines.len() > 1 || parted(&found.quad).len() > 1 {
            found.quad = with_whole_letters(self.sheet, &found.quad, normalisation);
            let parted = parted(&found.quad);
            if parted.len() > 1 && parted.len() >= found.lines.len() {
                found.lines = parted;
            }
        }
    }

    /// What these say, from the top of the sheet down, and the title block. They were all read.
    pub(crate) fn of(&self, founds: &[Found]) -> (Vec<Annotation>, SheetFields) {
        let of_sheet = |rules: &SheetRules| -> Vec<Annotation> {
            let known = founds.iter().filter_map(|(place, _)| self.known.get(place));
            known.filter_map(|known| self.annotate(known, rules)).collect()
        };
        let texts = of_sheet(&SheetRules::default());
        let placed: Vec<Placed<'_>> =
            texts.iter().map(|one| Placed { kind: one.kind, quad: one.quad, text: &one.text }).collect();
        let fields = SheetFields::find(&placed);
        // Only now is it known in which unit the sheet measures.
        let mut annotations = of_sheet(&fields.rules());
        // From the top down; what begins on one level, from left to right.
        for axis in [0, 1] {
            order::by_number(&mut annotations, |annotation| annotation.quad.bounds().0[axis]);
        }
        let numbered = annotations.into_iter().enumerate();
        let annotations =
            numbered.map(|(index, annotation)| self.in_page(annotation, format!("a{}", index + 1))).collect();
        (annotations, fields.moved(|quad| self.quad_in_page(quad)))
    }

    fn in_page(&self, annotation: Annotation, id: String) -> Annotation {
        Annotation { id, quad: self.quad_in_page(&annotation.quad), ..annotation }
    }

    fn quad_in_page(&self, quad: &Quad) -> Quad {
        Quad(self.sheet.quad_in_page(quad).0.map(|corner| corner.map(|at| rounded(at, 100.0))))
    }

    /// On the sheet; none where nothing was read.
    fn annotate(&self, known: &Known, rules: &SheetRules) -> Option<Annotation> {
        let Known { in_sheet: found, readings, .. } = known;
        let read = readings.iter().filter(|reading| !reading.text.is_empty());
        let around = Surroundings {
            text_score: self.manifest.calibration.chance(read.map(|reading| reading.score).product()),
            unsure_below: self.manifest.thresholds.unsure_below,
            part_mm: None,
        };
        let text_of = |texts: &[String]| {
            let text = assemble(&found.quad, found.lines.iter().zip(texts.iter().map(String::as_str)));
            if found.kind.is_measure() { with_degree_signs(&text) } else { text }
        };
        let Understood { kind, text, value, doubts } =
            understand(found.kind, readings, text_of, rules, &around);
        if text.is_empty() {
            return None;
        }
        let is_view = kind == Kind::Note && kind != found.kind && is_caption(&text);
        Some(Annotation {
            id: String::new(),
            kind: if is_view { Kind::Label } else { kind },
            quad: found.quad,
            score: rounded(found.score, 10_000.0),
            text,
            text_score: rounded(around.text_score, 10_000.0),
            unsure: !doubts.is_empty(),
            doubts,
            value,
        })
    }
}

/// A reader that sees a degree sign askew says a letter that no size has behind a digit.
pub(crate) fn with_degree_signs(text: &str) -> String {
    let letters: Vec<char> = text.chars().collect();
    let is_degree = |at: usize| {
        let mut behind = letters[at + 1..].iter().copied();
        let next = behind
            .next()
            .and_then(|letter| if letter.is_whitespace() { behind.next() } else { Some(letter) });
        let ends = at + 1 == letters.len() || matches!(next, Some('±' | 'x'));
        matches!(letters[at], 'o' | 'O') && at > 0 && letters[at - 1].is_ascii_digit() && ends
    };
    (0..letters.len()).map(|at| if is_degree(at) { '°' } else { letters[at] }).collect()
}

pub(crate) fn rounded(number: f64, parts: f64) -> f64 {
    (number * parts).round() / parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_letter_o_behind_a_digit_is_a_degree_sign_where_nothing_else_can_stand() {
        assert_eq!(with_degree_signs("45o ±1O"), "45° ±1°");
        assert_eq!(with_degree_signs("2xO6 3of 10 o"), "2xO6 3of 10 o");
    }
}
