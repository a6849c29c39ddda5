//! Characters that mean the same on a drawing → one of them.
//!
//! Each character becomes exactly one, so that a place in the folded text is a place in the text that was read.

/// The text as the grammar sees it. What was read stays as it is.
pub(super) fn folded(text: &str) -> String {
    text.chars().map(fold).collect()
}

fn fold(c: char) -> char {
    match c {
        '⌀' | '∅' | 'φ' | 'Φ' | 'ϕ' | 'ø' => 'Ø',
        '×' | '✕' | '⨯' | 'Ｘ' | 'ｘ' => 'x',
        '−' | '–' | '—' | '‐' | '‑' => '-',
        'º' | '˚' => '°',
        '”' | '“' | '″' | '＂' => '"',
        '’' | '‘' | '′' => '\'',
        '⊥' => '⟂',
        '◯' => '○',
        '⊕' => '⌖',
        '☐' | '▢' => '□',
        '∨' => '⌵',
        '∇' => '▽',
        'μ' => 'µ',
        '\n' | '\r' => c,
        _ if c.is_whitespace() => ' ',
        // Full-width forms of Japanese sheets lie one fixed step above ASCII.
        '！'..='～' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
        _ => c,
    }
}

#[cfg(test)]
mod tests {
    use super::folded;

    #[test]
    fn lookalikes_become_one_without_changing_the_length() {
        let text = "４－⌀６ × 45˚ “½”";
        assert_eq!(folded(text), "4-Ø6 x 45° \"½\"");
        assert_eq!(folded(text).chars().count(), text.chars().count());
    }
}
