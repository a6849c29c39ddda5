//! A block of text that stands for a title block: its lines have no labels, and say by themselves what they are.

use super::label::{Label, plain};
use super::meaning;

/// Longer lines are sentences.
const MOST_WORDS_OF_MATERIAL: usize = 5;

/// What names a material; in front of it or alone.
#[rustfmt::skip]
const MATERIALS: [&str; 42] = [
    "aluminium", "aluminum", "alu", "steel", "brass", "bronze", "copper", "titanium", "magnesium", "zinc", "iron", "nylon",
    "polyamide", "polycarbonate", "acrylic", "delrin", "pom", "ptfe", "teflon", "peek", "pla", "abs", "petg", "plywood",
    "stahl", "edelstahl", "baustahl", "messing", "kupfer", "titan", "kunststoff", "acier", "inox", "laiton", "cuivre",
    "acero", "laton", "acciaio", "alluminio", "ottone", "rame", "polyethylene",
];
const QUALITIES: [&str; 12] = [
    "stainless",
    "carbon",
    "tool",
    "spring",
    "mild",
    "hardened",
    "cast",
    "structural",
    "anodised",
    "anodized",
    "black",
    "alloy",
];

/// The title and the material that the lines of a text tell, where some of them tell the sheet's scale or unit.
pub(super) fn told<'t>(lines: &[&'t str]) -> Vec<(Label, &'t str)> {
    let says = |line: &&str| !meaning::said_in(line).is_empty();
    let of_sheet = [Label::Scale, Label::Unit];
    let is_legend =
        lines.iter().any(|line| meaning::said_in(line).iter().any(|(label, _)| of_sheet.contains(label)));
    let Some((first, rest)) = lines.split_first().filter(|_| is_legend) else { return Vec::new() };
    let title = Some(without_date(first)).filter(|title| !says(first) && meaning::suits(Label::Title, title));
    let material = rest.iter().copied().find(|line| is_material(line));
    let named = |label, text: Option<&'t str>| text.map(|text| (label, text));
    named(Label::Title, title).into_iter().chain(named(Label::Material, material)).collect()
}

/// `Motor Shaft - 11.8.2020` → `Motor Shaft`
fn without_date(line: &str) -> &str {
    let Some((title, date)) = line.rsplit_once(" - ") else { return line };
    let is_date = date.chars().filter(char::is_ascii_digit).count() >= 3
        && date.chars().all(|c| c.is_ascii_digit() || ". /-".contains(c));
    if is_date { title.trim_end() } else { line }
}

/// `Aluminium 7075`, `Stainless Steel`, `POM black`, and no sentence about them.
fn is_material(line: &str) -> bool {
    let words: Vec<String> = line.split_whitespace().map(plain).collect();
    let is_of = |known: &[&str], word: &str| known.contains(&word);
    let is_grade = |word: &str| word.chars().any(|c| c.is_ascii_digit());
    words.len() <= MOST_WORDS_OF_MATERIAL
        && words.first().is_some_and(|first| is_of(&MATERIALS, first) || is_of(&QUALITIES, first))
        && words.iter().any(|word| is_of(&MATERIALS, word))
        && words.iter().all(|word| is_of(&MATERIALS, word) || is_of(&QUALITIES, word) || is_grade(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_legend_names_part_and_material() {
        let lines =
            ["Motor Shaft - 11.8.2020", "Stainless Steel", "3.99 mm precision ground rod", "A4 - Scale 3:1"];
        assert_eq!(told(&lines), [(Label::Title, "Motor Shaft"), (Label::Material, "Stainless Steel")]);
        assert_eq!(told(&["Dimensions in inches"]), []);
        assert_eq!(told(&["1. Remove burrs", "Steel"]), [], "nothing of the sheet's scale or unit: a note");
    }

    #[test]
    fn materials_are_told_from_what_is_said_of_them() {
        for line in
            ["Aluminium 7075", "POM", "Acier inox 316L", "black anodised aluminium", "PLA", "Steel S235JR"]
        {
            assert!(is_material(line), "{line}");
        }
        for line in ["", "7075", "T-slotted aluminum profiles", "Steel must be clean", "Black", "Iron Man"] {
            assert!(!is_material(line), "{line}");
        }
    }
}
