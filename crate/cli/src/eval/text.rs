//! When two texts say the same, and how far apart they are.

/// What different hands write differently, written one way.
pub(super) fn normalised(text: &str) -> Vec<char> {
    let mut text: String =
        text.chars().filter(|letter| !letter.is_whitespace() && *letter != '|').map(same).collect();
    for (from, to) in [
        ("''", "\""),
        ("+/-", "±"),
        ("+-", "±"),
        ("//", "∥"),
        ("Ⓜ", "(M)"),
        ("Ⓛ", "(L)"),
        ("Ⓟ", "(P)"),
        ("∨", "⌵"),
        ("▽", "⌵"),
    ] {
        text = text.replace(from, to);
    }
    let mut letters: Vec<char> = text.chars().collect();
    point_commas(&mut letters);
    let letters = without_slashes(&letters);
    let lower = letters.into_iter().flat_map(char::to_lowercase);
    lower
        .flat_map(|letter| match letter {
            'ß' => vec!['s', 's'],
            'µ' => vec!['μ'],
            letter => vec![letter],
        })
        .collect()
}

fn same(letter: char) -> char {
    match letter {
        '⌀' | '∅' | 'φ' | 'Φ' | 'ϕ' | 'ø' => 'Ø',
        '×' | '✕' | 'X' => 'x',
        '−' | '–' | '—' => '-',
        'º' | '˚' => '°',
        '”' | '“' | '″' => '"',
        letter => letter,
    }
}

/// Decimal commas become points.
fn point_commas(letters: &mut [char]) {
    for at in 1..letters.len().saturating_sub(1) {
        if letters[at] == ',' && letters[at - 1].is_ascii_digit() && letters[at + 1].is_ascii_digit() {
            letters[at] = '.';
        }
    }
}

/// Only the slash of a fraction of two whole numbers stays: stacked tolerances compare equal with and without.
fn without_slashes(letters: &[char]) -> Vec<char> {
    let mut kept = Vec::with_capacity(letters.len());
    // Where the last fraction ended: its digits are no numerator.
    let mut fraction_end = 0;
    for (at, &letter) in letters.iter().enumerate() {
        if letter != '/' {
            kept.push(letter);
            continue;
        }
        let is_digit = |letter: &&char| letter.is_ascii_digit();
        let before = letters[fraction_end..at].iter().rev().take_while(is_digit).count();
        let behind = letters[at + 1..].iter().take_while(is_digit).count();
        let is_number =
            |letter: Option<&char>| letter.is_some_and(|letter| letter.is_ascii_digit() || *letter == '.');
        let starts = before > 0 && !is_number((at - before).checked_sub(1).and_then(|at| letters.get(at)));
        if starts && behind > 0 && !is_number(letters.get(at + 1 + behind)) {
            kept.push(letter);
            fraction_end = at + 1 + behind;
        }
    }
    kept
}

/// The fewest characters to insert, delete or replace.
pub(super) fn distance(one: &[char], other: &[char]) -> usize {
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (i, a) in one.iter().enumerate() {
        let mut diagonal = std::mem::replace(&mut row[0], i + 1);
        for (j, b) in other.iter().enumerate() {
            let best = (row[j + 1] + 1).min(row[j] + 1).min(diagonal + usize::from(a != b));
            diagonal = std::mem::replace(&mut row[j + 1], best);
        }
    }
    row[other.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hands_that_write_differently_agree() {
        for (one, other) in [
            ("2 × Ø 38 H12", "2xø38h12"),
            ("35 +0,1/-0,2", "35 +0.1 -0.2"),
            ("⌖|Ø0.1Ⓜ|A", "⌖Ø0.1(M)A"),
            ("12+/-0,5", "12±0.5"),
            ("1/32", "1/32"),
            ("6.15/6.00", "6.156.00"),
        ] {
            assert_eq!(normalised(one), normalised(other), "{one} {other}");
        }
        assert_ne!(normalised("1/32"), normalised("132"), "a fraction keeps its slash");
        assert_ne!(normalised("6.1"), normalised("61"));
    }

    #[test]
    fn distances_are_those_worked_out_by_hand() {
        let between =
            |a: &str, b: &str| distance(&a.chars().collect::<Vec<_>>(), &b.chars().collect::<Vec<_>>());
        assert_eq!((between("kitten", "sitting"), between("", "abc"), between("Ø38", "Ø38")), (3, 3, 0));
    }
}
