//! Detections → annotations: each text is cut out, read and put together once, as soon as it is found.

use crate::assemble::assemble;
use crate::caption::is_caption;
use crate::counting::leave_out_border_figures;
use crate::crop::crop;
use crate::decode::{Found, off_axis};
use crate::dimension::{SheetRules, Surroundings, Understood, ValueType, understand};
use crate::doubled::leave_out_doubled;
use crate::framed::is_framed;
use crate::manifest::ReaderManifest;
use crate::order;
use crate::ordinate::judge_zeros;
use crate::otherwise::read_otherwise;
use crate::part::{joined, lines_of, with_whole_letters};
use crate::read::read;
use crate::spell::alphabet;
use crate::text_layer::{Believed, Blend, LayerReport, OwnWords, Trust, Witness};
use crate::turn::set_upright;
use crate::{
    Annotation, Cell, Detection, DrawingError, Grey, Kind, OtherText, Placed, Quad, Reading, Sheet,
    SheetFields, Table, tables,
};
use draftlens_net::{Cancel, Network};
use std::collections::HashMap;
use std::sync::Arc;

/// Words stand along the axes of their sheet, which may lie a little askew.
const WORDS_SLANT_DEG: f64 = 10.0;

/// What was read of a sheet.
pub(crate) struct Texts<'a, R> {
    reader: &'a R,
    manifest: &'a ReaderManifest,
    pub(crate) sheet: &'a Sheet<'a>,
    pub(crate) scale: f64,
    /// The file's own, where it has any.
    pub(crate) words: Option<Arc<OwnWords>>,
    /// By what tells a detection from the others.
    pub(crate) known: HashMap<u32, Known>,
}

/// What a whole sheet says.
pub(crate) struct Said {
    /// From the top of the sheet down.
    pub(crate) annotations: Vec<Annotation>,
    pub(crate) fields: SheetFields,
    pub(crate) tables: Vec<Table>,
    /// What the file's own words are worth, where it has any.
    pub(crate) text_layer: Option<LayerReport>,
}

/// What is known of a sheet beside each of its texts.
#[derive(Clone, Default)]
pub(crate) struct SheetFacts {
    rules: SheetRules,
    /// The longest side of the part.
    part_mm: Option<f64>,
    trust: Option<Trust>,
}

/// A text that was read.
pub(crate) struct Known {
    /// As it was found.
    found: Detection,
    /// On the sheet, with all its lines.
    pub(crate) in_sheet: Detection,
    /// Of each line.
    readings: Vec<Reading>,
    /// What the file's words say of each line.
    pub(crate) own: Vec<Option<Blend>>,
    is_framed: bool,
    /// Found where the file has words, and by no net.
    pub(crate) is_by_words: bool,
}

impl<'a, R: Network> Texts<'a, R> {
    /// Of a sheet on which texts are found at a scale.
    pub(crate) fn new(reader: &'a R, manifest: &'a ReaderManifest, sheet: &'a Sheet<'a>, scale: f64) -> Self {
        let words = sheet.text().map(|text| Arc::new(OwnWords::of(text, sheet)));
        Self { reader, manifest, sheet, scale, words, known: HashMap::new() }
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
        let mut readings = self.readings_of(&in_sheet, cancel).await?;
        read_otherwise(self.reader, self.manifest, self.sheet, &mut in_sheet, &mut readings, cancel).await?;
        for ((place, found), (in_sheet, readings)) in fresh.iter().zip(in_sheet.into_iter().zip(readings)) {
            let known = Known { found: found.clone(), ..self.known_of(in_sheet, readings) };
            self.known.insert(*place, known);
        }
        let sheet = self.facts();
        let first = self.known.len() - fresh.len() + 1;
        let annotations = fresh.iter().zip(first..).filter_map(|((place, _), number)| {
            let annotation = self.annotate(self.known.get(place)?, &sheet)?;
            Some(self.in_page(annotation, format!("p{number}")))
        });
        Ok(annotations.collect())
    }

    /// Reads texts where they stand on the sheet.
    pub(crate) async fn look(
        &self,
        in_sheet: Vec<Detection>,
        cancel: &Cancel,
    ) -> Result<Vec<Known>, DrawingError> {
        let readings = self.readings_of(&in_sheet, cancel).await?;
        let both = in_sheet.into_iter().zip(readings);
        Ok(both.map(|(in_sheet, readings)| self.known_of(in_sheet, readings)).collect())
    }

    async fn readings_of(
        &self,
        in_sheet: &[Detection],
        cancel: &Cancel,
    ) -> Result<Vec<Vec<Reading>>, DrawingError> {
        let lines = in_sheet.iter().flat_map(|found| found.lines.iter().map(|line| (line, found.kind)));
        let pictures: Vec<Grey> =
            lines.map(|(line, kind)| crop(self.sheet, line, kind, &self.manifest.input)).collect();
        let mut said = read(self.reader, self.manifest, &pictures, cancel).await?.into_iter();
        Ok(in_sheet.iter().map(|found| said.by_ref().take(found.lines.len()).collect()).collect())
    }

