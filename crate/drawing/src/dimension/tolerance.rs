//! What a size may differ by: `±0.1`, `+0.1/-0.2`, `16.00/15.50`, `H7`, `MAX` ↔ `Measure`.
//!
//! The same for lengths and angles.

use std::fmt;

use winnow::Parser;
use winnow::combinator::{alt, not, opt, preceded};
use winnow::error::EmptyError;
use winnow::token::one_of;

use super::angle::{Angle, angle, small_angle};
use super::fit::{Fit, fit};
use super::length::{Length, length};
use super::lex::{Out, any_word, bracketed, gap, space};

/// What a size can be of.
pub trait Quantity: Clone + fmt::Debug + fmt::Display + PartialEq {
    /// In its own unit; degrees for angles.
    fn value(&self) -> f64;
    #[doc(hidden)]
    fn nominal(input: &mut &str) -> Out<Self>;
    #[doc(hidden)]
    fn deviation(input: &mut &str) -> Out<Self>;
}

impl Quantity for Length {
    fn value(&self) -> f64 {
        self.value()
    }
    fn nominal(input: &mut &str) -> Out<Self> {
        length(input)
    }
    fn deviation(input: &mut &str) -> Out<Self> {
        length(input)
    }
}

impl Quantity for Angle {
    fn value(&self) -> f64 {
        self.value()
    }
    fn nominal(input: &mut &str) -> Out<Self> {
        angle(input)
    }
    fn deviation(input: &mut &str) -> Out<Self> {
        small_angle(input)
    }
}

/// A deviation with its sign. Without one only zero can stand.
#[derive(Clone, Debug, PartialEq)]
pub struct Deviation<Q> {
    /// `+` or `-`.
    pub sign: Option<char>,
    /// How far.
    pub size: Q,
}

impl<Q: Quantity> Deviation<Q> {
    /// Signed, in the quantity's own unit.
    pub fn value(&self) -> f64 {
        match self.sign {
            Some('-') if self.size.value() != 0.0 => -self.size.value(),
            _ => self.size.value(),
        }
    }
}

/// Two sizes between which the true one lies.
#[derive(Clone, Debug, PartialEq)]
pub struct Limits<Q> {
    /// The one that is written first, or on top.
    pub first: Q,
    /// The other.
    pub second: Q,
    /// Written as a range, `10.0-10.2`, and not on top of each other.
    pub is_range: bool,
}

/// What a size may differ by.
#[derive(Clone, Debug, PartialEq)]
pub enum Tolerance<Q> {
    /// `±0.1`
    Symmetric(Q),
    /// `+0.1/-0.2`
    Deviations {
        /// First as written.
        upper: Deviation<Q>,
        /// Second as written.
        lower: Deviation<Q>,
    },
    /// `+0.1`, the other one is not written
    Single(Deviation<Q>),
    /// `H7`, `H7/g6`, with the limits that the sheet may repeat behind it
    Fit(Fit, Option<Given<Q>>),
    /// `MAX`
    Max,
    /// `MIN`
    Min,
}

/// What a sheet writes behind a fit, so that nobody has to look it up.
#[derive(Clone, Debug, PartialEq)]
pub enum Given<Q> {
    /// `(+0.025/0)`
    Deviations {
        /// First as written.
        upper: Deviation<Q>,
        /// Second as written.
        lower: Deviation<Q>,
    },
    /// `(38.025/38.000)`
    Limits(Limits<Q>),
}

/// A size with what it may differ by.
#[derive(Clone, Debug, PartialEq)]
pub enum Measure<Q> {
    /// `10±0.1`
    Nominal {
        /// What is aimed at.
        nominal: Q,
        /// What it may differ by, where it is written.
        tolerance: Option<Tolerance<Q>>,
    },
    /// `16.00/15.50`
    Limits(Limits<Q>),
}

impl<Q> Measure<Q> {
    /// The nominal; of limits the first.
    pub fn leading(&self) -> &Q {
        match self {
            Measure::Nominal { nominal, .. } => nominal,
            Measure::Limits(limits) => &limits.first,
        }
    }

    /// A bare nominal.
    pub fn bare(nominal: Q) -> Self {
        Measure::Nominal { nominal, tolerance: None }
    }
}

/// `between` may stand before the second limit: the Ø of `Ø16/Ø15.5`.
pub(super) fn measure<'i, Q: Quantity>(
    between: &'static str,
) -> impl Parser<&'i str, Measure<Q>, EmptyError> {
    let nominal = (Q::nominal, opt(preceded(space, tolerance)))
        .map(|(nominal, tolerance)| Measure::Nominal { nominal, tolerance });
    alt((limits(between).map(Measure::Limits), nominal))
}

