//! A text that was read → what it means. Total on any text; what was read is never changed.
//!
//! [`parse`] gives a [`Written`]: what stands there, digit by digit, so that it prints back as it was. [`Value`] is what
//! it is worth on its sheet: numbers, units, limits. [`doubts`] says what speaks against it, [`settle`] chooses between
//! what the reader held possible, [`kind_of`] tells threads and words from sizes. [`understand`] is all of them in one.

mod fold;
mod lex;
mod length;
mod angle;
mod fit;
pub mod iso286;
mod tolerance;
mod size;
mod chamfer;
mod thread;
mod remark;
mod hole;
mod callout;
mod frame;
mod surface;
mod mark;
mod written;
pub mod iso2768;
mod general;
mod value;
mod doubt;
mod settle;
mod kinds;
mod understood;

pub use angle::Angle;
pub use callout::{Brackets, Callout, Element, Feature};
pub use chamfer::{Chamfer, Slope};
pub use doubt::{Doubt, Surroundings, doubts};
pub use fit::{Class, Fit, Grade, class_of};
pub use frame::{Characteristic, DatumReference, Frame, FrameRow, Modifier, Zone, ZoneForm};
pub use general::{GeneralTolerance, WrittenTolerance};
pub use hole::{Sink, SinkForm};
pub use iso2768::{GeometricClass, LinearClass};
pub use kinds::{kind_of, looks_like_size};
pub use length::{Decimal, Figure, Length, Unit};
pub use mark::{Balloon, Datum, TargetArea};
pub use remark::{Remark, Word};
pub use settle::{Settled, settle};
pub use size::{Rectangle, Size, Spaced, Symbol};
pub use surface::{Surface, Texture, grade_ra_um};
pub use thread::{Pitch, Standard, Thread, ThreadSize};
pub use tolerance::{Deviation, Given, Limits, Measure, Quantity, Tolerance};
pub use understood::{Understood, understand, understand_text};
pub use value::{
    Amount, DatumValue, FrameValue, RoughnessValue, SheetRules, SideRule, SurfaceValue, ThreadValue,
    ToleranceSource, Value, ValueType,
};
pub use written::{Content, Written, parse};
