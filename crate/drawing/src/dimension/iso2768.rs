//! ISO 2768: what holds where a sheet gives a general tolerance and a size gives none.

use serde::{Deserialize, Serialize};

/// Of lengths, radii, chamfers and angles: ISO 2768-1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LinearClass {
    /// `f`
    Fine,
    /// `m`
    Medium,
    /// `c`
    Coarse,
    /// `v`
    VeryCoarse,
}

/// Of form and position: ISO 2768-2.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs)]
pub enum GeometricClass {
    H,
    K,
    L,
}

/// Characteristics that ISO 2768-2 rules.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum GeneralGeometry {
    StraightnessOrFlatness,
    Perpendicularity,
    Symmetry,
    Runout,
}

const NONE: f64 = f64::NAN;

/// Up to and with; then ± in millimetres for f, m, c, v. Table 1.
const LENGTHS: [(f64, [f64; 4]); 8] = [
    (3.0, [0.05, 0.1, 0.2, NONE]),
    (6.0, [0.05, 0.1, 0.3, 0.5]),
    (30.0, [0.1, 0.2, 0.5, 1.0]),
    (120.0, [0.15, 0.3, 0.8, 1.5]),
    (400.0, [0.2, 0.5, 1.2, 2.5]),
    (1000.0, [0.3, 0.8, 2.0, 4.0]),
    (2000.0, [0.5, 1.2, 3.0, 6.0]),
    (4000.0, [NONE, 2.0, 4.0, 8.0]),
];

/// External radii and the legs of chamfers. Table 2.
const BROKEN_EDGES: [(f64, [f64; 4]); 3] =
    [(3.0, [0.2, 0.2, 0.4, 0.4]), (6.0, [0.5, 0.5, 1.0, 1.0]), (f64::INFINITY, [1.0, 1.0, 2.0, 2.0])];

/// ± in minutes of arc, by the shorter side. Table 3.
const ANGLES_MINUTES: [(f64, [f64; 4]); 5] = [
    (10.0, [60.0, 60.0, 90.0, 180.0]),
    (50.0, [30.0, 30.0, 60.0, 120.0]),
    (120.0, [20.0, 20.0, 30.0, 60.0]),
    (400.0, [10.0, 10.0, 15.0, 30.0]),
    (f64::INFINITY, [5.0, 5.0, 10.0, 20.0]),
];

const STRAIGHTNESS: [(f64, [f64; 3]); 6] = [
    (10.0, [0.02, 0.05, 0.1]),
    (30.0, [0.05, 0.1, 0.2]),
    (100.0, [0.1, 0.2, 0.4]),
    (300.0, [0.2, 0.4, 0.8]),
    (1000.0, [0.3, 0.6, 1.2]),
    (3000.0, [0.4, 0.8, 1.6]),
];
const PERPENDICULARITY: [(f64, [f64; 3]); 4] = [
    (100.0, [0.2, 0.4, 0.6]),
    (300.0, [0.3, 0.6, 1.0]),
    (1000.0, [0.4, 0.8, 1.5]),
    (3000.0, [0.5, 1.0, 2.0]),
];
const SYMMETRY: [(f64, [f64; 3]); 4] = [
    (100.0, [0.5, 0.6, 0.6]),
    (300.0, [0.5, 0.6, 1.0]),
    (1000.0, [0.5, 0.8, 1.5]),
    (3000.0, [0.5, 1.0, 2.0]),
];
const RUNOUT: [(f64, [f64; 3]); 1] = [(f64::INFINITY, [0.1, 0.2, 0.5])];

/// ± in millimetres for a length; none under 0.5 mm, which need a tolerance of their own.
pub fn length_mm(class: LinearClass, nominal_mm: f64) -> Option<f64> {
    if nominal_mm < 0.5 { None } else { lookup(&LENGTHS, nominal_mm, class as usize) }
}

/// ± in millimetres for an external radius or a chamfer.
pub fn broken_edge_mm(class: LinearClass, nominal_mm: f64) -> Option<f64> {
    if nominal_mm < 0.5 { None } else { lookup(&BROKEN_EDGES, nominal_mm, class as usize) }
}

/// ± in degrees for an angle whose shorter side is so long.
pub fn angle_deg(class: LinearClass, shorter_side_mm: f64) -> Option<f64> {
    lookup(&ANGLES_MINUTES, shorter_side_mm, class as usize).map(|minutes| minutes / 60.0)
}

/// All of it for one class: ± in degrees for shorter sides up to so many millimetres, the last for all longer ones.
pub fn angles_deg(class: LinearClass) -> impl Iterator<Item = (Option<f64>, f64)> {
    let up_to = |side_mm: f64| Some(side_mm).filter(|side_mm| side_mm.is_finite());
    ANGLES_MINUTES.iter().map(move |(side_mm, minutes)| (up_to(*side_mm), minutes[class as usize] / 60.0))
}

/// In millimetres for a form or a position over such a length.
pub fn geometry_mm(class: GeometricClass, of: GeneralGeometry, length_mm: f64) -> Option<f64> {
    let table: &[(f64, [f64; 3])] = match of {
        GeneralGeometry::StraightnessOrFlatness => &STRAIGHTNESS,
        GeneralGeometry::Perpendicularity => &PERPENDICULARITY,
        GeneralGeometry::Symmetry => &SYMMETRY,
        GeneralGeometry::Runout => &RUNOUT,
    };
    lookup(table, length_mm, class as usize)
}

fn lookup<const N: usize>(table: &[(f64, [f64; N])], size: f64, column: usize) -> Option<f64> {
    let (_, row) = table.iter().find(|(up_to, _)| size <= *up_to)?;
    row.get(column).copied().filter(|value| !value.is_nan())
}

impl LinearClass {
    /// By its letter.
    pub(super) fn of(letter: char) -> Option<Self> {
        match letter.to_ascii_lowercase() {
            'f' => Some(Self::Fine),
            'm' => Some(Self::Medium),
            'c' => Some(Self::Coarse),
            'v' => Some(Self::VeryCoarse),
            _ => None,
        }
    }
}

impl GeometricClass {
    /// By its letter.
    pub(super) fn of(letter: char) -> Option<Self> {
        match letter.to_ascii_uppercase() {
            'H' => Some(Self::H),
            'K' => Some(Self::K),
            'L' => Some(Self::L),
            _ => None,
        }
    }
}
