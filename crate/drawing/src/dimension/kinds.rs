//! What a text itself says of its kind, where that is certain and the detector is not.

use super::callout::Feature;
use super::surface::Texture;
use super::written::{Content, parse};
use crate::Kind;
use crate::caption::is_caption;
use crate::small_letters::small_letters;

/// Words of three letters and more that stand beside sizes although the grammar gives them no meaning.
#[rustfmt::skip]
const BESIDE_SIZES: [&str; 74] = [
    "max", "min", "typ", "ref", "approx", "thru", "all", "deep", "long", "wide", "thick", "depth", "bore",
    "drill", "ream", "tap", "tapped", "thd", "thread", "radius", "rad", "dia", "diam", "full", "far", "near",
    "side", "sides", "both", "each", "hole", "holes", "places", "plcs", "place", "plc", "equ", "eqs",
    "spaced", "spc", "pcd", "inch", "deg", "across", "flats", "square", "csk", "csink", "cbore", "sfc",
    "spotface", "chamfer", "cham", "fillet", "rounds", "unc", "unf", "unef", "unj", "npt", "nptf", "bsp",
    "bspt", "bsw", "bohrung", "bohrungen", "tief", "durch", "fase", "fasen", "trou", "trous", "prof",
    "chanfrein",
];

/// Could this be a size? Sentences, captions, scales, parameters and the places of points are none.
///
/// A size that was misread stays one: what the grammar does not understand is a note only if words or its form say so.
pub fn looks_like_size(text: &str) -> bool {
    if !text.chars().any(|c| c.is_ascii_digit()) || is_caption(text) || is_place(text) {
        return false;
    }
    if parse(Kind::Dimension, text).is_whole() {
        return true;
    }
    // A scale has a colon, a parameter an equals sign.
    !text.contains([':', '='])
        && foreign_words(&parse(Kind::Dimension, text).rest) == 0
        && is_mostly_figures(text)
}

/// `P4 (7,55 | 46,79 | 86,15)`: where a point lies. Between a bar or a semicolon stands no tolerance.
fn is_place(text: &str) -> bool {
    let Some((name, places)) = text.split_once('(') else { return false };
    let Some(places) = places.trim_end().strip_suffix(')') else { return false };
    let is_named = name.starts_with(|c: char| c.is_ascii_uppercase())
        && name.trim_end().ends_with(|c: char| c.is_ascii_digit());
    let is_number = |place: &str| {
        let figures = place.trim().trim_start_matches(['+', '-']);
        figures.chars().any(|c| c.is_ascii_digit())
            && figures.chars().all(|c| c.is_ascii_digit() || ".,".contains(c))
    };
    let parted_by = |sign: char| places.contains(sign) && places.split(sign).all(is_number);
    is_named
        && (parted_by('|') || parted_by(';') || (name.starts_with('P') && (parted_by('/') || parted_by(','))))
}

fn foreign_words(text: &str) -> usize {
    text.split(|c: char| !c.is_alphabetic())
        .filter(|word| word.chars().count() >= 3)
        .filter(|word| !BESIDE_SIZES.contains(&small_letters(word).as_str()))
        .count()
}

/// Letters that a figure or a Ø is misread as do not count.
fn is_mostly_figures(text: &str) -> bool {
    let figures = text.chars().filter(char::is_ascii_digit).count();
    let letters = text.chars().filter(|c| c.is_alphabetic() && !"ØOoQDlISZBRMxX".contains(*c)).count();
    letters < figures
}

/// The kind of a text that was taken for `seen`.
pub fn kind_of(seen: Kind, text: &str) -> Kind {
    match seen {
        Kind::Dimension | Kind::Thread => of_measure(seen, text),
        Kind::Gdt if !text.contains('|') && parse(Kind::Gdt, text).content == Content::Nothing => Kind::Note,
        _ => seen,
    }
}

fn of_measure(seen: Kind, text: &str) -> Kind {
    if matches!(parse(Kind::Gdt, text), written if written.is_whole() && text.contains('|')) {
        return Kind::Gdt;
    }
    if is_roughness(text) {
        return Kind::Surface;
    }
    if !looks_like_size(text) {
        return Kind::Note;
    }
    let is_thread = |kind: Kind| match parse(kind, text).content {
        Content::Callout(elements) => elements.iter().any(|one| matches!(one.feature, Feature::Thread(_))),
        _ => false,
    };
    // `R1/4` is a thread only to whom it seemed to be one; what has no thread in any reading is none.
    match seen {
        Kind::Thread if !is_thread(Kind::Thread) && parse(Kind::Dimension, text).is_whole() => {
            Kind::Dimension
        }
        Kind::Dimension if is_thread(Kind::Dimension) => Kind::Thread,
        _ => seen,
    }
}

/// `Ra 3.2`, by its name.
fn is_roughness(text: &str) -> bool {
    let written = parse(Kind::Surface, text);
    let named = |texture: &Texture| match texture {
        Texture::Roughness { parameter, .. } => parameter.is_some_and(|name| name.len() > 1),
        Texture::Between { parameter, .. } => parameter.is_some(),
        _ => false,
    };
    written.is_whole() && matches!(&written.content, Content::Surface(textures) if textures.iter().any(named))
}