    /// With what the file's words say of each line.
    fn known_of(&self, in_sheet: Detection, readings: Vec<Reading>) -> Known {
        let alphabet = alphabet(self.manifest);
        let own_beside = |words: &Arc<OwnWords>| {
            let lines = in_sheet.lines.iter().zip(&readings);
            lines.map(|(line, reading)| words.beside(line, reading, &alphabet)).collect()
        };
        let own = self.words.as_ref().map(own_beside).unwrap_or_default();
        let is_framed = in_sheet.kind.is_measure()
            && is_framed(self.sheet, &in_sheet.quad, &self.manifest.input.normalisation);
        Known { found: in_sheet.scaled(self.scale), in_sheet, readings, own, is_framed, is_by_words: false }
    }

    pub(crate) fn trust(&self) -> Option<Trust> {
        let words = self.words.as_ref()?;
        let mut witness = Witness::default();
        let lines = self.known.values().flat_map(|known| &known.own);
        lines.flatten().for_each(|blend| witness.hear(blend));
        Some(witness.judge(words))
    }

    /// What is known before all texts have been read.
    pub(crate) fn facts(&self) -> SheetFacts {
        SheetFacts { trust: self.trust(), ..SheetFacts::default() }
    }

    /// Lines by the white between them. The net errs most about how high a block of several is.
    fn part(&self, found: &mut Detection) {
        let normalisation = &self.manifest.input.normalisation;
        let parted = |quad: &Quad| lines_of(self.sheet, quad, normalisation);
        if found.lines.len() > 1 {
            found.lines = joined(&found.lines, &found.quad.axes());
        }
        if found.lines.len() > 1 || parted(&found.quad).len() > 1 {
            found.quad = with_whole_letters(self.sheet, &found.quad, normalisation);
            let parted = parted(&found.quad);
            if parted.len() > 1 && parted.len() >= found.lines.len() {
                found.lines = parted;
            }
        }
    }

    /// What these say, from the top of the sheet down, and the title block. They were all read.
    pub(crate) fn of(&self, founds: &[Found]) -> Said {
        let before = self.facts();
        let of_sheet = |sheet: &SheetFacts| -> Vec<Annotation> {
            let known = founds.iter().filter_map(|(place, _)| self.known.get(place));
            known.filter_map(|known| self.annotate(known, sheet)).collect()
        };
        let texts = of_sheet(&before);
        let placed: Vec<Placed<'_>> =
            texts.iter().map(|one| Placed { kind: one.kind, quad: one.quad, text: &one.text }).collect();
        let fields = SheetFields::find(&placed);
        // Only now is it known in which unit the sheet measures, and only then how large the part is.
        let with_unit = SheetFacts { rules: fields.rules(), ..before };
        let part_mm = longest_mm(&of_sheet(&with_unit));
        let mut annotations = of_sheet(&SheetFacts { part_mm, ..with_unit });
        leave_out_doubled(&mut annotations);
        judge_zeros(&mut annotations);
        let (width, height) = self.sheet.size();
        leave_out_border_figures(&mut annotations, [width as f64, height as f64]);
        // From the top down; what begins on one level, from left to right.
        for axis in [0, 1] {
            order::by_number(&mut annotations, |annotation| annotation.quad.bounds().0[axis]);
        }
        let numbered = annotations.into_iter().enumerate();
        let annotations =
            numbered.map(|(index, annotation)| self.in_page(annotation, format!("a{}", index + 1))).collect();
        let tables = tables(&self.cells(founds, before.trust)).into_iter();
        Said {
            annotations,
            fields: fields.moved(|quad| self.quad_in_page(quad)),
            tables: tables.map(|table| Table { quad: self.quad_in_page(&table.quad), ..table }).collect(),
            text_layer: before.trust.map(|trust| trust.0),
        }
    }

    /// The lines of what seems to be tables.
    fn cells(&self, founds: &[Found], trust: Option<Trust>) -> Vec<Cell> {
        let known = founds.iter().filter_map(|(place, _)| self.known.get(place));
        let lines = known.filter(|known| known.in_sheet.kind == Kind::Table).flat_map(|known| {
            let believed = self.believed(known, trust).lines.into_iter();
            known
                .in_sheet
                .lines
                .iter()
                .zip(believed)
                .map(|(quad, line)| Cell { text: line.text, quad: *quad })
        });
        lines.filter(|cell| !cell.text.trim().is_empty()).collect()
    }

