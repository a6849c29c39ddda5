//! Systems whose letters stand first and whose pitch is in millimetres: `M`, `MJ`, `Tr`, `Rd`, `Pg`.

use std::fmt;

use winnow::Parser;
use winnow::combinator::{alt, not, opt, preceded, terminated};
use winnow::error::EmptyError;
use winnow::token::{one_of, take_while};

use super::{Pitch, Standard, Thread, ThreadSize, left_hand};
use crate::dimension::length::{Decimal, Figure, Length, decimal};
use crate::dimension::lex::{Out, any_word, boundary, bracketed, cross, space};
use crate::dimension::tolerance::{Measure, measure};

/// A pitch is never a larger share of its diameter; what follows the cross of `M8x20` is a length.
const LARGEST_PITCH_SHARE: f64 = 0.34;

pub(super) fn thread(input: &mut &str) -> Out<Thread> {
    let standard = alt((
        "MJ".value(Standard::MetricJ),
        alt(("Tr", "TR", "TM")).value(Standard::Trapezoidal),
        alt(("Rd", "RD")).value(Standard::Round),
        alt(("Pg", "PG")).value(Standard::Conduit),
        'M'.value(Standard::Metric),
    ));
    let (standard, (), size) = (standard, space, decimal).parse_next(input)?;
    let largest_mm = largest_pitch_mm(standard, size.value());
    let pitch = opt(pitch(largest_mm)).parse_next(input)?;
    let early_left_hand = left_hand(input)?;
    let class = opt(preceded(class_joint, class)).parse_next(input)?;
    let is_left_hand = early_left_hand || left_hand(input)?;
    let length = opt(length).parse_next(input)?;
    Ok(Thread {
        standard,
        size: ThreadSize::Figure(Figure::Decimal(size)),
        pitch,
        class,
        is_left_hand,
        length,
    })
}

fn largest_pitch_mm(standard: Standard, size_mm: f64) -> f64 {
    match standard {
        Standard::Metric | Standard::MetricJ => (size_mm * LARGEST_PITCH_SHARE).min(8.0),
        _ => size_mm,
    }
}

fn pitch<'i>(largest_mm: f64) -> impl Parser<&'i str, Pitch, EmptyError> {
    let fits = move |pitch: &Decimal| pitch.value() <= largest_mm && pitch.value() > 0.0;
    let of_lead = bracketed('(', preceded('P', decimal), ')');
    let lead_first = (preceded("Ph", decimal), preceded('P', decimal));
    let lead_behind = (decimal, preceded(space, of_lead));
    let single = preceded(opt('P'), decimal.verify(fits));
    preceded(
        cross,
        terminated(
            alt((
                alt((lead_first, lead_behind)).map(|(lead, pitch)| Pitch::Lead { lead, pitch }),
                terminated(single, boundary).map(Pitch::Millimetres),
            )),
            not_of_another,
        ),
    )
}

/// What follows a cross may be a depth or an angle instead.
fn not_of_another(input: &mut &str) -> Out<()> {
    let other = alt(((space, '°').void(), any_word(&["deep", "dp", "tief", "long", "lg"])));
    not(other).parse_next(input)
}

/// A hyphen or a space before the class.
fn class_joint(input: &mut &str) -> Out<()> {
    alt(((space, '-', space).void(), take_while(1.., ' ').void())).parse_next(input)
}

/// `6H`, `4g6g`, `6H/6g`, `5H6H`, `7e`.
fn class(input: &mut &str) -> Out<String> {
    let one = || (one_of('3'..='9'), one_of(['e', 'f', 'g', 'h', 'E', 'F', 'G', 'H']));
    let half = || (one(), opt(one())).take();
    terminated((half(), opt(preceded('/', half()))).take(), boundary).map(str::to_owned).parse_next(input)
}

fn length(input: &mut &str) -> Out<Measure<Length>> {
    terminated(preceded(cross, measure("")), not_of_another).parse_next(input)
}

/// Letters, size, pitch, class.
pub(super) fn write_lettered(thread: &Thread, f: &mut fmt::Formatter) -> fmt::Result {
    write!(f, "{}{}", thread.standard.sign(), thread.size)?;
    if let Some(pitch) = &thread.pitch {
        write!(f, "{pitch}")?;
    }
    match (&thread.class, thread.standard) {
        (Some(class), Standard::Parallel(_) | Standard::Taper(_)) => write!(f, " {class}"),
        (Some(class), _) => write!(f, "-{class}"),
        (None, _) => Ok(()),
    }
}
