//! Text and kind ↔ [`Written`]: the grammar's two ends.

use std::fmt;

use super::callout::{Callout, callout};
use super::fold::folded;
use super::frame::{Frame, frame};
use super::lex::gap;
use super::mark::{Balloon, Datum, balloon, datum};
use super::surface::{Surface, surface};
use crate::Kind;

/// What stands in a text, digit by digit.
#[derive(Clone, Debug, PartialEq)]
pub struct Written {
    /// What was understood.
    pub content: Content,
    /// What was not, as it was read; empty if all was.
    pub rest: String,
    /// The white space before the rest: `35 x` and `35x` are not the same.
    pub gap: String,
}

/// What was understood of a text.
#[derive(Clone, Debug, PartialEq)]
pub enum Content {
    /// Sizes, angles, chamfers, threads, holes.
    Callout(Callout),
    /// A feature control frame.
    Frame(Frame),
    /// A surface finish.
    Surface(Surface),
    /// A datum.
    Datum(Box<Datum>),
    /// A balloon.
    Balloon(Balloon),
    /// Nothing: words, or nonsense.
    Nothing,
}

impl Written {
    /// Was there something to understand, and all of it understood?
    pub fn is_whole(&self) -> bool {
        self.content != Content::Nothing && self.rest.is_empty()
    }
}

/// What a text of some kind says. Notes, labels, titles and cells of tables are words: nothing is looked for in them.
pub fn parse(kind: Kind, text: &str) -> Written {
    let folded = folded(text);
    let mut input = folded.as_str();
    let _ = gap(&mut input);
    let content = match kind {
        Kind::Dimension => callout(&mut input, false).map(Content::Callout),
        Kind::Thread => callout(&mut input, true).map(Content::Callout),
        Kind::Gdt => frame(&mut input).map(Content::Frame),
        Kind::Surface => surface(&mut input).map(Content::Surface),
        Kind::Datum => datum(&mut input).map(|datum| Content::Datum(Box::new(datum))),
        Kind::Balloon => balloon(&mut input).map(Content::Balloon),
        Kind::Note | Kind::Label | Kind::Title | Kind::Table | Kind::Zone => Ok(Content::Nothing),
    };
    let Ok(content) = content else {
        return Written { content: Content::Nothing, rest: text.trim().to_owned(), gap: String::new() };
    };
    // A folded character stands where the one that was read stood.
    let characters = input.chars().count();
    let start = text.char_indices().rev().nth(characters.wrapping_sub(1)).map_or(text.len(), |(at, _)| at);
    let behind = text[start..].trim_end();
    let (gap, rest) = behind.split_at(behind.len() - behind.trim_start().len());
    Written { content, rest: rest.to_owned(), gap: gap.to_owned() }
}

impl fmt::Display for Content {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        match self {
            Content::Callout(elements) => rows(f, elements),
            Content::Frame(frame) => rows(f, frame),
            Content::Surface(textures) => rows(f, textures),
            Content::Datum(datum) => write!(f, "{datum}"),
            Content::Balloon(balloon) => write!(f, "{balloon}"),
            Content::Nothing => Ok(()),
        }
    }
}

fn rows<T: fmt::Display>(f: &mut fmt::Formatter, rows: &[T]) -> fmt::Result {
    for (index, row) in rows.iter().enumerate() {
        let end = if index == 0 { "" } else { "\n" };
        write!(f, "{end}{row}")?;
    }
    Ok(())
}

/// What was understood in its usual spelling, and what was not as it was read.
impl fmt::Display for Written {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        write!(f, "{}{}{}", self.content, self.gap, self.rest)
    }
}
