//! Every form that a dimension takes, and what it means.

use draftlens_drawing::Kind;
use draftlens_drawing::dimension::{GeneralTolerance, LinearClass, SheetRules, Unit, Value, parse};

use crate::summary::summary;

#[track_caller]
fn means(kind: Kind, text: &str, meaning: &str) {
    assert_eq!(summary(&Value::of(&parse(kind, text), &SheetRules::default())), meaning, "{text:?}");
}

#[track_caller]
fn size(text: &str, meaning: &str) {
    means(Kind::Dimension, text, meaning);
}

#[track_caller]
fn thread(text: &str, meaning: &str) {
    means(Kind::Thread, text, meaning);
}

#[test]
fn symbols_say_of_what_a_size_is() {
    size("12", "linear 12");
    size("SØ25", "spherical_diameter 25");
    size("SR 12,5", "spherical_radius 12.5");
    size("CR5", "controlled_radius 5");
    size("□20", "square 20");
    size("⌒31,4", "arc 31.4");
    size("t2", "thickness 2");
    size("t=1.5", "thickness 1.5");
    size("⌀ 8", "diameter 8");
    size("DIA 6", "diameter 6");
    size("6 DIA", "diameter 6");
    size("φ10", "diameter 10");
}

#[test]
fn counts_stand_before_or_behind() {
    size("2×R3", "2x radius 3");
    size("4-Ø6", "4x diameter 6");
    size("(4x) Ø6", "4x diameter 6");
    size("Ø6 (4 PLACES)", "4x diameter 6");
    size("Ø6 4 PLCS", "4x diameter 6");
    size("Ø6 (4x)", "4x diameter 6");
    size("R5 TYP.", "radius 5 typical");
    size("4 HOLES Ø6", "4x diameter 6");
    size("3x12", "3x linear 12");
    size("2x 45°", "2x angle 45 deg");
    size("5x20=100", "5x spaced 20 length 100");
    size("5 x 20 (=100)", "5x spaced 20 length 100");
    size("2x 1x45°", "2x chamfer 1 @45");
    size("6x Ø5 EQ. SP.", "6x diameter 5 EQ SP");
}

#[test]
fn tolerances_of_every_form_are_understood() {
    size("10±0,1", "linear 10 +0.1/-0.1");
    size("10 +/-0.1", "linear 10 +0.1/-0.1");
    size("10 +0.2/-0.1", "linear 10 +0.2/-0.1");
    size("10 +0.2 -0.1", "linear 10 +0.2/-0.1");
    size("10 +0.3/+0.1", "linear 10 +0.3/+0.1");
    size("10 -0.1/-0.3", "linear 10 -0.1/-0.3");
    size("10 0/-0.1", "linear 10 0/-0.1");
    size("10 +0.1", "linear 10 +0.1/?");
    size("10.2/10.0", "linear 10..10.2");
    size("10.0-10.2", "linear 10..10.2");
    size("Ø16/Ø15.5", "diameter 15.5..16");
    size("5 MAX", "linear 5 0/?");
    size("R0.2 MIN.", "radius 0.2 ?/0");
    size("(25)", "linear 25 reference");
    size("25 REF", "linear 25 reference");
    size("[25]", "linear 25 basic");
    size("4x [Ø50]", "4x diameter 50 basic");
    size("12 APPROX", "linear 12 approximate");
}

#[test]
fn fits_have_their_limits_computed_or_as_written() {
    size("50 H7/g6", "linear 50 H7/g6 +0.025/0 mate -0.009/-0.025");
    size("Ø20h6", "diameter 20 h6 0/-0.013");
    size("Ø38 H12", "diameter 38 H12 +0.25/0");
    size("30 H7 (+0.021/0)", "linear 30 H7 +0.021/0");
    size("30js6", "linear 30 js6 +0.0065/-0.0065");
    size("8 P9", "linear 8 P9 -0.015/-0.051");
}

#[test]
fn angles_are_decimal_or_in_minutes_and_seconds() {
    size("30°", "angle 30 deg");
    size("22,5°", "angle 22.5 deg");
    size("12°30'", "angle 12.5 deg");
    size("0°15'36\"", "angle 0.26 deg");
    size("45°±0.5°", "angle 45 deg +0.5/-0.5");
    size("30° ±30'", "angle 30 deg +0.5/-0.5");
    size("60° +1°/-30'", "angle 60 deg +1/-0.5");
    size("90 DEG", "angle 90 deg");
    size("45° TYP", "angle 45 deg typical");
}

