//! What speaks against a value.

use draftlens_drawing::Kind;
use draftlens_drawing::dimension::{
    Doubt, SheetRules, Surroundings, Unit, Value, doubts, parse, understand_text,
};

const SURE: Surroundings = Surroundings {
    text_score: 0.99,
    unsure_below: 0.9,
    is_disputed: false,
    is_framed: false,
    part_mm: Some(300.0),
};

fn of(kind: Kind, text: &str) -> Vec<Doubt> {
    doubts(&Value::of(&parse(kind, text), &SheetRules::default()), &SURE)
}

#[test]
fn a_plain_value_is_not_doubted() {
    for text in [
        "12",
        "0",
        "0°",
        "Ø38 H12",
        "35.00 0.00/-0.20",
        "6.15/6.00",
        "45°",
        "R0.5",
        "5x20=100",
        "0.80±0.08",
        "4x Ø6.6 THRU\n⌴Ø11 ↧6.5",
        "30 H7 (+0.021/0)",
        "12 H7/g6",
        "R500",
    ] {
        assert_eq!(of(Kind::Dimension, text), [], "{text:?}");
    }
    assert_eq!(of(Kind::Gdt, "⌖|Ø0.1Ⓜ|A|B"), []);
    assert_eq!(of(Kind::Surface, "Ra 3.2"), []);
    assert_eq!(of(Kind::Datum, "A"), []);
}

#[test]
fn each_fault_has_its_reason() {
    for (text, reason) in [
        ("??", Doubt::NotUnderstood),
        ("Ø5 KNURLED", Doubt::PartlyUnderstood),
        ("0.1±0.5", Doubt::ToleranceLargerThanSize),
        ("10 -0.2/+0.1", Doubt::UpperBelowLower),
        ("10 +0.1", Doubt::OneDeviation),
        ("150/12", Doubt::LimitsFarApart),
        ("20 t6", Doubt::FitUnknown),
        ("30 H7 (+0.025/0)", Doubt::FitContradicted),
        ("Ø0", Doubt::SizeOfNothing),
        ("600", Doubt::LargerThanPart),
        ("Ø5 ↧400", Doubt::DeeperThanPart),
        ("900x Ø5", Doubt::CountAbsurd),
        ("450°", Doubt::AngleBeyondTurn),
        ("5x20=110", Doubt::SumContradicted),
        ("Ø11 THRU\n⌴Ø6.6 ↧5", Doubt::SinkNarrowerThanHole),
    ] {
        assert_eq!(of(Kind::Dimension, text), [reason], "{text:?}");
    }
    assert_eq!(of(Kind::Gdt, "⏥|0.1|A"), [Doubt::DatumOfForm]);
    assert_eq!(of(Kind::Gdt, "⟂|0.1"), [Doubt::DatumMissing]);
}

#[test]
fn an_unsure_reading_is_doubted_whatever_it_says() {
    let value = Value::of(&parse(Kind::Dimension, "12"), &SheetRules::default());
    assert_eq!(doubts(&value, &Surroundings { text_score: 0.5, ..SURE }), [Doubt::LowConfidence]);
    assert_eq!(serde_json::to_value(Doubt::ToleranceLargerThanSize).unwrap(), "tolerance_larger_than_size");
}

#[test]
fn limits_that_are_written_unlike_each_other_may_be_two_sizes() {
    let doubts =
        |text: &str| understand_text(Kind::Dimension, text.to_owned(), &SheetRules::default()).doubts;
    // odri_solo12: two ordinates side by side.
    assert_eq!(doubts("65/62,26"), [Doubt::LimitsFarApart]);
    assert_eq!(doubts("30/18"), [Doubt::LimitsFarApart]);
    for limits in ["6.15/6.00", "16.00/15.50", "0.5/0.2", "Ø8,20/Ø8,00"] {
        assert_eq!(doubts(limits), [], "{limits}");
    }
}

#[test]
fn millimetres_that_begin_with_a_point_are_doubted() {
    let of = |text: &str, unit| {
        let rules = SheetRules { unit, ..SheetRules::default() };
        understand_text(Kind::Dimension, text.to_owned(), &rules).doubts
    };
    for text in [".35", "R.5", ".15/.00"] {
        assert!(of(text, Unit::Millimetre).contains(&Doubt::FirstFigureMissing), "{text}");
        assert!(!of(text, Unit::Inch).contains(&Doubt::FirstFigureMissing), "{text} in inches");
    }
    assert_eq!(of("0.35", Unit::Millimetre), []);
}
