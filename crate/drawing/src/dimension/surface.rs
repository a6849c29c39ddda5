//! `Ra 3.2`, `U Rz 6,3`, `N7`, `▽▽ 6.3S`, `ground` over `Ra 1.6`, `√` ↔ `Surface`.

use std::fmt;

use winnow::Parser as _;
use winnow::combinator::{alt, not, opt, preceded, repeat, terminated};
use winnow::token::{one_of, take_while};

use super::length::{Decimal, Unit, decimal};
use super::lex::{Out, boundary, gap, named, space, whole};

/// One thing that is said of a surface.
#[derive(Clone, Debug, PartialEq)]
pub enum Texture {
    /// `U Ra 3.2`
    Roughness {
        /// `U` or `L`.
        bound: Option<char>,
        /// `Ra`
        parameter: Option<&'static str>,
        /// `3.2`
        value: Decimal,
        /// Where it is written.
        unit: Option<Unit>,
    },
    /// `1.6/0.8`: between two values
    Between {
        /// `Ra`
        parameter: Option<&'static str>,
        /// First as written.
        upper: Decimal,
        /// Second as written.
        lower: Decimal,
    },
    /// `N7`: a grade of ISO 1302
    Grade(u8),
    /// `6.3S`: of JIS B 0601:1976; S is Rmax, Z is Rz, a is Ra
    Suffixed {
        /// `6.3`
        value: Decimal,
        /// `S`, `Z` or `a`.
        letter: char,
    },
    /// `▽▽`
    Triangles(u8),
    /// `√` without a value
    Check,
    /// Which way the grooves lie: `=`, `⟂`, `X`, `M`, `C`, `R`, `P`
    Lay(char),
    /// How it is made: `ground`
    Process(String),
}

/// All that is said of a surface.
pub type Surface = Vec<Texture>;

/// Longer names first.
const PARAMETERS: [&str; 17] = [
    "RzJIS", "Rmax", "Ra", "Rz", "Ry", "Rt", "Rq", "Rp", "Rv", "Rsm", "Rmr", "Wa", "Wz", "Wt", "Pa", "Pz",
    "Pt",
];

/// Ra in micrometres of the grades N1 … N12, ISO 1302:1992.
const GRADES_RA_UM: [f64; 12] = [0.025, 0.05, 0.1, 0.2, 0.4, 0.8, 1.6, 3.2, 6.3, 12.5, 25.0, 50.0];

/// The Ra that a grade stands for.
pub fn grade_ra_um(grade: u8) -> Option<f64> {
    GRADES_RA_UM.get(usize::from(grade).checked_sub(1)?).copied()
}

pub(super) fn surface(input: &mut &str) -> Out<Surface> {
    repeat(1.., preceded((gap, opt((one_of([',', ';']), gap))), texture)).parse_next(input)
}

fn texture(input: &mut &str) -> Out<Texture> {
    alt((
        repeat(1..=4, terminated('▽', space)).map(|found: Vec<char>| Texture::Triangles(found.len() as u8)),
        repeat(1..=4, terminated('~', space)).map(|_: Vec<char>| Texture::Triangles(0)),
        '√'.value(Texture::Check),
        grade,
        suffixed,
        between,
        roughness,
        lay,
        process,
    ))
    .parse_next(input)
}

fn grade(input: &mut &str) -> Out<Texture> {
    preceded(('N', space), terminated(whole, boundary))
        .verify_map(|number| u8::try_from(number).ok().filter(|grade| grade_ra_um(*grade).is_some()))
        .map(Texture::Grade)
        .parse_next(input)
}

fn suffixed(input: &mut &str) -> Out<Texture> {
    terminated((decimal, preceded(space, one_of(['S', 'Z', 'a']))), boundary)
        .map(|(value, letter)| Texture::Suffixed { value, letter })
        .parse_next(input)
}

fn parameter(input: &mut &str) -> Out<&'static str> {
    named(&PARAMETERS, |name| name).parse_next(input)
}

fn between(input: &mut &str) -> Out<Texture> {
    (opt(terminated(parameter, space)), decimal, (space, one_of(['/', '-']), space), decimal, boundary)
        .map(|(parameter, upper, _, lower, ())| Texture::Between { parameter, upper, lower })
        .parse_next(input)
}

fn roughness(input: &mut &str) -> Out<Texture> {
    let bound = terminated(one_of(['U', 'L']), take_while(1.., ' '));
    let name = terminated(parameter, (space, opt(('=', space))));
    // `R20` of older sheets is a roughness whose parameter was not told apart yet.
    let bare_r = 'R'.value("R");
    let unit = preceded(
        space,
        terminated(alt(("µm".value(Unit::Micrometre), "µin".value(Unit::Microinch))), boundary),
    );
    (opt(bound), opt(alt((name, bare_r))), decimal, opt(unit), not(one_of(|c: char| c.is_alphanumeric())))
        .map(|(bound, parameter, value, unit, ())| Texture::Roughness { bound, parameter, value, unit })
        .parse_next(input)
}

fn lay(input: &mut &str) -> Out<Texture> {
    terminated(one_of(['=', '⟂', 'X', 'M', 'C', 'R', 'P']), not(one_of(|c: char| !c.is_whitespace())))
        .map(Texture::Lay)
        .parse_next(input)
}

/// A row of words only.
fn process(input: &mut &str) -> Out<Texture> {
    let letters = |c: char| c.is_alphabetic() || c == '-' || c == '.' || c == '/';
    let words = (
        one_of(char::is_alphabetic),
        one_of(char::is_alphabetic),
        take_while(0.., letters),
        repeat::<_, _, (), _, _>(0.., (' ', take_while(1.., letters))),
    );
    terminated(words.take(), not(one_of(|c: char| c != '\n' && c != ',' && c != ';' && c != ' ')))
        .map(|text: &str| Texture::Process(text.to_owned()))
        .parse_next(input)
}

impl fmt::Display for Texture {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        let name = |f: &mut fmt::Formatter, parameter: &Option<&str>| match parameter {
            Some(parameter) => write!(f, "{parameter} "),
            None => Ok(()),
        };
        match self {
            Texture::Roughness { bound, parameter, value, unit } => {
                if let Some(bound) = bound {
                    write!(f, "{bound} ")?;
                }
                match parameter {
                    Some("R") => f.write_str("R")?,
                    parameter => name(f, parameter)?,
                }
                write!(f, "{value}")?;
                unit.map_or(Ok(()), |unit| write!(f, " {unit}"))
            }
            Texture::Between { parameter, upper, lower } => {
                name(f, parameter)?;
                write!(f, "{upper}/{lower}")
            }
            Texture::Grade(grade) => write!(f, "N{grade}"),
            Texture::Suffixed { value, letter } => write!(f, "{value}{letter}"),
            Texture::Triangles(0) => f.write_str("~"),
            Texture::Triangles(count) => (0..*count).try_for_each(|_| f.write_str("▽")),
            Texture::Check => f.write_str("√"),
            Texture::Lay(sign) => write!(f, "{sign}"),
            Texture::Process(words) => f.write_str(words),
        }
    }
}
