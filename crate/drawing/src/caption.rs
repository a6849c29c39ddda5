//! The names of views, which the detector takes for sizes or notes now and then.

use crate::small_letters::small_letters;

/// What follows a view's word is no longer than this.
const LONGEST_NAME: usize = 24;

/// Words that name a view, in front of which one.
const CAPTION_WORDS: &[&str] = &[
    "section",
    "sect",
    "schnitt",
    "coupe",
    "detail",
    "einzelheit",
    "enlarged view",
    "view",
    "ansicht",
    "vue",
    "scale",
    "massstab",
    "maßstab",
    "echelle",
];

/// Words that are a view's whole name.
const WHOLE_CAPTIONS: &[&str] =
    &["isometric view", "top view", "front view", "side view", "bottom view", "rear view", "flat pattern"];

/// Letters that may have a figure behind them: no size begins with one, no figure is misread as one.
const LETTERS_WITH_FIGURE: &str = "AEFKVXY";

/// What names a view: a letter or two, each with a figure perhaps, a view's word with whatever follows, a scale by itself.
pub(crate) fn is_caption(text: &str) -> bool {
    let text = text.trim();
    let lower = small_letters(text);
    let is_worded = CAPTION_WORDS.iter().any(|word| {
        lower.strip_prefix(word).is_some_and(|rest| {
            let ends_word = rest.chars().next().is_none_or(|letter| !letter.is_alphanumeric());
            ends_word && !rest.contains('\n') && rest.chars().count() <= LONGEST_NAME
        })
    });
    is_worded || WHOLE_CAPTIONS.contains(&lower.as_str()) || is_lettered(text)
}

/// `A`, `B - B`, `C (2:1)`, `X2`, `B1-B1`.
fn is_lettered(text: &str) -> bool {
    let is_scale = |letter: char| letter.is_ascii_digit() || letter.is_whitespace() || letter == ':';
    let (letters, scale) =
        text.split_once('(').map_or((text, None), |(letters, scale)| (letters, Some(scale)));
    let is_right_scale = scale.is_none_or(|scale| {
        scale.strip_suffix(')').is_some_and(|inner| !inner.is_empty() && inner.chars().all(is_scale))
    });
    let names: Vec<&str> = letters.trim_end().split('-').map(str::trim).collect();
    let is_said_twice = matches!(names[..], [one, other] if one == other);
    let is_name = |name: &&str| match name.as_bytes() {
        [letter] => letter.is_ascii_uppercase(),
        [letter, figure] => {
            let is_sure = is_said_twice || LETTERS_WITH_FIGURE.as_bytes().contains(letter);
            letter.is_ascii_uppercase() && figure.is_ascii_digit() && is_sure
        }
        _ => false,
    };
    names.len() <= 2 && names.iter().all(is_name) && is_right_scale
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn views_are_named_by_letters_or_by_their_words() {
        for text in [
            "SCALE 1:2",
            "A-A",
            "B",
            "DETAIL C (2:1)",
            "Schnitt D-D",
            "C (2:1)",
            "Isometric View",
            "X2",
            "B1 - B1",
        ] {
            assert!(is_caption(text), "{text}");
        }
        for text in [
            "REMOVE ALL BURRS",
            "AB",
            "thickness = 3",
            "A (",
            "A (x)",
            "VIEWED FROM ABOVE",
            "a",
            "C2",
            "M3",
            "R2-3",
        ] {
            assert!(!is_caption(text), "{text}");
        }
    }
}
