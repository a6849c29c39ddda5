//! The text beside a dimension ↔ `Callout`: features one after the other, each with its count and its remarks.
//!
//! `4x Ø6.6 THRU` over `⌴Ø11 ↧6.5` is two features, the second one belongs to the first.

use std::fmt;

use winnow::Parser;
use winnow::combinator::{alt, not, opt, peek, preceded, repeat, terminated};
use winnow::error::EmptyError;
use winnow::token::one_of;

use super::angle::Angle;
use super::chamfer::{Chamfer, chamfer};
use super::hole::{Sink, sink};
use super::length::Length;
use super::lex::{Out, any_word, bracketed, cross, gap, space, whole};
use super::remark::{Remark, depth, remark, times_behind};
use super::size::{Rectangle, Size, Spaced, prefix, rectangle, size, spaced};
use super::thread::{Thread, thread};
use super::tolerance::{Measure, measure};

/// What is dimensioned.
#[derive(Clone, Debug, PartialEq)]
pub enum Feature {
    /// `Ø38 H12`
    Size(Size),
    /// `45°`
    Angle(Measure<Angle>),
    /// `1x45°`
    Chamfer(Chamfer),
    /// `M8x1.25-6H`
    Thread(Box<Thread>),
    /// `⌴Ø11 ↧6.5`
    Sink(Box<Sink>),
    /// `10 x 20`
    Rectangle(Rectangle),
    /// `5x20=100`
    Spaced(Spaced),
    /// `↧12` in a row of its own that nothing stands before
    Depth(Measure<Length>),
}

/// What brackets say of a feature.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Brackets {
    /// `(25)`: for information only.
    Reference,
    /// `[25]`: theoretically exact.
    Basic,
}

/// A feature with all that is said of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Element {
    /// `4x`
    pub count: Option<u32>,
    /// Brackets around it.
    pub brackets: Option<Brackets>,
    /// The feature.
    pub feature: Feature,
    /// Behind it.
    pub remarks: Vec<Remark>,
}

/// All features of one text.
pub type Callout = Vec<Element>;

/// As many features as can be understood; at least one.
pub(super) fn callout(input: &mut &str, is_thread: bool) -> Out<Callout> {
    let first = element(input, is_thread)?;
    let more: Vec<Element> = repeat(0.., |input: &mut &str| following(input, is_thread)).parse_next(input)?;
    Ok(std::iter::once(first).chain(more).collect())
}

/// A further feature needs a sign of its own, or a row: `35 12` is a misread size rather than two.
fn following(input: &mut &str, is_thread: bool) -> Out<Element> {
    let own_sign = (opt(count), alt((sign, depth.void(), sink.void())));
    let behind = (gap, opt((',', gap)), peek(own_sign)).void();
    let in_next_row = (space, one_of(['\n', '\r']), gap).void();
    preceded(alt((behind, in_next_row)), |input: &mut &str| element(input, is_thread)).parse_next(input)
}

fn element(input: &mut &str, is_thread: bool) -> Out<Element> {
    // A chamfer, a slot or an inch thread may begin like a count.
    let no_count = not(alt((chamfer.void(), spaced.void(), rectangle.void(), thread(false).void())));
    let bare_count = bare_count.verify(|_| is_thread);
    let counted = alt((bare_count, preceded(no_count, terminated(count, space))));
    let with_count = (counted.map(Some), bracketed_feature(is_thread));
    let without_count = bracketed_feature(is_thread).map(|feature| (None, feature));
    let (count, (brackets, feature, mut remarks)) = alt((with_count, without_count)).parse_next(input)?;
    // A thread's cross is its own.
    let may_follow = count.is_none() && !matches!(feature, Feature::Thread(_));
    let count_behind = opt(times_behind.verify(|_| may_follow)).parse_next(input)?;
    let more: Vec<Remark> = repeat(0.., remark).parse_next(input)?;
    remarks.extend(more);
    Ok(Element { count: count.or(count_behind), brackets, feature, remarks })
}

type Bracketed = (Option<Brackets>, Feature, Vec<Remark>);

fn bracketed_feature<'i>(is_thread: bool) -> impl Parser<&'i str, Bracketed, EmptyError> {
    let within = move |open, close, brackets| {
        bracketed(open, (feature(is_thread), repeat(0.., remark)), close)
            .map(move |(feature, remarks)| (Some(brackets), feature, remarks))
    };
    alt((
        within('(', ')', Brackets::Reference),
        within('[', ']', Brackets::Basic),
        feature(is_thread).map(|feature| (None, feature, Vec::new())),
    ))
}

fn feature<'i>(is_thread: bool) -> impl Parser<&'i str, Feature, EmptyError> {
    alt((
        sink.map(|sink| Feature::Sink(Box::new(sink))),
        chamfer.map(Feature::Chamfer),
        thread(is_thread).map(|thread| Feature::Thread(Box::new(thread))),
        measure("").map(Feature::Angle),
        spaced.map(Feature::Spaced),
        rectangle.map(Feature::Rectangle),
        depth.map(Feature::Depth),
        size.map(Feature::Size),
    ))
}

/// `4x`, `4 x `, `4-` before a sign, `(4x)`, `4 HOLES`.
fn count(input: &mut &str) -> Out<u32> {
    let with_cross = terminated(whole, cross);
    // Of `4-6` nobody knows whether it is a count.
    let with_dash = terminated(whole, (space, '-', space, peek(sign)));
    let with_word = terminated(whole, any_word(&["places", "holes", "pcs", "off"]));
    let in_brackets = bracketed('(', terminated(whole, (space, one_of(['x', 'X']))), ')');
    alt((with_cross, with_dash, with_word, in_brackets)).verify(|count| *count > 0).parse_next(input)
}

/// The beginning of a feature that is no bare figure.
fn sign(input: &mut &str) -> Out<()> {
    alt((prefix.void(), (one_of(['M', 'C', 'G', '⌴', '⌵']).void()))).parse_next(input)
}

/// `4 M3`, where the text is known to be a thread.
fn bare_count(input: &mut &str) -> Out<u32> {
    terminated(whole, (space, peek('M'))).verify(|count| *count > 0).parse_next(input)
}

impl fmt::Display for Feature {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        match self {
            Feature::Size(size) => write!(f, "{size}"),
            Feature::Angle(angle) => write!(f, "{angle}"),
            Feature::Chamfer(chamfer) => write!(f, "{chamfer}"),
            Feature::Thread(thread) => write!(f, "{thread}"),
            Feature::Sink(sink) => write!(f, "{sink}"),
            Feature::Rectangle(rectangle) => write!(f, "{rectangle}"),
            Feature::Spaced(spaced) => write!(f, "{spaced}"),
            Feature::Depth(depth) => write!(f, "↧{depth}"),
        }
    }
}

impl fmt::Display for Element {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        if let Some(count) = self.count {
            write!(f, "{count}x ")?;
        }
        match self.brackets {
            None => write!(f, "{}", self.feature)?,
            Some(Brackets::Reference) => write!(f, "({})", self.feature)?,
            Some(Brackets::Basic) => write!(f, "[{}]", self.feature)?,
        }
        self.remarks.iter().try_for_each(|remark| write!(f, " {remark}"))
    }
}
