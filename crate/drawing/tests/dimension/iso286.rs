//! ISO 286 against published limits: ISO 286-2 as printed in tables of machine elements (in µm).

use draftlens_drawing::dimension::iso286::{deviations, grade_width_mm};
use draftlens_drawing::dimension::{Grade, class_of};

#[track_caller]
fn is(class: &str, nominal_mm: f64, upper_um: f64, lower_um: f64) {
    let found = deviations(&class_of(class).unwrap(), nominal_mm).unwrap();
    let um = |mm: f64| (mm * 10_000.0).round() / 10.0;
    assert_eq!((um(found.upper_mm), um(found.lower_mm)), (upper_um, lower_um), "{class} at {nominal_mm}");
}

fn is_none(class: &str, nominal_mm: f64) {
    assert_eq!(deviations(&class_of(class).unwrap(), nominal_mm), None, "{class} at {nominal_mm}");
}

#[test]
fn usual_holes_have_their_published_limits() {
    is("H7", 25.0, 21.0, 0.0);
    is("H7", 50.0, 25.0, 0.0);
    is("H8", 8.8, 22.0, 0.0);
    is("H11", 100.0, 220.0, 0.0);
    is("G7", 25.0, 28.0, 7.0);
    is("F8", 25.0, 53.0, 20.0);
    is("E9", 40.0, 112.0, 50.0);
    is("D10", 60.0, 220.0, 100.0);
    is("C11", 30.0, 240.0, 110.0);
    is("B12", 20.0, 370.0, 160.0);
    is("A11", 20.0, 430.0, 300.0);
    is("JS9", 10.0, 18.0, -18.0);
    is("JS7", 25.0, 10.5, -10.5);
    is("J7", 40.0, 14.0, -11.0);
    is("J6", 20.0, 8.0, -5.0);
    is("J8", 8.0, 12.0, -10.0);
}

#[test]
fn tight_holes_follow_the_delta_rule() {
    is("K6", 25.0, 2.0, -11.0);
    is("K7", 25.0, 6.0, -15.0);
    is("K7", 50.0, 7.0, -18.0);
    is("K8", 25.0, 10.0, -23.0);
    is("M6", 25.0, -4.0, -17.0);
    is("M7", 25.0, 0.0, -21.0);
    is("M7", 100.0, 0.0, -35.0);
    is("M6", 300.0, -9.0, -41.0);
    is("M8", 25.0, 4.0, -29.0);
    is("N7", 25.0, -7.0, -28.0);
    is("N6", 50.0, -12.0, -28.0);
    is("N9", 25.0, 0.0, -52.0);
    is("N9", 2.0, -4.0, -29.0);
    is("P6", 25.0, -18.0, -31.0);
    is("P7", 25.0, -14.0, -35.0);
    is("P9", 8.0, -15.0, -51.0);
    is("R7", 25.0, -20.0, -41.0);
    is("S7", 25.0, -27.0, -48.0);
    is("S7", 60.0, -42.0, -72.0);
    is("U7", 28.0, -40.0, -61.0);
    is("ZB6", 45.0, -237.0, -253.0);
    is("X10", 20.0, -54.0, -138.0);
}

#[test]
fn usual_shafts_have_their_published_limits() {
    is("h6", 25.0, 0.0, -13.0);
    is("h9", 12.0, 0.0, -43.0);
    is("g6", 25.0, -7.0, -20.0);
    is("g6", 50.0, -9.0, -25.0);
    is("f7", 25.0, -20.0, -41.0);
    is("e8", 25.0, -40.0, -73.0);
    is("d9", 25.0, -65.0, -117.0);
    is("c11", 30.0, -110.0, -240.0);
    is("b11", 30.0, -160.0, -290.0);
    is("a11", 45.0, -320.0, -480.0);
    is("js6", 25.0, 6.5, -6.5);
    is("j6", 25.0, 9.0, -4.0);
    is("j5", 25.0, 5.0, -4.0);
    is("j7", 50.0, 15.0, -10.0);
    is("k5", 25.0, 11.0, 2.0);
    is("k6", 25.0, 15.0, 2.0);
    is("k6", 2.0, 6.0, 0.0);
    is("k8", 45.0, 39.0, 0.0);
    is("m6", 25.0, 21.0, 8.0);
    is("n6", 25.0, 28.0, 15.0);
    is("p6", 25.0, 35.0, 22.0);
    is("r6", 25.0, 41.0, 28.0);
    is("r6", 60.0, 60.0, 41.0);
    is("s6", 25.0, 48.0, 35.0);
    is("s6", 70.0, 78.0, 59.0);
    is("t6", 28.0, 54.0, 41.0);
    is("u6", 20.0, 54.0, 41.0);
    is("x8", 28.0, 97.0, 64.0);
    is("za8", 45.0, 219.0, 180.0);
    is("zc9", 8.0, 133.0, 97.0);
    is("cd8", 5.0, -46.0, -64.0);
    is("ef7", 5.0, -14.0, -26.0);
    is("fg6", 8.0, -8.0, -17.0);
}

#[test]
fn large_sizes_have_their_published_limits() {
    is("H7", 630.0, 70.0, 0.0);
    is("H8", 1000.0, 140.0, 0.0);
    is("H7", 3150.0, 210.0, 0.0);
    is("g6", 600.0, -22.0, -66.0);
    is("f7", 700.0, -80.0, -160.0);
    is("e8", 900.0, -170.0, -310.0);
    is("d9", 3000.0, -520.0, -1060.0);
    is("k6", 600.0, 44.0, 0.0);
    is("m6", 600.0, 70.0, 26.0);
    is("p6", 1200.0, 186.0, 120.0);
    is("s7", 560.0, 350.0, 280.0);
    is("u7", 3150.0, 3410.0, 3200.0);
    is("K7", 600.0, 0.0, -70.0);
    is("N7", 600.0, -44.0, -114.0);
    is("P7", 600.0, -78.0, -148.0);
}

