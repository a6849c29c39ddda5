//! A text → what it says itself of its kind.

use crate::Kind;

/// Words in a size, and a frame without cells, speak against what the detector saw.
pub(crate) fn kind_of(seen: Kind, text: &str) -> Kind {
    let is_against = match seen {
        Kind::Dimension | Kind::Thread => !looks_like_size(text),
        Kind::Gdt => !text.contains('|'),
        _ => false,
    };
    if is_against { Kind::Note } else { seen }
}

/// A scale has a colon, a parameter an equals sign, a sentence words: no size has.
fn looks_like_size(text: &str) -> bool {
    let is_word = |word: &&str| word.chars().count() >= 3;
    text.contains(|letter: char| letter.is_ascii_digit())
        && !text.contains([':', '='])
        && text
            .split(|letter: char| !letter.is_alphabetic())
            .filter(is_word)
            .all(|word| WORDS.contains(&word.to_lowercase().as_str()))
}

/// Words that stand beside sizes.
const WORDS: &[&str] = &[
    "max",
    "min",
    "typ",
    "ref",
    "approx",
    "thru",
    "all",
    "deep",
    "long",
    "wide",
    "thick",
    "depth",
    "bore",
    "drill",
    "ream",
    "tap",
    "tapped",
    "thd",
    "thread",
    "radius",
    "rad",
    "dia",
    "diam",
    "full",
    "far",
    "near",
    "side",
    "sides",
    "both",
    "each",
    "on",
    "hole",
    "holes",
    "places",
    "plcs",
    "place",
    "plc",
    "equ",
    "eqs",
    "spaced",
    "spc",
    "pcd",
    "inch",
    "deg",
    "across",
    "flats",
    "square",
    "csk",
    "csink",
    "cbore",
    "sfc",
    "spotface",
    "chamfer",
    "cham",
    "fillet",
    "rounds",
    "unc",
    "unf",
    "unef",
    "unj",
    "npt",
    "nptf",
    "bsp",
    "bspt",
    "bsw",
    "bohrung",
    "bohrungen",
    "tief",
    "durch",
    "fase",
    "fasen",
    "trou",
    "trous",
    "prof",
    "chanfrein",
];
