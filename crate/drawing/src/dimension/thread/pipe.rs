//! Pipe threads whose letters stand first: `G1/4 A`, `Rc 1/8`, `R1/2`, `PT3/8`, and those that end in `BSP`.

use winnow::Parser;
use winnow::combinator::{alt, opt, preceded, terminated};
use winnow::error::EmptyError;
use winnow::token::one_of;

use super::{Pitch, Standard, Thread, ThreadSize, left_hand};
use crate::dimension::length::{Figure, decimal, fraction};
use crate::dimension::lex::{Out, any_word, boundary, double_prime, space};

pub(super) fn thread<'i>(hinted: bool) -> impl Parser<&'i str, Thread, EmptyError> {
    alt((move |input: &mut &'i str| lettered(input, hinted), british))
}

fn lettered(input: &mut &str, hinted: bool) -> Out<Thread> {
    let standard = alt((
        alt(("Rc", "RC")).value(Standard::Taper("Rc")),
        alt(("Rp", "RP")).value(Standard::Taper("Rp")),
        "PT".value(Standard::Taper("PT")),
        "PF".value(Standard::Parallel("PF")),
        "PS".value(Standard::Parallel("PS")),
        'G'.value(Standard::Parallel("G")),
        'R'.value(Standard::Taper("R")),
        'W'.value(Standard::Whitworth("W")),
    ))
    .parse_next(input)?;
    let (size, is_inch) = terminated((preceded(space, size), opt(double_prime)), boundary)
        .map(|(size, sign)| (size, sign.is_some()))
        .parse_next(input)?;
    // `R5` is a radius, and so is `R1/4` unless something says that it is a thread; W needs its turns or its inches.
    let is_fraction = matches!(size, Figure::Fraction { .. });
    let is_thread = match standard {
        Standard::Taper("R") => hinted && (is_fraction || is_inch),
        Standard::Whitworth(_) => is_fraction || is_inch,
        _ => true,
    };
    if !is_thread {
        return Err(EmptyError);
    }
    let pitch = opt(preceded((space, '-', space), decimal)).parse_next(input)?.map(Pitch::PerInch);
    let class = opt(preceded(space, terminated(one_of(['A', 'B']), boundary))).parse_next(input)?;
    let is_left_hand = left_hand(input)?;
    let class = class.map(|letter| letter.to_string());
    Ok(Thread { standard, size: ThreadSize::Figure(size), pitch, class, is_left_hand, length: None })
}

/// `1/4" BSP`
fn british(input: &mut &str) -> Out<Thread> {
    let standard = alt((
        any_word(&["bspt"]).value(Standard::Taper("BSPT")),
        any_word(&["bspp", "bsp"]).value(Standard::Parallel("BSP")),
    ));
    let (size, _, standard) = (size, opt(double_prime), standard).parse_next(input)?;
    let is_left_hand = left_hand(input)?;
    let size = ThreadSize::Figure(size);
    Ok(Thread { standard, size, pitch: None, class: None, is_left_hand, length: None })
}

fn size(input: &mut &str) -> Out<Figure> {
    alt((fraction, decimal.map(Figure::Decimal))).parse_next(input)
}