#[test]
fn chamfers_have_a_leg_and_an_angle() {
    size("C1", "chamfer 1 @45");
    size("C0,5", "chamfer 0.5 @45");
    size("1 X 45", "chamfer 1 @45");
    size("0.5 × 45°", "chamfer 0.5 @45");
    size("2x30°", "chamfer 2 @30");
    size("45° x 1", "chamfer 1 @45");
    size("Fase 0,5x45°", "chamfer 0.5 @45");
    size("CHAMFER 0,2", "chamfer 0.2");
    size("4-C2", "4x chamfer 2 @45");
    size("1x45° BOTH ENDS", "chamfer 1 @45 BOTH SIDES");
}

#[test]
fn threads_of_every_system_are_understood() {
    thread("M8", "thread M8");
    thread("M8x1", "thread M8 pitch 1");
    thread("M10 x 1,25 - 6H", "thread M10 pitch 1.25 6H");
    thread("M6-4g6g", "thread M6 4g6g");
    thread("M20x2-6H/6g", "thread M20 pitch 2 6H/6g");
    thread("M8 LH", "thread M8 LH");
    thread("M8x20", "thread M8 length 20");
    thread("M16xPh3P1.5", "thread M16 pitch 1.5 lead 3");
    thread("MJ6x1-4h6h", "thread MJ6 pitch 1 4h6h");
    thread("4x M5 ↧12", "4x thread M5 depth 12");
    thread("4-M3", "4x thread M3");
    thread("4 M3", "4x thread M3");
    thread("M6 THRU ALL", "thread M6 through");
    thread("M5 x 10 DEEP", "thread M5 depth 10");
    thread("Tr40x7", "thread Tr40 pitch 7");
    thread("Tr40x14(P7)-7e LH", "thread Tr40 pitch 7 lead 14 7e LH");
    thread("1/4-20 UNC-2B", "thread UNC1/4 pitch 1.27 2B");
    thread("#10-32 UNF", "thread UNF#10 pitch 0.7938");
    thread("10-24UNC-2A", "thread UNC#10 pitch 1.0583 2A");
    thread(".250-28 UNEF", "thread UNEF.250 pitch 0.9071");
    thread("1 1/4-7 UNC", "thread UNC1 1/4 pitch 3.6286");
    thread("1-5 ACME-2G", "thread ACME1 pitch 5.08 2G");
    thread("1/8-27 NPT", "thread NPT1/8 pitch 0.9407");
    thread("1/4 NPT", "thread NPT1/4");
    thread("G1/4", "thread G1/4");
    thread("G 1/2 A", "thread G1/2 A");
    thread("G1 1/2\"", "thread G1 1/2");
    thread("R1/2", "thread R1/2");
    thread("Rc 1/8", "thread Rc1/8");
    thread("Rp3/4", "thread Rp3/4");
    thread("PT1/4", "thread PT1/4");
    thread("1/4\" BSP", "thread BSP1/4");
    thread("1/2-12 BSW", "thread BSW1/2 pitch 2.1167");
    thread("Rd40", "thread Rd40");
    size("R1/2", "radius 0.5 in");
}

#[test]
fn holes_have_depths_and_what_widens_them() {
    size("Ø5 ↧10", "diameter 5 depth 10");
    size("Ø5 10 DEEP", "diameter 5 depth 10");
    size("Ø5 DEEP 10", "diameter 5 depth 10");
    size("Ø5 x 10 DEEP", "diameter 5 depth 10");
    size("Ø5 10 tief", "diameter 5 depth 10");
    size("Ø5 THRU", "diameter 5 through");
    size("4x Ø6.6 THRU\n⌴Ø11 ↧6.5", "4x diameter 6.6 through + counterbore 11 depth 6.5");
    size("Ø6.6\n⌴ Ø11\n↧6,5", "diameter 6.6 + counterbore 11 depth 6.5");
    size("Ø6.6 THRU\nCBORE Ø11 x 6 DEEP", "diameter 6.6 through + counterbore 11 depth 6");
    size("Ø.281 THRU C'BORE Ø.5 DEEP .25", "diameter 0.281 through + counterbore 0.5 depth 0.25");
    size("Ø5 THRU\n⌵Ø10 x 90°", "diameter 5 through + countersink 10 @90");
    size("Ø5\nCSK Ø10 X 82°", "diameter 5 + countersink 10 @82");
    size("Ø5\n90° CSK Ø10", "diameter 5 + countersink 10 @90");
    size("Ø5\nØ10 CSK 90°", "diameter 5 + countersink 10 @90");
    size("Ø5\nSF Ø12", "diameter 5 + spotface 12");
    size("Ø6,8 ↧26\nM8x1.25 - 6H ↧20", "diameter 6.8 depth 26 + thread M8 pitch 1.25 6H depth 20");
}

