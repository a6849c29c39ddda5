//! `⌖|Ø0.1Ⓜ|A|B-CⓂ` ↔ `Frame`: the cells of a feature control frame, a row for each line of it.

use std::fmt;

use winnow::Parser as _;
use winnow::combinator::{alt, opt, preceded, repeat, separated, terminated};
use winnow::token::{one_of, take_while};

use super::length::{Decimal, decimal};
use super::lex::{Out, bracketed, gap, named, space, symbol};

/// The fourteen characteristics of ISO 1101 and ASME Y14.5.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum Characteristic {
    Straightness,
    Flatness,
    Roundness,
    Cylindricity,
    LineProfile,
    SurfaceProfile,
    Perpendicularity,
    Angularity,
    Parallelism,
    Symmetry,
    Position,
    Concentricity,
    Runout,
    TotalRunout,
}

const CHARACTERISTICS: [(char, Characteristic); 14] = [
    ('⏤', Characteristic::Straightness),
    ('⏥', Characteristic::Flatness),
    ('○', Characteristic::Roundness),
    ('⌭', Characteristic::Cylindricity),
    ('⌒', Characteristic::LineProfile),
    ('⌓', Characteristic::SurfaceProfile),
    ('⟂', Characteristic::Perpendicularity),
    ('∠', Characteristic::Angularity),
    ('∥', Characteristic::Parallelism),
    ('⌯', Characteristic::Symmetry),
    ('⌖', Characteristic::Position),
    ('◎', Characteristic::Concentricity),
    ('↗', Characteristic::Runout),
    ('⌰', Characteristic::TotalRunout),
];

/// What is said of a tolerance or of a datum, behind it.
#[derive(Clone, Debug, PartialEq)]
pub enum Modifier {
    /// `Ⓜ`, and its kin in circles
    Circled(char),
    /// `Ⓟ25`: a projected zone and its height
    Projected(Option<Decimal>),
    /// `Ⓤ0.1`: an unequally disposed profile
    Unequal(Option<Decimal>),
    /// `UZ-0.1`: an offset zone
    Offset {
        /// `+` out of the material, `-` into it.
        sign: char,
        /// How far.
        by: Decimal,
    },
    /// `CZ`, `SZ`, `NC`, `MAX` and other letters
    Letters(&'static str),
}

const CIRCLED: [(char, char); 11] = [
    ('Ⓜ', 'Ⓜ'),
    ('Ⓛ', 'Ⓛ'),
    ('Ⓢ', 'Ⓢ'),
    ('Ⓕ', 'Ⓕ'),
    ('Ⓔ', 'Ⓔ'),
    ('Ⓣ', 'Ⓣ'),
    ('Ⓡ', 'Ⓡ'),
    ('Ⓐ', 'Ⓐ'),
    ('Ⓖ', 'Ⓖ'),
    ('Ⓒ', 'Ⓒ'),
    ('Ⓝ', 'Ⓝ'),
];
const IN_BRACKETS: [(char, char); 6] =
    [('M', 'Ⓜ'), ('L', 'Ⓛ'), ('S', 'Ⓢ'), ('F', 'Ⓕ'), ('E', 'Ⓔ'), ('T', 'Ⓣ')];
const LETTERS: [&str; 20] = [
    "CZR", "CZ", "SZ", "NC", "MAX", "UF", "LD", "MD", "PD", "SL", "PL", "PT", "CF", "LE", "ACS", "SCS", "OZ",
    "VA", "DV", "><",
];

/// How wide a zone is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ZoneForm {
    /// `Ø`
    Cylinder,
    /// `SØ`
    Sphere,
}

/// The tolerance of a frame's row.
#[derive(Clone, Debug, PartialEq)]
pub struct Zone {
    /// Round, where it says so.
    pub form: Option<ZoneForm>,
    /// Its width.
    pub width: Decimal,
    /// `0.1/100`: within each such length or square.
    pub per: Option<String>,
    /// Behind it.
    pub modifiers: Vec<Modifier>,
}

/// One datum of a frame: a letter, or letters together.
#[derive(Clone, Debug, PartialEq)]
pub struct DatumReference {
    /// `A`, `A-B`, `A1`.
    pub letters: String,
    /// Behind it.
    pub modifiers: Vec<Modifier>,
}

/// One row of cells.
#[derive(Clone, Debug, PartialEq)]
pub struct FrameRow {
    /// A row below may share it.
    pub characteristic: Option<Characteristic>,
    /// The tolerance.
    pub zone: Zone,
    /// In order of their precedence.
    pub datums: Vec<DatumReference>,
}

/// A feature control frame.
pub type Frame = Vec<FrameRow>;

