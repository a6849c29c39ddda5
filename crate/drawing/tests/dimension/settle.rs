//! Confusions that only the grammar can settle.

use draftlens_drawing::dimension::{Doubt, GeneralTolerance, SheetRules, Surroundings, settle, understand};
use draftlens_drawing::{Alternative, Kind, Reading, Spot};

/// Each spot: its characters, the likeliest first; `_` where nothing may be written.
fn reading(spots: &[(&str, &[f32])]) -> Reading {
    let spots: Vec<Spot> = spots
        .iter()
        .map(|(characters, chances)| Spot {
            alternatives: characters
                .chars()
                .zip(*chances)
                .map(|(c, &chance)| Alternative { character: (c != '_').then_some(c), chance })
                .collect(),
        })
        .collect();
    let text = spots.iter().filter_map(|spot| spot.alternatives[0].character).collect();
    Reading { text, score: 0.5, spots }
}

fn settled(kind: Kind, spots: &[(&str, &[f32])]) -> (String, bool) {
    let settled = settle(kind, &[reading(spots)], |lines| lines.join("\n"));
    (settled.text, settled.changed)
}

const SURE: &[f32] = &[0.99];
const EITHER: &[f32] = &[0.6, 0.35];

#[test]
fn the_usual_confusions_are_settled_from_the_alternatives() {
    let change = |text: &str| (text.to_owned(), true);
    assert_eq!(settled(Kind::Dimension, &[("1", SURE), ("O0", EITHER)]), change("10"));
    assert_eq!(settled(Kind::Dimension, &[("l1", EITHER), ("5", SURE)]), change("15"));
    assert_eq!(settled(Kind::Dimension, &[("0Ø", EITHER), ("1", SURE), ("2", SURE)]), change("Ø12"));
    assert_eq!(
        settled(Kind::Dimension, &[("5", SURE), ("±", SURE), ("O0", EITHER), (".", SURE), ("1", SURE)]),
        change("5±0.1")
    );
    assert_eq!(
        settled(Kind::Gdt, &[("⌖", SURE), ("1|", EITHER), ("0", SURE), (".", SURE), ("1", SURE)]),
        change("⌖|0.1")
    );
    assert_eq!(
        settled(Kind::Dimension, &[("1", SURE), ("._", EITHER), (".", SURE), ("5", SURE)]),
        change("1.5")
    );
}

#[test]
fn what_is_understood_is_left_alone() {
    // Both are sizes: the reader's first choice stands.
    assert_eq!(settled(Kind::Dimension, &[("1", SURE), ("08", EITHER)]), ("10".to_owned(), false));
}

#[test]
fn nothing_is_invented() {
    let unlikely: &[f32] = &[0.98, 0.005];
    assert_eq!(settled(Kind::Dimension, &[("1", SURE), ("O", SURE)]), ("1O".to_owned(), false));
    assert_eq!(settled(Kind::Dimension, &[("1", SURE), ("O0", unlikely)]), ("1O".to_owned(), false));
}

#[test]
fn the_likeliest_understood_text_wins() {
    let spots: &[(&str, &[f32])] = &[("1", SURE), ("O80", &[0.5, 0.1, 0.4])];
    let (text, _) = settled(Kind::Dimension, spots);
    assert!(["18", "10"].contains(&text.as_str()));
    let sorted: &[(&str, &[f32])] = &[("1", SURE), ("O08", &[0.5, 0.4, 0.1])];
    assert_eq!(settled(Kind::Dimension, sorted).0, "10");
}

#[test]
fn lines_are_settled_together() {
    let lines = [
        reading(&[("5", SURE)]),
        reading(&[("+", SURE), ("O0", EITHER), (".", SURE), ("1", SURE)]),
        reading(&[("0", SURE)]),
    ];
    let settled = settle(Kind::Dimension, &lines, |lines| format!("{} {}/{}", lines[0], lines[1], lines[2]));
    assert_eq!(settled.text, "5 +0.1/0");
    assert!((settled.chance_ratio - 0.35 / 0.6).abs() < 1e-6);
}

#[test]
fn all_that_is_known_of_a_text_comes_in_one() {
    let around = Surroundings {
        text_score: 0.95,
        unsure_below: 0.9,
        is_disputed: false,
        is_framed: false,
        part_mm: None,
    };
    let of = |spots| {
        understand(Kind::Dimension, &[reading(spots)], <[String]>::concat, &SheetRules::default(), &around)
    };
    let thread = of(&[("M", SURE), ("1", SURE), ("O0", EITHER)]);
    assert_eq!((thread.kind, thread.text.as_str()), (Kind::Thread, "M10"));
    // The reader itself held it less likely than what it said first.
    assert_eq!(thread.doubts, [Doubt::LowConfidence]);
    assert_eq!(thread.value.and_then(|value| value.amount.nominal), Some(10.0));
    let words = of(&[("N", SURE), ("O0", EITHER), ("T", SURE), ("E", SURE), ("1", SURE)]);
    assert_eq!((words.kind, words.text.as_str(), words.value), (Kind::Note, "NOTE1", None));
}

#[test]
fn what_stands_in_a_frame_is_exact_unless_it_has_a_tolerance_of_its_own() {
    let rules = SheetRules { general_tolerance: GeneralTolerance::said_in("±0.1"), ..SheetRules::default() };
    let value = |text: &'static str, is_framed| {
        let around = Surroundings {
            text_score: 0.95,
            unsure_below: 0.9,
            is_disputed: false,
            is_framed,
            part_mm: None,
        };
        let understood =
            understand(Kind::Dimension, &[reading(&[(text, SURE)])], <[String]>::concat, &rules, &around);
        understood.value.map(|value| (value.basic, value.amount.upper)).unwrap_or_default()
    };
    assert_eq!(value("7", true), (true, None));
    assert_eq!(value("7", false), (false, Some(0.1)));
}

#[test]
fn a_long_line_of_doubtful_spots_ends_soon() {
    let spots: Vec<(&str, &[f32])> = vec![("?!", &[0.5, 0.5]); 200];
    assert!(!settled(Kind::Dimension, &spots).1);
}
