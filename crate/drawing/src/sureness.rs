//! Steps of the reader, a text → the chance that the line says it, at whichever steps: the sum over all ways to say it.
//!
//! Where one letter ends and the next begins is no doubt about the text. Nor is a space that parts no figures, nor a comma
//! for a point: both change no size.

use crate::spell::BLANK;

/// What is written now so, now otherwise, and means the same in every size.
const TWINS: [[char; 2]; 2] = [['.', ','], ['x', 'X']];

/// Two classes that say the same, or one.
type State = [Option<usize>; 2];

/// `chances` are those of each class, step by step; class `i` is the character at `i - 1` of the alphabet.
pub(crate) fn chance_of(text: &str, chances: &[Vec<f32>], alphabet: &[char]) -> f64 {
    let states = states(text, alphabet);
    let mut ways = vec![0.0; states.len()];
    ways[0] = 1.0;
    for chances in chances {
        for at in (0..states.len()).rev() {
            // Between two letters nothing need be said, unless they are the same.
            let may_skip = at % 2 == 1 && at > 1 && !states[at].contains(&states[at - 2][0]);
            let from = at.saturating_sub(if may_skip { 2 } else { 1 });
            let said: f64 = states[at].iter().flatten().map(|&class| f64::from(chances[class])).sum();
            ways[at] = said * ways[from..=at].iter().sum::<f64>();
        }
    }
    ways.iter().rev().take(2).sum()
}

/// What is said before, between and behind the letters, and each letter.
fn states(text: &str, alphabet: &[char]) -> Vec<State> {
    let class = |letter: char| alphabet.iter().position(|one| *one == letter).map(|at| at + 1);
    let all: Vec<char> = text.chars().collect();
    let counts = |at: &usize| all[*at] != ' ' || parts_figures(&all[..*at], &all[at + 1..]);
    let letters: Vec<char> = (0..all.len()).filter(counts).map(|at| all[at]).collect();
    let gap = |at: usize| {
        let is_of_figures = parts_figures(&letters[..at], &letters[at..]);
        [Some(BLANK), if is_of_figures { None } else { class(' ') }]
    };
    let twin = |letter: char| {
        let [one, other] = TWINS.into_iter().find(|twins| twins.contains(&letter))?;
        class(if letter == one { other } else { one })
    };
    let spoken = |at: usize| [[class(letters[at]), twin(letters[at])], gap(at + 1)];
    std::iter::once(gap(0)).chain((0..letters.len()).flat_map(spoken)).collect()
}

/// `1 3/8` is not `13/8`.
fn parts_figures(before: &[char], behind: &[char]) -> bool {
    let is_figure = |letter: Option<&char>| letter.is_some_and(char::is_ascii_digit);
    let is_written = |letter: &&char| **letter != ' ';
    is_figure(before.iter().rfind(is_written)) && is_figure(behind.iter().find(is_written))
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALPHABET: [char; 5] = [' ', '1', '3', '.', ','];

    /// As what a row of steps is read, with points for commas.
    fn spelt(classes: &[usize]) -> String {
        let mut before = BLANK;
        let mut text = String::new();
        for &class in classes {
            let class = if class == 5 { 4 } else { class };
            if class != before && class != BLANK {
                text.push(ALPHABET[class - 1]);
            }
            before = class;
        }
        text
    }

    fn meant(text: &str) -> String {
        let all: Vec<char> = text.chars().collect();
        let counts = |at: &usize| all[*at] != ' ' || parts_figures(&all[..*at], &all[at + 1..]);
        (0..all.len()).filter(counts).map(|at| all[at]).collect()
    }

    #[test]
    fn all_ways_to_say_a_text_are_counted_once() {
        let steps: Vec<Vec<f32>> = (0..5)
            .map(|step| {
                let raw: Vec<f32> = (0..6).map(|class| ((step * 7 + class * 5) % 11 + 1) as f32).collect();
                let total: f32 = raw.iter().sum();
                raw.iter().map(|one| one / total).collect()
            })
            .collect();
        for text in ["13", "1", "", "1.3", "1 3", "33", "1.", " 1"] {
            let mut expected = 0.0;
            for way in 0..6_usize.pow(5) {
                let classes: Vec<usize> = (0..5).map(|step| way / 6_usize.pow(step) % 6).collect();
                if meant(&spelt(&classes)) == meant(text) {
                    let chances = classes.iter().zip(&steps).map(|(&class, step)| f64::from(step[class]));
                    expected += chances.product::<f64>();
                }
            }
            let found = chance_of(text, &steps, &ALPHABET);
            assert!((found - expected).abs() < 1e-6, "{text:?}: {found}, not {expected}");
        }
    }
}
