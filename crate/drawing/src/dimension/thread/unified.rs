//! Systems in inches whose name stands last: `1/4-20 UNC-2B`, `#10-32 UNF`, `1-5 ACME-2G`, `1/8-27 NPT`, `1/2-12 BSW`.

use std::fmt;

use winnow::Parser as _;
use winnow::ascii::Caseless;
use winnow::combinator::{alt, opt, preceded, terminated};
use winnow::error::EmptyError;
use winnow::token::one_of;

use super::{Pitch, Standard, Thread, ThreadSize, left_hand};
use crate::dimension::length::{Figure, decimal, fraction};
use crate::dimension::lex::{Out, boundary, double_prime, named, space, whole};

/// Longer names first, so that none hides behind its beginning.
const SERIES: [Standard; 24] = [
    Standard::Unified("UNEF"),
    Standard::Unified("UNRC"),
    Standard::Unified("UNRF"),
    Standard::Unified("UNJC"),
    Standard::Unified("UNJF"),
    Standard::Unified("UNC"),
    Standard::Unified("UNF"),
    Standard::Unified("UNS"),
    Standard::Unified("UNR"),
    Standard::Unified("UNJ"),
    Standard::Unified("UN"),
    Standard::Unified("NC"),
    Standard::Unified("NF"),
    Standard::Acme("STUB ACME"),
    Standard::Acme("ACME"),
    Standard::NationalPipe("NPTF"),
    Standard::NationalPipe("NPTR"),
    Standard::NationalPipe("NPSM"),
    Standard::NationalPipe("NPSC"),
    Standard::NationalPipe("NPSF"),
    Standard::NationalPipe("NPT"),
    Standard::NationalPipe("NPS"),
    Standard::Whitworth("BSW"),
    Standard::Whitworth("BSF"),
];

pub(super) fn thread(input: &mut &str) -> Out<Thread> {
    let size = size(input)?;
    let pitch = opt(preceded((space, '-', space), decimal)).parse_next(input)?.map(Pitch::PerInch);
    let series = named(&SERIES, Standard::sign);
    let standard = preceded((space, opt('-'), space), series).parse_next(input)?;
    let is_pipe = matches!(standard, Standard::NationalPipe(_));
    if pitch.is_none() && !is_pipe && matches!(standard, Standard::Unified(_)) {
        return Err(EmptyError);
    }
    let early_left_hand = left_hand(input)?;
    let class = opt(preceded((space, opt('-'), space), class)).parse_next(input)?;
    let is_left_hand = early_left_hand || left_hand(input)?;
    Ok(Thread { standard, size, pitch, class, is_left_hand, length: None })
}

/// `#10`, `No.10`, `10` before turns an inch, `1 1/4"`, `.250`.
fn size(input: &mut &str) -> Out<ThreadSize> {
    let sign = alt(("#".void(), (Caseless("No"), opt('.')).void()));
    let number = preceded((sign, space), whole).map(ThreadSize::Number);
    let figure = alt((fraction, decimal.map(Figure::Decimal)));
    let figure = terminated(figure, opt(double_prime)).map(|figure| match figure {
        // Whole sizes of two inches and more are rarer than machine screws by far.
        Figure::Decimal(number)
            if number.decimals() == 0 && number.value() >= 2.0 && number.value() <= 14.0 =>
        {
            ThreadSize::Number(number.value() as u32)
        }
        figure => ThreadSize::Figure(figure),
    });
    alt((number, figure)).parse_next(input)
}

/// `2B`, `3A`, `2G`.
fn class(input: &mut &str) -> Out<String> {
    terminated((one_of('1'..='5'), one_of(['A', 'B', 'C', 'G'])).take(), boundary)
        .map(str::to_owned)
        .parse_next(input)
}

/// Size, turns, series, class.
pub(super) fn write_inch(thread: &Thread, f: &mut fmt::Formatter) -> fmt::Result {
    write!(f, "{}", thread.size)?;
    if let Some(pitch) = &thread.pitch {
        write!(f, "{pitch}")?;
    }
    write!(f, " {}", thread.standard.sign())?;
    match &thread.class {
        Some(class) => write!(f, "-{class}"),
        None => Ok(()),
    }
}
