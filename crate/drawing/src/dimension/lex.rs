//! What all parsers share: spaces, words, the cross of `2 x 3`.

use winnow::Parser;
use winnow::ascii::Caseless;
use winnow::combinator::{alt, delimited, not, opt};
use winnow::error::EmptyError;
use winnow::token::{any, one_of, take_while};

/// What a parser gives: its value, or nothing. Reasons are told by what remains of the text.
pub(super) type Out<T> = winnow::Result<T, EmptyError>;

/// Spaces within a row.
pub(super) fn space(input: &mut &str) -> Out<()> {
    take_while(0.., ' ').void().parse_next(input)
}

/// Spaces and ends of rows.
pub(super) fn gap(input: &mut &str) -> Out<()> {
    take_while(0.., [' ', '\n', '\r']).void().parse_next(input)
}

/// A whole word or abbreviation, whatever its case; a point may follow. Spaces in it may be missing.
fn word(input: &mut &str, spelling: &str) -> Out<()> {
    let start = *input;
    let mut parts = spelling.split(' ');
    if parts.all(|part| spelled(input, part).is_ok()) && boundary(input).is_ok() {
        return Ok(());
    }
    *input = start;
    Err(EmptyError)
}

fn spelled(input: &mut &str, part: &str) -> Out<()> {
    (space, Caseless(part), opt('.')).void().parse_next(input)
}

/// The first of some spellings, after any space.
pub(super) fn any_word<'i>(spellings: &[&str]) -> impl Parser<&'i str, (), EmptyError> {
    move |input: &mut &'i str| {
        spellings.iter().find_map(|spelling| word(input, spelling).ok()).ok_or(EmptyError)
    }
}

/// The first of some names of things that stands here as a whole: no letter follows it.
pub(super) fn named<'i, T: Copy>(
    things: &[T],
    name: impl Fn(T) -> &'static str,
) -> impl Parser<&'i str, T, EmptyError> {
    move |input: &mut &'i str| {
        let stands = |name: &str, input: &str| {
            input.get(..name.len()).is_some_and(|beginning| beginning.eq_ignore_ascii_case(name))
                && !input[name.len()..].starts_with(|c: char| c.is_ascii_alphabetic())
        };
        let found = things.iter().find(|thing| stands(name(**thing), input)).ok_or(EmptyError)?;
        *input = &input[name(*found).len()..];
        Ok(*found)
    }
}

/// How a cross stands between two figures. Counts, chamfers and slots are told apart by it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Cross {
    pub space_before: bool,
    pub space_after: bool,
}

pub(super) fn cross(input: &mut &str) -> Out<Cross> {
    (take_while(0.., ' '), one_of(['x', 'X']), take_while(0.., ' '))
        .map(|(before, _, after): (&str, _, &str)| Cross {
            space_before: !before.is_empty(),
            space_after: !after.is_empty(),
        })
        .parse_next(input)
}

/// A whole number without a leading zero.
pub(super) fn whole(input: &mut &str) -> Out<u32> {
    (take_while(1..=6, |c: char| c.is_ascii_digit()), not(one_of(|c: char| c.is_ascii_digit())))
        .verify(|(digits, ()): &(&str, ())| !digits.starts_with('0') || digits.len() == 1)
        .try_map(|(digits, ())| digits.parse())
        .parse_next(input)
}

/// `"` or two of `'`.
pub(super) fn double_prime(input: &mut &str) -> Out<()> {
    alt(("\"", "''")).void().parse_next(input)
}

/// Nothing that would make a longer word or figure of what was read.
pub(super) fn boundary(input: &mut &str) -> Out<()> {
    not(one_of(char::is_alphanumeric)).parse_next(input)
}

/// Between brackets.
pub(super) fn bracketed<'i, T>(
    open: char,
    inner: impl Parser<&'i str, T, EmptyError>,
    close: char,
) -> impl Parser<&'i str, T, EmptyError> {
    delimited((open, space), inner, (space, close))
}

/// One character of a list.
pub(super) fn symbol<'i, T: Copy>(list: &[(char, T)]) -> impl Parser<&'i str, T, EmptyError> {
    any.verify_map(|c: char| list.iter().find(|(sign, _)| *sign == c).map(|(_, value)| *value))
}