    pub(crate) fn believed(&self, known: &Known, trust: Option<Trust>) -> Believed {
        let own = if trust.is_some_and(Trust::is_believed) { known.own.as_slice() } else { &[] };
        Believed::of(&known.readings, own, self.manifest.calibration)
    }

    pub(crate) fn in_page(&self, annotation: Annotation, id: String) -> Annotation {
        Annotation { id, quad: self.quad_in_page(&annotation.quad), ..annotation }
    }

    fn quad_in_page(&self, quad: &Quad) -> Quad {
        Quad(self.sheet.quad_in_page(quad).0.map(|corner| corner.map(|at| rounded(at, 100.0))))
    }

    /// On the sheet; none where nothing was read.
    pub(crate) fn annotate(&self, known: &Known, sheet: &SheetFacts) -> Option<Annotation> {
        let found = &known.in_sheet;
        let believed = self.believed(known, sheet.trust);
        let around = Surroundings {
            text_score: believed.chance,
            unsure_below: self.manifest.thresholds.unsure_below,
            is_disputed: believed.denied.is_some() || known.is_by_words,
            is_framed: known.is_framed,
            part_mm: sheet.part_mm,
        };
        let text_of = |texts: &[String]| {
            let text = assemble(&found.quad, found.lines.iter().zip(texts.iter().map(String::as_str)));
            if found.kind.is_measure() { as_a_size(&text) } else { text }
        };
        let Understood { kind, text, value, doubts, mut alternatives } =
            understand(found.kind, &believed.lines, text_of, &sheet.rules, &around);
        if text.is_empty() || (!doubts.is_empty() && is_shape(kind, &text, &found.quad)) {
            return None;
        }
        if let Some(in_file) = believed.denied.map(|lines| text_of(&lines)).filter(|other| *other != text) {
            alternatives.retain(|other| other.text != in_file);
            let text_score = rounded(1.0 - believed.chance, 10_000.0);
            alternatives.insert(0, OtherText { text: in_file, text_score });
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
            source: believed.source,
            doubts,
            alternatives,
            value,
        })
    }
}

/// Holes, arrows and corners look like a symbol or a letter or two, or like zeros. What is read surely, has words or stands
/// level is a text.
fn is_shape(kind: Kind, text: &str, quad: &Quad) -> bool {
    if kind.is_measure() {
        let is_number = matches!(text.as_bytes(), [b'0'] | [b'0', b'.' | b',', ..]);
        let is_of_circles =
            |letter: char| matches!(letter, '0' | 'O' | 'o' | 'D' | 'C' | 'Ø') || !letter.is_alphanumeric();
        return text.contains('0') && !is_number && text.chars().all(is_of_circles);
    }
    let is_written =
        |letter: char| letter.is_alphanumeric() && letter != 'Ø' || letter == char::REPLACEMENT_CHARACTER;
    kind != Kind::Gdt && (!text.contains(is_written) || off_axis(quad.angle_deg()).abs() > WORDS_SLANT_DEG)
}

/// The longest size that was read surely, in millimetres: no hole of the part is deeper. None where too few sizes tell.
fn longest_mm(annotations: &[Annotation]) -> Option<f64> {
    const LEAST_SIZES: usize = 4;
    let is_length = |of| matches!(of, ValueType::Linear | ValueType::Diameter | ValueType::Square);
    let lengths = annotations.iter().filter(|one| !one.unsure).filter_map(|one| {
        let value = one.value.as_ref().filter(|value| is_length(value.of))?;
        Some(value.amount.nominal.or(value.amount.max)? * value.amount.unit?.in_mm()?)
    });
    let lengths: Vec<f64> = lengths.collect();
    lengths.iter().copied().reduce(f64::max).filter(|_| lengths.len() >= LEAST_SIZES)
}

/// A reader that sees a degree sign askew says a letter that no size has behind a digit. One that sees where the dimension line
/// begins says a dash. Where it says two, the first may be a sign; behind a thread its class may have been cut off, behind a space
/// a deviation.
pub(crate) fn as_a_size(text: &str) -> String {
    let is_size = |rest: &&str| {
        !rest.contains('M')
            && !rest.starts_with('-')
            && rest.ends_with(|last| matches!(last, '0'..='9' | '°' | ')'))
    };
    let text = text.strip_suffix('-').filter(is_size).unwrap_or(text);
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
        assert_eq!(as_a_size("45o ±1O"), "45° ±1°");
        assert_eq!(as_a_size("2xO6 3of 10 o"), "2xO6 3of 10 o");
    }

    #[test]
    fn a_dash_behind_a_size_is_its_dimension_line() {
        assert_eq!([as_a_size("Ø74.0±0.1-"), as_a_size("(46)-")], ["Ø74.0±0.1", "(46)"]);
        for text in ["-0.102", "-22.66-", "-", "M8-", "36 -", "5.78 - 6.15"] {
            assert_eq!(as_a_size(text), text);
        }
    }
}
