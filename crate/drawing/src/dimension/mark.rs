//! A datum's letter, a datum target, a balloon's number: `A`, `-A-`, `Ø10` over `A1`, `12`, `3B` ↔ `Datum`, `Balloon`.

use std::fmt;

use winnow::Parser as _;
use winnow::combinator::{alt, opt, preceded, terminated};
use winnow::token::{one_of, take_while};

use super::lex::{Out, boundary, bracketed, gap, space};
use super::size::{Rectangle, Size, rectangle, size};

/// The area of a datum target.
#[derive(Clone, Debug, PartialEq)]
pub enum TargetArea {
    /// `Ø10`
    Size(Size),
    /// `10 x 10`
    Rectangle(Rectangle),
}

/// A datum, or a target of one.
#[derive(Clone, Debug, PartialEq)]
pub struct Datum {
    /// `A`
    pub letters: String,
    /// Of a target: `1` of `A1`, or `1,2,3`.
    pub targets: Vec<String>,
    /// The target's area.
    pub area: Option<TargetArea>,
}

/// The number of a part; what may stand below it, such as how many.
#[derive(Clone, Debug, PartialEq)]
pub struct Balloon {
    /// `12`, `3B`
    pub item: String,
    /// Below a line through the balloon.
    pub below: Option<String>,
}

pub(super) fn datum(input: &mut &str) -> Out<Datum> {
    let area = alt((rectangle.map(TargetArea::Rectangle), size.map(TargetArea::Size)));
    let area = terminated(area, (gap, opt(('/', gap))));
    let letters = || take_while(1..=2, |c: char| c.is_ascii_uppercase()).map(str::to_owned);
    let old = (one_of(['-', '[', '|']), space, letters(), space, one_of(['-', ']', '|']), boundary)
        .map(|(_, (), letters, (), _, ())| (letters, Vec::new()));
    let number = || take_while(1..=2, |c: char| c.is_ascii_digit()).map(str::to_owned);
    let numbers = winnow::combinator::separated(0.., number(), (space, ',', space));
    let plain = terminated((letters(), numbers), boundary);
    (opt(area), alt((old, plain)))
        .map(|(area, (letters, targets))| Datum { letters, targets, area })
        .parse_next(input)
}

pub(super) fn balloon(input: &mut &str) -> Out<Balloon> {
    let item = || {
        (
            take_while(0..=2, |c: char| c.is_ascii_uppercase()),
            take_while(1..=4, |c: char| c.is_ascii_digit()),
            opt(one_of('A'..='Z')),
            boundary,
        )
            .take()
            .map(str::to_owned)
    };
    let item_or_bracketed = alt((item(), bracketed('(', item(), ')')));
    let below = preceded((space, one_of(['\n', '/']), gap, opt(one_of(['x', 'X']))), item());
    (item_or_bracketed, opt(below)).map(|(item, below)| Balloon { item, below }).parse_next(input)
}

impl fmt::Display for Datum {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        match &self.area {
            Some(TargetArea::Size(size)) => writeln!(f, "{size}")?,
            Some(TargetArea::Rectangle(rectangle)) => writeln!(f, "{rectangle}")?,
            None => {}
        }
        write!(f, "{}{}", self.letters, self.targets.join(","))
    }
}

impl fmt::Display for Balloon {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        match &self.below {
            Some(below) => write!(f, "{}\n{below}", self.item),
            None => write!(f, "{}", self.item),
        }
    }
}
