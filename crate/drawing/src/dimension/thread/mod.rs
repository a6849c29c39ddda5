//! `M8x1.25-6H`, `1/4-20 UNC-2B`, `G1/4 A`, `Tr40x14(P7) LH` ↔ `Thread`. One file for each family of systems.

mod metric;
mod pipe;
mod unified;

use std::fmt;

use winnow::Parser;
use winnow::combinator::{alt, opt, preceded};
use winnow::error::EmptyError;

use super::length::{Decimal, Figure, Length};
use super::lex::{Out, any_word, space};
use super::tolerance::Measure;

/// The system that a thread belongs to.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Standard {
    /// ISO 261, 965: `M`
    Metric,
    /// `MJ`, of aircraft
    MetricJ,
    /// ISO 2904 and JIS: `Tr`, older `TM`
    Trapezoidal,
    /// DIN 405: `Rd`
    Round,
    /// `UNC`, `UNF`, `UNEF`, `UN`, `UNS`, `UNR`, `UNJ` …
    Unified(&'static str),
    /// `ACME`, `STUB ACME`
    Acme(&'static str),
    /// `NPT`, `NPTF`, `NPSM` …
    NationalPipe(&'static str),
    /// ISO 228: `G`; older `PF`, `BSPP`
    Parallel(&'static str),
    /// ISO 7: `R`, `Rc`, `Rp`; older `PT`, `BSPT`
    Taper(&'static str),
    /// British Standard Whitworth and fine: `BSW`, `BSF`, `W`
    Whitworth(&'static str),
    /// DIN 40430: `Pg`
    Conduit,
}

impl Standard {
    /// As it is written in a designation.
    pub fn sign(self) -> &'static str {
        match self {
            Standard::Metric => "M",
            Standard::MetricJ => "MJ",
            Standard::Trapezoidal => "Tr",
            Standard::Round => "Rd",
            Standard::Conduit => "Pg",
            Standard::Unified(sign)
            | Standard::Acme(sign)
            | Standard::NationalPipe(sign)
            | Standard::Parallel(sign)
            | Standard::Taper(sign)
            | Standard::Whitworth(sign) => sign,
        }
    }

    /// Is its name written behind the size?
    fn stands_last(self) -> bool {
        matches!(self, Standard::Unified(_) | Standard::Acme(_) | Standard::NationalPipe(_))
            || ["BSW", "BSF", "BSP", "BSPP", "BSPT"].contains(&self.sign())
    }

    /// Does its size count inches, whatever the sheet does?
    pub fn is_inch(self) -> bool {
        !matches!(
            self,
            Standard::Metric
                | Standard::MetricJ
                | Standard::Trapezoidal
                | Standard::Round
                | Standard::Conduit
        )
    }
}

/// What a thread's size is.
#[derive(Clone, Debug, PartialEq)]
pub enum ThreadSize {
    /// `8`, `1 1/4`, `.250`
    Figure(Figure),
    /// `#10`
    Number(u32),
}

/// The distance from turn to turn.
#[derive(Clone, Debug, PartialEq)]
pub enum Pitch {
    /// In millimetres, of one start: `x1.25`
    Millimetres(Decimal),
    /// Lead and pitch in millimetres, of several starts: `x14(P7)`, `xPh3P1.5`
    Lead {
        /// From start to start.
        lead: Decimal,
        /// From turn to turn.
        pitch: Decimal,
    },
    /// Turns an inch: `-20`
    PerInch(Decimal),
}

/// A thread.
#[derive(Clone, Debug, PartialEq)]
pub struct Thread {
    /// Its system.
    pub standard: Standard,
    /// Its nominal size.
    pub size: ThreadSize,
    /// From turn to turn, where it is written.
    pub pitch: Option<Pitch>,
    /// Its tolerance class: `6H`, `4g6g`, `2B`, `A`.
    pub class: Option<String>,
    /// Turns to the left.
    pub is_left_hand: bool,
    /// How long, written as `M8x20`.
    pub length: Option<Measure<Length>>,
}

impl Thread {
    /// Nominal size in millimetres. Of a pipe thread it is the pipe's, not the thread's.
    pub fn size_mm(&self) -> f64 {
        match &self.size {
            ThreadSize::Figure(figure) if self.standard.is_inch() => figure.value() * 25.4,
            ThreadSize::Figure(figure) => figure.value(),
            // ASME B1.1: number sizes rise by 0.013 inch from 0.060.
            ThreadSize::Number(number) => (0.060 + 0.013 * f64::from(*number)) * 25.4,
        }
    }

    /// Millimetres from turn to turn, where they are written.
    pub fn pitch_mm(&self) -> Option<f64> {
        self.pitch.as_ref().map(|pitch| match pitch {
            Pitch::Millimetres(pitch) | Pitch::Lead { pitch, .. } => pitch.value(),
            Pitch::PerInch(turns) => 25.4 / turns.value(),
        })
    }
}

/// `hinted`: the text is known to be a thread, so that `R1/4` is one and no radius.
pub(super) fn thread<'i>(hinted: bool) -> impl Parser<&'i str, Thread, EmptyError> {
    alt((metric::thread, pipe::thread(hinted), unified::thread))
}

/// ` LH`, `-LH`, `LEFT HAND`
fn left_hand(input: &mut &str) -> Out<bool> {
    opt(preceded((space, opt('-')), any_word(&["left hand", "lh", "links"])))
        .map(|found| found.is_some())
        .parse_next(input)
}

impl fmt::Display for ThreadSize {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        match self {
            ThreadSize::Figure(figure) => write!(f, "{figure}"),
            ThreadSize::Number(number) => write!(f, "#{number}"),
        }
    }
}

impl fmt::Display for Pitch {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        match self {
            Pitch::Millimetres(pitch) => write!(f, "x{pitch}"),
            Pitch::Lead { lead, pitch } => write!(f, "x{lead}(P{pitch})"),
            Pitch::PerInch(turns) => write!(f, "-{turns}"),
        }
    }
}

impl fmt::Display for Thread {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        if self.standard.stands_last() {
            unified::write_inch(self, f)?;
        } else {
            metric::write_lettered(self, f)?;
        }
        if self.is_left_hand {
            f.write_str(" LH")?;
        }
        match &self.length {
            Some(length) => write!(f, " x {length}"),
            None => Ok(()),
        }
    }
}
