//! What stands there and the sheet it stands on → [`Value`]: numbers, units, limits. It is the `value` of the analysis.

mod annotate;
mod feature;

use serde::{Deserialize, Serialize};

use super::frame::{Characteristic, ZoneForm};
use super::general::GeneralTolerance;
use super::length::Unit;

/// What a sheet says of all its sizes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SheetRules {
    /// Of sizes that write none.
    pub unit: Unit,
    /// Of sizes that write none.
    pub general_tolerance: Option<GeneralTolerance>,
}

impl Default for SheetRules {
    fn default() -> Self {
        Self { unit: Unit::Millimetre, general_tolerance: None }
    }
}

/// What a value is of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum ValueType {
    Linear,
    Diameter,
    Radius,
    SphericalDiameter,
    SphericalRadius,
    ControlledRadius,
    Square,
    Arc,
    Thickness,
    Angle,
    Chamfer,
    Thread,
    Counterbore,
    Spotface,
    Countersink,
    Rectangle,
    Spaced,
    Depth,
    Frame,
    Surface,
    Datum,
    Balloon,
    /// Nothing was understood.
    #[default]
    Unknown,
}

/// Where the deviations of a value come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ToleranceSource {
    /// `±0.1`
    Symmetric,
    /// `+0.1/-0.2`
    Deviations,
    /// `+0.1` alone: the other one is unknown
    Single,
    /// `16.00/15.50`
    Limits,
    /// Computed from ISO 286
    Fit,
    /// `H7 (+0.025/0)`: as the sheet says
    FitAsWritten,
    /// `MAX`
    Max,
    /// `MIN`
    Min,
    /// From the general tolerance of the sheet
    General,
}

/// A size with its deviations, in its unit.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Amount {
    /// What is aimed at. Limits have none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub nominal: Option<f64>,
    /// Figures behind its point, as written.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub decimals: Option<usize>,
    /// The unit of all figures of this amount.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unit: Option<Unit>,
    /// `H7`, `H7/g6`
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fit: Option<String>,
    /// Upper deviation; of a pair of fits the first one's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub upper: Option<f64>,
    /// Lower deviation.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lower: Option<f64>,
    /// Of the second of a pair of fits.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mate_upper: Option<f64>,
    /// Of the second of a pair of fits.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mate_lower: Option<f64>,
    /// The largest size, where limits are written.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max: Option<f64>,
    /// The smallest size, where limits are written.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub min: Option<f64>,
    /// Where the deviations come from.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tolerance: Option<ToleranceSource>,
}

/// What a text is worth.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Value {
    /// Of what.
    #[serde(rename = "type")]
    pub of: ValueType,
    /// How many times.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub count: Option<u32>,
    /// The size; of a thread its nominal diameter.
    #[serde(flatten)]
    pub amount: Amount,
    /// Of a chamfer or a countersink.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub angle: Option<Amount>,
    /// Of an angle under the sheet's general tolerance, which goes by a length that no text tells.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub within_by_side: Vec<SideRule>,
    /// Of a hole or a thread.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub depth: Option<Amount>,
    /// The second side of a rectangle; the length of a thread; the sum of equal distances.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub length: Option<Amount>,
    /// `(25)`, `REF`
    #[serde(skip_serializing_if = "is_false")]
    pub reference: bool,
    /// `[25]`
    #[serde(skip_serializing_if = "is_false")]
    pub basic: bool,
    /// `TYP`
    #[serde(skip_serializing_if = "is_false")]
    pub typical: bool,
    /// `APPROX`
    #[serde(skip_serializing_if = "is_false")]
    pub approximate: bool,
    /// `THRU`
    #[serde(skip_serializing_if = "is_false")]
    pub through: bool,
    /// Other words behind it, in their usual spelling.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub remarks: Vec<String>,
    /// Of a thread.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub thread: Option<ThreadValue>,
    /// Of a frame: its rows.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub rows: Vec<FrameValue>,
    /// Of a surface.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub surface: Option<SurfaceValue>,
    /// Of a datum its letters, of a balloon its number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// Of a datum target: its number. Of a balloon: what stands below.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub targets: Vec<String>,
    /// What belongs to the first feature: its counterbore, its countersink, a second thread.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub features: Vec<Value>,
    /// What was not understood, as it was read.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub rest: String,
}

/// A general tolerance of angles for some lengths of the angle's shorter side.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct SideRule {
    /// Of the side, beyond that of the rule before; any longer side where there is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub up_to_mm: Option<f64>,
    /// ± in degrees.
    pub within_deg: f64,
}

/// A thread's own.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ThreadValue {
    /// `M`, `UNC`, `G` …
    pub standard: String,
    /// As it is written: `8`, `1/4`, `#10`.
    pub size: String,
    /// From turn to turn, where it is written.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pitch_mm: Option<f64>,
    /// Of several starts.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lead_mm: Option<f64>,
    /// Of inch threads.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub turns_per_inch: Option<f64>,
    /// `6H`, `2B`
    #[serde(skip_serializing_if = "Option::is_none")]
    pub class: Option<String>,
    /// Turns to the left.
    #[serde(default, skip_serializing_if = "is_false")]
    pub left_hand: bool,
}

/// A row of a feature control frame.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FrameValue {
    /// Which; a row that writes none has that of the row above.
    pub symbol: Characteristic,
    /// Width of the zone, in `unit`.
    pub zone: f64,
    /// Of the zone.
    pub unit: Unit,
    /// Where the zone is round.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub form: Option<ZoneForm>,
    /// `100` of `0.1/100`
    #[serde(skip_serializing_if = "Option::is_none")]
    pub per: Option<String>,
    /// Behind the zone.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub modifiers: Vec<String>,
    /// In order of precedence.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub datums: Vec<DatumValue>,
}

/// A datum in a frame.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DatumValue {
    /// `A`, `A-B`
    pub letters: String,
    /// Behind it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub modifiers: Vec<String>,
}

/// A surface finish.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct SurfaceValue {
    /// Each value that is written.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub roughness: Vec<RoughnessValue>,
    /// Of old Japanese and Russian symbols.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub triangles: Option<u8>,
    /// Which way the grooves lie.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lay: Option<char>,
    /// How it is made.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub process: Option<String>,
}

/// One roughness.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RoughnessValue {
    /// `Ra`, `Rz`; none where only a number is written.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub parameter: Option<String>,
    /// In `unit`.
    pub value: f64,
    /// Micrometres, or microinches on a sheet in inches.
    pub unit: Unit,
    /// Of values between two.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lower: Option<f64>,
    /// `lower` where it is marked as a lower bound.
    #[serde(default, skip_serializing_if = "is_false")]
    pub is_lower_bound: bool,
    /// `N7`, `6.3S`, where it is written so.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub grade: Option<String>,
}

fn is_false(flag: &bool) -> bool {
    !flag
}