#[test]
fn edges_of_the_steps_belong_to_the_smaller_one() {
    is("H7", 3.0, 10.0, 0.0);
    is("H7", 3.001, 12.0, 0.0);
    is("H7", 50.0, 25.0, 0.0);
    is("H7", 50.5, 30.0, 0.0);
    is("r6", 65.0, 60.0, 41.0);
    is("r6", 65.1, 62.0, 43.0);
}

#[test]
fn grades_have_their_published_widths() {
    let is = |grade: &str, nominal_mm, um: f64| {
        let width = grade_width_mm(Grade::from_text(grade).unwrap(), nominal_mm);
        assert_eq!(width, Some(um / 1000.0), "IT{grade} at {nominal_mm}");
    };
    is("01", 10.0, 0.4);
    is("0", 100.0, 1.5);
    is("1", 25.0, 1.5);
    is("5", 25.0, 9.0);
    is("14", 100.0, 870.0);
    is("18", 500.0, 9700.0);
    is("1", 3150.0, 26.0);
    is("12", 2000.0, 1500.0);
    is("18", 3150.0, 33_000.0);
    for none in [("01", 600.0), ("14", 0.8), ("7", 3151.0), ("7", 0.0), ("7", f64::NAN)] {
        assert_eq!(grade_width_mm(Grade::from_text(none.0).unwrap(), none.1), None, "{none:?}");
    }
}

#[test]
fn what_the_standard_does_not_give_is_not_given() {
    for (class, nominal_mm) in [
        ("c11", 600.0),
        ("cd8", 60.0),
        ("j6", 600.0),
        ("j8", 10.0),
        ("J9", 10.0),
        ("t6", 20.0),
        ("v6", 12.0),
        ("y6", 18.0),
        ("x7", 600.0),
        ("a11", 0.9),
        ("K9", 25.0),
        ("N9", 1.0),
        ("h7", 4000.0),
    ] {
        is_none(class, nominal_mm);
    }
    for no_class in ["I7", "H19", "q6", "Hh7", "H", "7", "H07", "L6", "H7g6"] {
        assert_eq!(class_of(no_class), None, "{no_class}");
    }
}

#[test]
fn every_class_is_as_wide_as_its_grade_at_every_size() {
    let letters =
        ["a", "d", "h", "js", "k", "n", "s", "u", "zc", "A", "D", "H", "JS", "K", "M", "N", "P", "S", "ZC"];
    for nominal_mm in [0.6, 2.0, 5.0, 17.0, 99.0, 250.0, 499.0, 501.0, 3150.0] {
        for class in letters.iter().flat_map(|letter| (1..=18).map(move |grade| format!("{letter}{grade}"))) {
            let class = class_of(&class).unwrap();
            if let Some(found) = deviations(&class, nominal_mm) {
                let width = grade_width_mm(class.grade, nominal_mm).unwrap();
                assert!((found.upper_mm - found.lower_mm - width).abs() < 1e-9, "{class} at {nominal_mm}");
            }
        }
    }
}

/// Steps over 40 mm, up to and with.
const MAIN_MM: [f64; 16] = [
    50.0, 80.0, 120.0, 180.0, 250.0, 315.0, 400.0, 500.0, 630.0, 800.0, 1000.0, 1250.0, 1600.0, 2000.0,
    2500.0, 3150.0,
];
const FINE_MM: [f64; 16] = [
    40.0, 50.0, 65.0, 80.0, 100.0, 120.0, 140.0, 160.0, 180.0, 200.0, 225.0, 250.0, 280.0, 315.0, 355.0,
    400.0,
];

/// Fundamental deviation of a shaft in µm, without its sign.
fn fundamental_um(letters: &str, nominal_mm: f64) -> f64 {
    let found = deviations(&class_of(&format!("{letters}7")).unwrap(), nominal_mm).unwrap();
    found.upper_mm.abs().min(found.lower_mm.abs()) * 1000.0
}

#[track_caller]
fn follows(letters: &str, up_to_mm: f64, formula_um: f64) {
    let table_um = fundamental_um(letters, up_to_mm);
    assert!(
        (table_um / formula_um - 1.0).abs() < 0.05,
        "{letters} at {up_to_mm}: {table_um}, not {formula_um}"
    );
}

#[test]
fn tables_follow_the_formulas_of_the_standard_over_40_mm() {
    for step in MAIN_MM.windows(2) {
        let mean_mm = (step[0] * step[1]).sqrt();
        follows("d", step[1], 16.0 * mean_mm.powf(0.44));
        follows("e", step[1], 11.0 * mean_mm.powf(0.41));
        follows("f", step[1], 5.5 * mean_mm.powf(0.41));
        follows("g", step[1], 2.5 * mean_mm.powf(0.34));
    }
    for step in FINE_MM.windows(2) {
        let mean_mm = (step[0] * step[1]).sqrt();
        let width_um =
            |grade: &str| grade_width_mm(Grade::from_text(grade).unwrap(), step[1]).unwrap() * 1000.0;
        follows("c", step[1], 95.0 + 0.8 * mean_mm);
        let of_it7 = [("t", 0.63), ("u", 1.0), ("v", 1.25), ("x", 1.6), ("y", 2.0), ("z", 2.5)];
        for (letters, factor) in of_it7 {
            follows(letters, step[1], width_um("7") + factor * mean_mm);
        }
        follows("za", step[1], width_um("8") + 3.15 * mean_mm);
        follows("zb", step[1], width_um("9") + 4.0 * mean_mm);
        follows("zc", step[1], width_um("10") + 5.0 * mean_mm);
    }
}
