//! What the reader read of one text → all that is known of it: kind, text, value, doubts.

use super::doubt::{Doubt, Surroundings, doubts};
use super::kinds::kind_of;
use super::settle::settle;
use super::value::{SheetRules, Value};
use super::written::parse;
use crate::{Kind, Reading};

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
    let settled = settle(kind, lines, assemble);
    let kind = kind_of(kind, &settled.text);
    let around = Surroundings { text_score: around.text_score * settled.chance_ratio, ..*around };
    said(kind, settled.text, rules, &around)
}

/// A text that a person vouches for, and takes for `seen` → what it says; nothing of it is changed.
pub fn understand_text(seen: Kind, text: String, rules: &SheetRules) -> Understood {
    let certain = Surroundings { text_score: 1.0, unsure_below: 0.0, part_mm: None };
    said(kind_of(seen, &text), text, rules, &certain)
}

fn said(kind: Kind, text: String, rules: &SheetRules, around: &Surroundings) -> Understood {
    let is_of_words = matches!(kind, Kind::Note | Kind::Label | Kind::Title | Kind::Table | Kind::Zone);
    if is_of_words {
        let doubts =
            if around.text_score < around.unsure_below { vec![Doubt::LowConfidence] } else { Vec::new() };
        return Understood { kind, text, value: None, doubts };
    }
    let value = Value::of(&parse(kind, &text), rules);
    let doubts = doubts(&value, around);
    Understood { kind, text, value: Some(value), doubts }
}