pub(super) fn frame(input: &mut &str) -> Out<Frame> {
    let first = row.verify(|row: &FrameRow| row.characteristic.is_some()).parse_next(input)?;
    let more: Vec<FrameRow> =
        repeat(0.., preceded((space, one_of(['\n', '\r']), gap), row)).parse_next(input)?;
    Ok(std::iter::once(first).chain(more).collect())
}

fn row(input: &mut &str) -> Out<FrameRow> {
    let parallels = "//".value(Characteristic::Parallelism);
    let characteristic = terminated(alt((parallels, symbol(&CHARACTERISTICS))), wall);
    let datums = alt((preceded(wall, separated(0.., datum, wall)), space.map(|()| Vec::new())));
    (opt(wall), opt(characteristic), zone, datums, opt(wall))
        .map(|(_, characteristic, zone, datums, _)| FrameRow { characteristic, zone, datums })
        .parse_next(input)
}

fn wall(input: &mut &str) -> Out<()> {
    (space, '|', space).void().parse_next(input)
}

fn zone(input: &mut &str) -> Out<Zone> {
    let form = alt(("SØ".value(ZoneForm::Sphere), 'Ø'.value(ZoneForm::Cylinder)));
    let per = preceded('/', (opt(one_of(['□', 'Ø'])), decimal).take()).map(str::to_owned);
    (opt(terminated(form, space)), decimal, opt(per), modifiers)
        .map(|(form, width, per, modifiers)| Zone { form, width, per, modifiers })
        .parse_next(input)
}

fn datum(input: &mut &str) -> Out<DatumReference> {
    let letter =
        || (one_of('A'..='Z'), opt(one_of('A'..='Z')), take_while(0..=2, |c: char| c.is_ascii_digit()));
    let together = || {
        (letter(), repeat::<_, _, (), _, _>(0.., ((space, '-', space), letter())))
            .take()
            .map(|text: &str| text.replace(' ', ""))
    };
    let letters = alt((bracketed('(', together(), ')'), together()));
    (letters, modifiers).map(|(letters, modifiers)| DatumReference { letters, modifiers }).parse_next(input)
}

fn modifiers(input: &mut &str) -> Out<Vec<Modifier>> {
    repeat(0.., preceded(space, modifier)).parse_next(input)
}

fn modifier(input: &mut &str) -> Out<Modifier> {
    let projected = preceded((alt(("Ⓟ", "(P)")), space), opt(decimal)).map(Modifier::Projected);
    let unequal = preceded((alt(("Ⓤ", "(U)")), space), opt(decimal)).map(Modifier::Unequal);
    let offset = preceded(("UZ", space), (one_of(['+', '-']), decimal))
        .map(|(sign, by)| Modifier::Offset { sign, by });
    let in_brackets = bracketed('(', symbol(&IN_BRACKETS), ')');
    let letters = || named(&LETTERS, |letters| letters);
    alt((
        projected,
        unequal,
        offset,
        alt((symbol(&CIRCLED), in_brackets)).map(Modifier::Circled),
        alt((bracketed('[', letters(), ']'), letters())).map(Modifier::Letters),
    ))
    .parse_next(input)
}

impl Characteristic {
    /// As it is drawn.
    pub fn sign(self) -> char {
        CHARACTERISTICS.iter().find(|(_, known)| *known == self).map_or(' ', |(sign, _)| *sign)
    }
}

impl fmt::Display for Modifier {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        let with = |f: &mut fmt::Formatter, sign: char, by: &Option<Decimal>| match by {
            Some(by) => write!(f, "{sign}{by}"),
            None => write!(f, "{sign}"),
        };
        match self {
            Modifier::Circled(sign) => write!(f, "{sign}"),
            Modifier::Projected(height) => with(f, 'Ⓟ', height),
            Modifier::Unequal(by) => with(f, 'Ⓤ', by),
            Modifier::Offset { sign, by } => write!(f, " UZ{sign}{by}"),
            Modifier::Letters(letters) => write!(f, " {letters}"),
        }
    }
}

impl fmt::Display for FrameRow {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        if let Some(characteristic) = self.characteristic {
            write!(f, "{}|", characteristic.sign())?;
        }
        f.write_str(match self.zone.form {
            Some(ZoneForm::Sphere) => "SØ",
            Some(ZoneForm::Cylinder) => "Ø",
            None => "",
        })?;
        write!(f, "{}", self.zone.width)?;
        if let Some(per) = &self.zone.per {
            write!(f, "/{per}")?;
        }
        self.zone.modifiers.iter().try_for_each(|modifier| write!(f, "{modifier}"))?;
        self.datums.iter().try_for_each(|datum| {
            write!(f, "|{}", datum.letters)?;
            datum.modifiers.iter().try_for_each(|modifier| write!(f, "{modifier}"))
        })
    }
}
