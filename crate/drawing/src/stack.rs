//! What may stand above or below something else in a size.

/// A deviation, a limit or a fit: `+0.1`, `0`, `H7`.
pub(crate) fn is_stackable(text: &str) -> bool {
    is_deviation(text) || is_fit(text)
}

fn is_deviation(text: &str) -> bool {
    let number = optional(optional(text, is_sign), char::is_whitespace);
    some(number, is_of_number).is_some_and(|rest| {
        let unit = optional(optional(rest, char::is_whitespace), is_mark);
        unit.is_empty() || unit == "mm"
    })
}

fn is_fit(text: &str) -> bool {
    let letters = text.chars().take_while(char::is_ascii_alphabetic).count();
    let grade = &text[letters..];
    (1..=2).contains(&letters)
        && (1..=2).contains(&grade.len())
        && grade.bytes().all(|byte| byte.is_ascii_digit())
}

/// A whole size that may be one of two limits: `Ø6.15`.
pub(crate) fn is_limit(text: &str) -> bool {
    let prefix = ["SØ", "Ø", "SR", "R"].into_iter().find_map(|prefix| text.strip_prefix(prefix));
    let number = optional(prefix.unwrap_or(text), char::is_whitespace);
    some(number, is_of_number).is_some_and(|rest| {
        let digits = &number[..number.len() - rest.len()];
        let separators = digits.bytes().filter(|byte| !byte.is_ascii_digit()).count();
        let ends_well = digits.ends_with(|last: char| last.is_ascii_digit());
        separators <= 1 && ends_well && optional(optional(rest, char::is_whitespace), is_mark).is_empty()
    })
}

/// A size whose lower deviation stands on its own base line and so was taken for one line with it → the two.
pub(crate) fn with_lower(text: &str) -> Option<(&str, &str)> {
    let signed = text.rfind(['+', '-']).map(|at| text.split_at(at)).filter(|(_, lower)| {
        let number = optional(&lower[1..], char::is_whitespace);
        some(number, is_of_number).is_some_and(|rest| optional(rest, is_mark).is_empty())
    });
    let zero = || text.rsplit_once(char::is_whitespace).filter(|(_, lower)| is_zero(lower));
    let (nominal, lower) = signed.or_else(zero)?;
    let nominal = nominal.trim_end();
    let behind_signs = nominal.rsplit(['+', '-']).next()?;
    behind_signs.contains(|letter: char| letter.is_ascii_digit()).then_some((nominal, lower))
}

/// `0`, `0,00`.
fn is_zero(text: &str) -> bool {
    text.strip_prefix('0').is_some_and(|rest| optional(rest, is_separator).bytes().all(|byte| byte == b'0'))
}

fn is_sign(letter: char) -> bool {
    matches!(letter, '+' | '-' | '±')
}

fn is_mark(letter: char) -> bool {
    matches!(letter, '°' | '"')
}

fn is_separator(letter: char) -> bool {
    matches!(letter, '.' | ',')
}

fn is_of_number(letter: char) -> bool {
    letter.is_ascii_digit() || is_separator(letter)
}

/// Without the first character, if it is such a one.
fn optional(text: &str, is: impl Fn(char) -> bool) -> &str {
    text.strip_prefix(is).unwrap_or(text)
}

/// Without the first characters that are such, of which there must be one.
fn some(text: &str, is: impl Fn(char) -> bool) -> Option<&str> {
    let rest = text.trim_start_matches(is);
    (rest.len() < text.len()).then_some(rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn deviations_and_fits_may_be_stacked_and_sizes_with_words_not() {
        for text in ["+0.1", "- 0,2", "±.05", "0", "0.00", "0,5°", "+0.1 mm", "12.5\"", "H7", "js6", "e9"] {
            assert!(is_stackable(text), "{text}");
        }
        for text in ["", "+", "Ø12", "2x", "H123", "abc7", "0.1 cm", "+0.1 +0.2"] {
            assert!(!is_stackable(text), "{text}");
        }
    }

    #[test]
    fn limits_are_whole_sizes() {
        for text in ["6.15", "Ø6,00", "SR 12", "R.5", "SØ8", "30°", "1.5\""] {
            assert!(is_limit(text), "{text}");
        }
        for text in ["", "Ø", "6.", "1.2.3", "M8", "6.15 H7", "+0.1", "2xØ6"] {
            assert!(!is_limit(text), "{text}");
        }
    }

    #[test]
    fn a_lower_deviation_on_the_base_line_is_told_from_its_size() {
        assert_eq!(with_lower("Ø 3,99 -0,02"), Some(("Ø 3,99", "-0,02")));
        assert_eq!(with_lower("35 0"), Some(("35", "0")));
        assert_eq!(with_lower("35 +0.1 0,0"), Some(("35 +0.1", "0,0")));
        assert_eq!(with_lower("45 - 1°"), Some(("45", "- 1°")));
        for text in ["35", "350", "-0.2", "a -0.2 x", "35 +", "M8-6H", "12 05"] {
            assert_eq!(with_lower(text), None, "{text}");
        }
    }
}
