//! Small letters in the scripts that labels and captions are written in: Latin, Greek and Cyrillic.
//!
//! All of Unicode would bring tables into the browser that are larger than all labels together. Each letter stays one
//! letter, of as many bytes.

/// The text with each letter small.
pub(crate) fn small_letters(text: &str) -> String {
    text.chars().map(small_letter).collect()
}

/// The small one of a letter; what has none stays.
pub(crate) fn small_letter(letter: char) -> char {
    let step = match letter {
        'À'..='Ö' | 'Ø'..='Þ' | 'Α'..='Ρ' | 'Σ'..='Ω' | 'А'..='Я' => 32,
        'Ѐ'..='Џ' => 80,
        // Pairs, the capital first.
        'Ā'..='ı' | 'Ĳ'..='ķ' | 'Ŋ'..='ŷ' if u32::from(letter).is_multiple_of(2) && letter != 'İ' => 1,
        'Ĺ'..='ň' | 'Ź'..='ž' if !u32::from(letter).is_multiple_of(2) => 1,
        _ => return letter.to_ascii_lowercase(),
    };
    char::from_u32(u32::from(letter) + step).unwrap_or(letter)
}

#[cfg(test)]
mod tests {
    use super::small_letter;

    #[test]
    fn letters_of_labels_become_small_as_unicode_has_it() {
        let scripts = ('\0'..='ž').chain('Α'..='Ω').chain('Ѐ'..='я');
        for letter in scripts.filter(|letter| !"İŸ".contains(*letter)) {
            assert_eq!(
                letter.to_lowercase().collect::<String>(),
                small_letter(letter).to_string(),
                "{letter}"
            );
        }
        for letter in ['İ', '図', 'ß', '⌀'] {
            assert_eq!(small_letter(letter), letter);
        }
    }
}
