//! ISO 286-1: class and size → limit deviations, up to 3150 mm.
//!
//! A shaft's fundamental deviation stands in a table; a hole's follows from the shaft's of the same letter, by the rules
//! of clause 4.3.2.5 with their delta. Where the standard gives no value (A to C over 500 mm, J over 500 mm, V to ZC over
//! 500 mm, T up to 24 mm …) there is none here.

mod tables;

use super::fit::{Class, Grade};

/// What a class allows at a size.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Deviations {
    /// ES or es.
    pub upper_mm: f64,
    /// EI or ei.
    pub lower_mm: f64,
}

/// What a class allows at a nominal size, or nothing where ISO 286-1 gives no value.
pub fn deviations(class: &Class, nominal_mm: f64) -> Option<Deviations> {
    let width = width_um(class.grade, nominal_mm)?;
    let (upper_um, lower_um) = match (class.letters, fundamental(class, nominal_mm)?) {
        ("JS", _) => (width / 2.0, -width / 2.0),
        (_, Fundamental::Upper(upper)) => (upper, upper - width),
        (_, Fundamental::Lower(lower)) => (lower + width, lower),
    };
    Some(Deviations { upper_mm: rounded_mm(upper_um), lower_mm: rounded_mm(lower_um) })
}

/// The width of a grade, ISO 286-1 table 1.
pub fn grade_width_mm(grade: Grade, nominal_mm: f64) -> Option<f64> {
    width_um(grade, nominal_mm).map(rounded_mm)
}

/// Tenths of a micrometre are the finest that the standard knows; a half of an odd one needs one place more.
fn rounded_mm(um: f64) -> f64 {
    let mm = (um * 100.0).round() / 100_000.0;
    if mm == 0.0 { 0.0 } else { mm }
}

/// The deviation that is nearest to the nominal size, in µm.
enum Fundamental {
    Upper(f64),
    Lower(f64),
}

fn width_um(grade: Grade, nominal_mm: f64) -> Option<f64> {
    let row = tables::main_step(nominal_mm)?;
    // IT14 and coarser are not for sizes up to 1 mm, IT01 and IT0 not for sizes over 500 mm.
    if (nominal_mm <= 1.0 && grade.number() >= 14) || (nominal_mm > 500.0 && grade.index() < 2) {
        return None;
    }
    tables::GRADES_UM[row].get(grade.index()).copied()
}

fn fundamental(class: &Class, nominal_mm: f64) -> Option<Fundamental> {
    if class.is_hole { hole(class, nominal_mm) } else { shaft(class, nominal_mm) }
}

fn shaft(class: &Class, nominal_mm: f64) -> Option<Fundamental> {
    let number = class.grade.number();
    match class.letters {
        "H" | "JS" => Some(Fundamental::Upper(0.0)),
        "J" => tables::j_shaft_um(number, nominal_mm).map(Fundamental::Lower),
        // Only IT4 to IT7 are lifted, and only up to 500 mm.
        "K" if !(4..=7).contains(&number) => Some(Fundamental::Lower(0.0)),
        "A" | "B" if nominal_mm <= 1.0 => None,
        letters => match tables::shaft_um(letters, nominal_mm)? {
            below if below < 0.0 => Some(Fundamental::Upper(below)),
            above => Some(Fundamental::Lower(above)),
        },
    }
}

fn hole(class: &Class, nominal_mm: f64) -> Option<Fundamental> {
    let number = class.grade.number();
    match class.letters {
        "H" | "JS" => Some(Fundamental::Lower(0.0)),
        "J" => tables::j_hole_um(number, nominal_mm).map(Fundamental::Upper),
        "A" | "B" if nominal_mm <= 1.0 => None,
        "K" | "M" | "N" => middle_hole(class, nominal_mm),
        letters => {
            let of_shaft = tables::shaft_um(letters, nominal_mm)?;
            if of_shaft < 0.0 {
                return Some(Fundamental::Lower(-of_shaft));
            }
            let lift = if number <= 7 { delta_um(class.grade, nominal_mm) } else { 0.0 };
            Some(Fundamental::Upper(lift - of_shaft))
        }
    }
}

/// K, M and N: lifted by delta up to IT8; coarser K is not used over 3 mm, coarser N lies at zero up to 500 mm.
fn middle_hole(class: &Class, nominal_mm: f64) -> Option<Fundamental> {
    let fine = class.grade.number() <= 8;
    let of_shaft = tables::shaft_um(class.letters, nominal_mm)?;
    if fine {
        // The one exception of the standard: by the rule it would be −11.
        if class.letters == "M" && class.grade.number() == 6 && nominal_mm > 250.0 && nominal_mm <= 315.0 {
            return Some(Fundamental::Upper(-9.0));
        }
        return Some(Fundamental::Upper(delta_um(class.grade, nominal_mm) - of_shaft));
    }
    match class.letters {
        "K" if nominal_mm > 3.0 => None,
        "N" if nominal_mm <= 1.0 => None,
        "N" if nominal_mm > 3.0 && nominal_mm <= 500.0 => Some(Fundamental::Upper(0.0)),
        _ => Some(Fundamental::Upper(-of_shaft)),
    }
}

/// How much wider a grade is than the next finer one; for IT3 and coarser over 3 mm and up to 500 mm.
fn delta_um(grade: Grade, nominal_mm: f64) -> f64 {
    if grade.number() < 3 || nominal_mm <= 3.0 || nominal_mm > 500.0 {
        return 0.0;
    }
    let width = |grade| width_um(grade, nominal_mm).unwrap_or(0.0);
    grade.finer().map_or(0.0, |finer| width(grade) - width(finer))
}
