//! What the reader read of one text → all that is known of it: kind, text, value, doubts.

use super::doubt::{Doubt, Surroundings, doubts, of_text, of_writing};
use super::kinds::kind_of;
use super::settle::{alternatives, settle};
use super::value::{SheetRules, Value};
use super::written::parse;
use crate::{Kind, OtherText, Reading};

/// A text, understood as far as it goes.
#[derive(Clone, Debug, PartialEq)]
pub struct Understood {
    /// What it is, by the detector and by its own words.
    pub kind: Kind,
    /// As read, or as the grammar chose among the reader's alternatives.
    pub text: String,
    /// What it is worth; nothing for words.
    pub value: Option<Value>,
    /// What speaks against it.
    pub doubts: Vec<Doubt>,
    /// Where something does: what else the reader held possible.
    pub alternatives: Vec<OtherText>,
}

/// Lines that were read, put together by `assemble`, and taken for `seen` by the detector → what they say on a sheet with
/// such rules.
pub fn understand(
    seen: Kind,
    lines: &[Reading],
    assemble: impl Fn(&[String]) -> String,
    rules: &SheetRules,
    around: &Surroundings,
) -> Understood {
    let first: Vec<String> = lines.iter().map(|line| line.text.clone()).collect();
    // Words stay what they are: only what can be a value is settled.
    let kind = kind_of(seen, &assemble(&first));
    let settled = settle(kind, lines, &assemble);
    let kind = kind_of(kind, &settled.text);
    let chance = around.text_score;
    let around = Surroundings { text_score: chance * settled.chance_ratio, ..*around };
    let said = said(kind, settled.text.clone(), rules, &around);
    if said.doubts.is_empty() {
        return said;
    }
    let others = alternatives(lines, &settled, &assemble).into_iter();
    let alternatives = others
        .map(|(text, ratio)| OtherText { text, text_score: (chance * ratio * 1e4).round() / 1e4 })
        .collect();
    Understood { alternatives, ..said }
}

/// A text that a person vouches for, and takes for `seen` → what it says; nothing of it is changed.
pub fn understand_text(seen: Kind, text: String, rules: &SheetRules) -> Understood {
    let certain = Surroundings {
        text_score: 1.0,
        unsure_below: 0.0,
        is_disputed: false,
        is_framed: false,
        part_mm: None,
    };
    said(kind_of(seen, &text), text, rules, &certain)
}

/// What stands in a frame is theoretically exact, unless it has a tolerance of its own.
fn value_of(kind: Kind, text: &str, rules: &SheetRules, around: &Surroundings) -> Value {
    let written = parse(kind, text);
    if !around.is_framed || !matches!(kind, Kind::Dimension) {
        return Value::of(&written, rules);
    }
    let exact = Value::of(&written, &SheetRules { unit: rules.unit, general_tolerance: None });
    let is_exact = exact.amount.nominal.is_some() && exact.amount.tolerance.is_none();
    if is_exact { Value { basic: true, ..exact } } else { Value::of(&written, rules) }
}

fn said(kind: Kind, text: String, rules: &SheetRules, around: &Surroundings) -> Understood {
    let is_of_words = matches!(kind, Kind::Note | Kind::Label | Kind::Title | Kind::Table | Kind::Zone);
    let value = (!is_of_words).then(|| value_of(kind, &text, rules, around));
    let mut doubts = value.as_ref().map_or_else(|| of_text(around), |value| doubts(value, around));
    doubts.extend(value.as_ref().and_then(|value| of_writing(value, &text)));
    Understood { kind, text, value, doubts, alternatives: Vec::new() }
}