#[test]
fn inches_are_decimal_or_fractions_or_feet() {
    size("1 3/8\"", "linear 1.375 in");
    size("3/8", "linear 0.375 in");
    size("Ø1-1/2", "diameter 1.5 in");
    size("2'-6\"", "linear 30 in");
    size(".250", "linear 0.25");
    size("0.5 in", "linear 0.5 in");
    size("12mm", "linear 12");
    size("1.5 cm", "linear 1.5 cm");
    size("10 x 20", "rectangle 10 length 20");
    size("8 x 30 SLOT", "rectangle 8 length 30 SLOT");
}

#[test]
fn frames_have_symbol_zone_modifiers_and_datums() {
    let frame = |text, meaning| means(Kind::Gdt, text, meaning);
    frame("⏤|0.05", "straightness 0.05");
    frame("⏤|Ø0.05", "straightness Ø0.05");
    frame("○|0.01", "roundness 0.01");
    frame("⌭|0,02", "cylindricity 0.02");
    frame("⌒|0.1", "line profile 0.1");
    frame("⌓|0.2Ⓤ0.05|A|B|C", "surface profile 0.2 Ⓤ0.05|A|B|C");
    frame("⟂|0.1|A", "perpendicularity 0.1|A");
    frame("//|0.2|B", "parallelism 0.2|B");
    frame("⌯|0.3|A-B", "symmetry 0.3|A-B");
    frame("↗|0.05|A-B", "runout 0.05|A-B");
    frame("⌰|0.1|C", "total runout 0.1|C");
    frame("⌖|Ø0.1(M)|A|B(M)|C", "position Ø0.1 Ⓜ|A|B Ⓜ|C");
    frame("⌖|SØ0.2|A", "position SØ0.2|A");
    frame("⌖|Ø0.2Ⓟ25|A", "position Ø0.2 Ⓟ25|A");
    frame("⏥|0.1/100", "flatness 0.1/100");
    frame("⏥|0.1/□25", "flatness 0.1/□25");
    frame("⌓|0.3 UZ-0.1|A", "surface profile 0.3 UZ-0.1|A");
    frame("⌖|Ø0.5|A|B|C\n⌖|Ø0.1|A", "position Ø0.5|A|B|C // position Ø0.1|A");
    frame("⌖|Ø0.5|A|B\nØ0.1|A", "position Ø0.5|A|B // position Ø0.1|A");
    frame("⌖|0.1|A[CZ]", "position 0.1|A CZ");
}

#[test]
fn surfaces_have_values_grades_triangles_and_processes() {
    let surface = |text, meaning| means(Kind::Surface, text, meaning);
    surface("Ra 3,2", "surface Ra 3.2");
    surface("Ra3.2", "surface Ra 3.2");
    surface("3.2", "surface 3.2");
    surface("U Ra 3.2\nL Ra 1.6", "surface Ra 3.2 L Ra 1.6");
    surface("N7", "surface Ra 1.6");
    surface("▽▽", "surface ▽▽");
    surface("▽▽ 6.3S", "surface ▽▽ Rmax 6.3");
    surface("12.5Z", "surface Rz 12.5");
    surface("Rz 6.3/1.6", "surface Rz 6.3..1.6");
    surface("ground\nRa 0.8", "surface Ra 0.8 ground");
    surface("Ra 1.6\n=", "surface Ra 1.6 lay =");
    surface("√", "surface");
    surface("R20", "surface R 20");
}

#[test]
fn datums_targets_and_balloons_have_labels() {
    means(Kind::Datum, "A", "datum A");
    means(Kind::Datum, "-B-", "datum B");
    means(Kind::Datum, "Ø10\nA1", "datum A1 diameter 10");
    means(Kind::Balloon, "12", "balloon 12");
    means(Kind::Balloon, "03", "balloon 03");
    means(Kind::Balloon, "5\n2", "balloon 52");
}

#[test]
fn what_is_not_understood_is_said_and_never_changed() {
    size("Ø5 KNURLED", "diameter 5 rest[KNURLED]");
    size("35 12", "linear 35 rest[12]");
    size("012", "-");
    size("1.2.3", "-");
    size("Ø6x10", "diameter 6 rest[x10]");
    let written = parse(Kind::Dimension, "⌀ 5 – Ｋ");
    assert_eq!(written.rest, "– Ｋ");
    assert_eq!(parse(Kind::Note, "Ø5").rest, "Ø5");
}