fn limits<'i, Q: Quantity>(between: &'static str) -> impl Parser<&'i str, Limits<Q>, EmptyError> {
    let joint = alt(((space, '/', space).value(false), (space, '-', space).value(true)));
    (Q::nominal, joint, opt((between, space)), Q::nominal)
        .map(|(first, is_range, _, second)| Limits { first, second, is_range })
        // A range rises; `10 -0.1` is a deviation.
        .verify(|limits| !limits.is_range || limits.second.value() > limits.first.value())
}

pub(super) fn tolerance<Q: Quantity>(input: &mut &str) -> Out<Tolerance<Q>> {
    alt((
        symmetric.map(Tolerance::Symmetric),
        deviations.map(|(upper, lower)| Tolerance::Deviations { upper, lower }),
        signed.map(Tolerance::Single),
        (fit, opt(preceded(space, given))).map(|(fit, given)| Tolerance::Fit(fit, given)),
        any_word(&["max", "maxi", "maximum"]).value(Tolerance::Max),
        any_word(&["min", "mini", "minimum"]).value(Tolerance::Min),
    ))
    .parse_next(input)
}

fn symmetric<Q: Quantity>(input: &mut &str) -> Out<Q> {
    preceded((alt(("±", "+/-", "+-")), space), Q::deviation).parse_next(input)
}

fn given<Q: Quantity>(input: &mut &str) -> Out<Given<Q>> {
    let pair = || deviations.map(|(upper, lower)| Given::Deviations { upper, lower });
    alt((bracketed('(', alt((pair(), limits("").map(Given::Limits))), ')'), pair())).parse_next(input)
}

/// Upper and lower; one of them may be a zero without a sign.
fn deviations<Q: Quantity>(input: &mut &str) -> Out<(Deviation<Q>, Deviation<Q>)> {
    let joint = || alt(((gap, '/', gap).void(), gap));
    let pair = || {
        alt(((signed, joint(), alt((signed, zero))), (zero, joint(), signed)))
            .map(|(upper, (), lower)| (upper, lower))
    };
    let zeros = (zero, space, '/', space, zero).map(|(upper, _, _, _, lower)| (upper, lower));
    alt((pair(), zeros, bracketed('(', pair(), ')'))).parse_next(input)
}

fn signed<Q: Quantity>(input: &mut &str) -> Out<Deviation<Q>> {
    (one_of(['+', '-']), space, Q::deviation)
        .map(|(sign, (), size)| Deviation { sign: Some(sign), size })
        .parse_next(input)
}

fn zero<Q: Quantity>(input: &mut &str) -> Out<Deviation<Q>> {
    (Q::deviation.verify(|size: &Q| size.value() == 0.0), not(one_of(['x', 'X'])))
        .map(|(size, ())| Deviation { sign: None, size })
        .parse_next(input)
}

impl<Q: fmt::Display> fmt::Display for Deviation<Q> {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        if let Some(sign) = self.sign {
            write!(f, "{sign}")?;
        }
        write!(f, "{}", self.size)
    }
}

impl<Q: fmt::Display> fmt::Display for Limits<Q> {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        write!(f, "{}{}{}", self.first, if self.is_range { '-' } else { '/' }, self.second)
    }
}

impl<Q: fmt::Display> fmt::Display for Given<Q> {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        match self {
            Given::Deviations { upper, lower } => write!(f, "({upper}/{lower})"),
            Given::Limits(limits) => write!(f, "({limits})"),
        }
    }
}

impl<Q: fmt::Display> fmt::Display for Tolerance<Q> {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        match self {
            Tolerance::Symmetric(size) => write!(f, "±{size}"),
            Tolerance::Deviations { upper, lower } => write!(f, " {upper}/{lower}"),
            Tolerance::Single(deviation) => write!(f, " {deviation}"),
            Tolerance::Fit(fit, None) => write!(f, " {fit}"),
            Tolerance::Fit(fit, Some(given)) => write!(f, " {fit} {given}"),
            Tolerance::Max => f.write_str(" MAX"),
            Tolerance::Min => f.write_str(" MIN"),
        }
    }
}

impl<Q: fmt::Display> fmt::Display for Measure<Q> {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        match self {
            Measure::Nominal { nominal, tolerance: None } => write!(f, "{nominal}"),
            Measure::Nominal { nominal, tolerance: Some(tolerance) } => write!(f, "{nominal}{tolerance}"),
            Measure::Limits(limits) => write!(f, "{limits}"),
        }
    }
}
