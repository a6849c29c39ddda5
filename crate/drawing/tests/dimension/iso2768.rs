//! ISO 2768 against its tables.

use draftlens_drawing::Kind;
use draftlens_drawing::dimension::iso2768::{
    GeneralGeometry, GeometricClass, LinearClass, angle_deg, broken_edge_mm, geometry_mm, length_mm,
};
use draftlens_drawing::dimension::{GeneralTolerance, SheetRules, Value, parse};

#[test]
fn lengths_radii_and_angles_have_their_tolerances() {
    use LinearClass::{Coarse, Fine, Medium, VeryCoarse};
    assert_eq!(length_mm(Medium, 45.0), Some(0.3));
    assert_eq!(length_mm(Coarse, 175.0), Some(1.2));
    assert_eq!(length_mm(Fine, 3.0), Some(0.05));
    assert_eq!(length_mm(Fine, 3000.0), None);
    assert_eq!(length_mm(VeryCoarse, 2.0), None);
    assert_eq!(length_mm(VeryCoarse, 4000.0), Some(8.0));
    assert_eq!(length_mm(Medium, 0.4), None);
    assert_eq!(broken_edge_mm(Medium, 2.0), Some(0.2));
    assert_eq!(broken_edge_mm(VeryCoarse, 10.0), Some(2.0));
    assert_eq!(angle_deg(Medium, 10.0), Some(1.0));
    assert_eq!(angle_deg(Coarse, 60.0), Some(0.5));
}

#[test]
fn an_angle_tells_its_general_tolerance_for_every_length_of_its_side() {
    let general_tolerance = GeneralTolerance::named_in("ISO 2768-mK");
    let rules = SheetRules { general_tolerance, ..SheetRules::default() };
    let within = |text: &str| -> Vec<(Option<f64>, f64)> {
        let value = Value::of(&parse(Kind::Dimension, text), &rules);
        value.within_by_side.iter().map(|rule| (rule.up_to_mm, rule.within_deg)).collect()
    };
    let third = 20.0 / 60.0;
    let all = [
        (Some(10.0), 1.0),
        (Some(50.0), 0.5),
        (Some(120.0), third),
        (Some(400.0), 10.0 / 60.0),
        (None, 5.0 / 60.0),
    ];
    assert_eq!(within("45°"), all);
    assert_eq!(within("45° ±1°"), [], "it has its own");
    assert_eq!(within("(45°)"), [], "a reference has none");
    assert_eq!(within("45"), [], "a length has one value");
}

#[test]
fn forms_and_positions_have_their_tolerances() {
    use GeneralGeometry::{Perpendicularity, Runout, StraightnessOrFlatness, Symmetry};
    assert_eq!(geometry_mm(GeometricClass::K, StraightnessOrFlatness, 50.0), Some(0.2));
    assert_eq!(geometry_mm(GeometricClass::H, Perpendicularity, 250.0), Some(0.3));
    assert_eq!(geometry_mm(GeometricClass::L, Symmetry, 2000.0), Some(2.0));
    assert_eq!(geometry_mm(GeometricClass::K, Runout, 9999.0), Some(0.2));
    assert_eq!(geometry_mm(GeometricClass::H, Symmetry, 3001.0), None);
}

#[test]
fn classes_are_found_however_a_sheet_names_them() {
    let named = |text: &str| GeneralTolerance::named_in(text).map(|found| (found.linear, found.geometric));
    let medium = Some(LinearClass::Medium);
    assert_eq!(named("ISO 2768-mK"), Some((medium, Some(GeometricClass::K))));
    assert_eq!(named("DIN ISO 2768 - m"), Some((medium, None)));
    assert_eq!(named("ISO2768-MH"), Some((medium, Some(GeometricClass::H))));
    assert_eq!(named("TOLERANCES: ISO 2768-1 f"), Some((Some(LinearClass::Fine), None)));
    assert_eq!(named("ISO 2768-2 K"), Some((None, Some(GeometricClass::K))));
    assert_eq!(named("ISO 2768"), None);
    assert_eq!(named("ISO 8015"), None);
}