#[test]
fn figures_stay_as_they_were_written() {
    for text in ["6.10", "12,50", ".250", "1 3/8\"", "Ø6.10±0.050", "35.00 0.00/-0.20"] {
        assert_eq!(parse(Kind::Dimension, text).to_string(), text);
    }
    let value = Value::of(&parse(Kind::Dimension, "6.10"), &SheetRules::default());
    assert_eq!((value.amount.nominal, value.amount.decimals), (Some(6.1), Some(2)));
}

#[test]
fn the_value_of_a_fit_is_the_json_of_the_contract() {
    let json = serde_json::to_value(Value::of(&parse(Kind::Dimension, "2x Ø38 H12"), &SheetRules::default()))
        .unwrap();
    let contract = serde_json::json!({
        "type": "diameter", "count": 2, "nominal": 38.0, "decimals": 0, "unit": "mm", "fit": "H12",
        "upper": 0.25, "lower": 0.0, "tolerance": "fit"
    });
    assert_eq!(json, contract);
    assert_eq!(serde_json::to_value(serde_json::from_value::<Value>(json).unwrap()).unwrap(), contract);
}

#[test]
fn the_general_tolerance_holds_where_a_size_says_nothing() {
    let general_tolerance = GeneralTolerance::named_in("Allgemeintoleranzen ISO 2768-mK");
    assert_eq!(general_tolerance.as_ref().and_then(|general| general.linear), Some(LinearClass::Medium));
    let rules = SheetRules { unit: Unit::Millimetre, general_tolerance };
    let is = |text| summary(&Value::of(&parse(Kind::Dimension, text), &rules));
    assert_eq!(is("45"), "linear 45 +0.3/-0.3");
    assert_eq!(is("R5"), "radius 5 +0.5/-0.5");
    assert_eq!(is("45±0.1"), "linear 45 +0.1/-0.1");
    assert_eq!(is("(45)"), "linear 45 reference");
    assert_eq!(is("[45]"), "linear 45 basic");
    assert_eq!(is("1/2\""), "linear 0.5 in");
}

#[test]
fn a_general_tolerance_in_figures_holds_where_a_size_says_nothing() {
    let is = |general: &str, unit: Unit, text: &str| {
        let rules = SheetRules { unit, general_tolerance: GeneralTolerance::said_in(general) };
        summary(&Value::of(&parse(Kind::Dimension, text), &rules))
    };
    let mm = |general, text| is(general, Unit::Millimetre, text);
    assert_eq!(mm("General tolerances ±0.05mm", "45"), "linear 45 +0.05/-0.05");
    assert_eq!(mm("General tolerances ±0.05mm", "R0,50"), "radius 0.5 +0.05/-0.05");
    assert_eq!(mm("General tolerances ±0.05mm", "Ø7,14 ±0,02"), "diameter 7.14 +0.02/-0.02");
    assert_eq!(mm("General tolerances ±0.05mm", "(45)"), "linear 45 reference");
    assert_eq!(mm("General tolerances ±0.05mm", "0"), "linear 0", "an ordinate begins there");
    assert_eq!(mm("General tolerances ±0.05mm", "50°"), "angle 50 deg", "no angle was spoken of");
    assert_eq!(mm("TOLERANCES: LINEAR: +/-0,1 ANGULAR: ±0,5°", "50°"), "angle 50 deg +0.5/-0.5");
    assert_eq!(mm("±.005 in", "25.4"), "linear 25.4 +0.127/-0.127", "in the unit that is written");
    assert_eq!(is("±0.002\"", Unit::Inch, "0,264"), "linear 0.264 in +0.002/-0.002");
    let by_decimals = "X ±.5  .X = ± .1  .XX = ± .01 ANGLES ±1°";
    for (text, meaning) in [
        ("7", "linear 7 +0.5/-0.5"),
        ("7.5", "linear 7.5 +0.1/-0.1"),
        ("7.50", "linear 7.5 +0.01/-0.01"),
        ("7.500", "linear 7.5"),
        ("30°", "angle 30 deg +1/-1"),
    ] {
        assert_eq!(mm(by_decimals, text), meaning);
    }
}

#[test]
fn what_holds_for_some_sizes_only_is_no_general_tolerance() {
    for text in [
        "",
        "General tolerances",
        "± °",
        "300 ABOVE : ±0.20",
        "X ≥ 50 ±0.1",
        "±0.1 up to 100",
        "±0.1 ±0.2",
        "±1°/100 mm",
        "±5 %",
        "±0.1%",
    ] {
        assert_eq!(GeneralTolerance::said_in(text), None, "{text}");
    }
}
