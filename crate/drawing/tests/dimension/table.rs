//! Texts of real drawings (`shared/drawings`), with what they mean as read off the drawings by a person.

use draftlens_drawing::Kind;
use draftlens_drawing::dimension::{SheetRules, Unit, Value, kind_of, looks_like_size, parse};

use crate::summary::summary;

const TABLE: &str = include_str!("table.tsv");
/// Sheets that are dimensioned in inches, as their names say.
const INCH_PAGES: &str = "_in";

struct Case {
    page: &'static str,
    kind: Kind,
    text: String,
    value: &'static str,
}

fn cases() -> Vec<Case> {
    let rows = TABLE.lines().skip(1).map(|line| line.split('\t').collect::<Vec<_>>());
    rows.map(|row| Case {
        page: row[0],
        kind: serde_json::from_value(row[1].into()).unwrap(),
        text: row[2].replace('⏎', "\n"),
        value: row[3],
    })
    .collect()
}

fn is_size(kind: Kind) -> bool {
    matches!(kind, Kind::Dimension | Kind::Thread)
}

fn value(case: &Case) -> Value {
    let unit = if case.page.ends_with(INCH_PAGES) { Unit::Inch } else { Unit::Millimetre };
    Value::of(&parse(case.kind, &case.text), &SheetRules { unit, general_tolerance: None })
}

#[test]
fn at_least_300_real_readings_mean_what_a_person_read() {
    let cases = cases();
    assert!(cases.len() >= 300);
    let meant: Vec<&Case> = cases.iter().filter(|case| case.value != "-").collect();
    let parsed = meant.iter().filter(|case| parse(case.kind, &case.text).is_whole()).count();
    let failures: Vec<String> = cases
        .iter()
        .map(|case| (case, summary(&value(case))))
        .filter(|(case, is)| is != case.value)
        .map(|(case, is)| format!("{}: {:?} is {is:?}, not {:?}", case.page, case.text, case.value))
        .collect();
    println!(
        "{} readings, {} with a value: {parsed} parsed whole; right: {} of {}",
        cases.len(),
        meant.len(),
        cases.len() - failures.len(),
        cases.len()
    );
    assert!(failures.is_empty(), "{}", failures.join("\n"));
    assert_eq!(parsed, meant.len());
}

#[test]
fn words_are_told_from_sizes_on_real_sheets() {
    for case in cases() {
        if is_size(case.kind) {
            assert!(looks_like_size(&case.text), "{:?} is a size", case.text);
            assert!(is_size(kind_of(Kind::Dimension, &case.text)), "{:?}", case.text);
        }
        if case.kind == Kind::Note {
            assert_eq!(kind_of(Kind::Dimension, &case.text), Kind::Note, "{:?} is a note", case.text);
        }
    }
}

#[test]
fn frames_and_surfaces_are_told_from_sizes_on_real_sheets() {
    for case in cases().iter().filter(|case| matches!(case.kind, Kind::Gdt | Kind::Surface)) {
        assert_eq!(kind_of(Kind::Dimension, &case.text), case.kind, "{:?}", case.text);
    }
}
