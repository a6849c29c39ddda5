//! What widens a hole: `⌴Ø11 ↧6.5`, `CBORE Ø11 x 6 DEEP`, `⌵Ø12 x 90°`, `90° CSK Ø12`, `SF Ø20` ↔ `Sink`.

use std::fmt;

use winnow::Parser as _;
use winnow::combinator::{alt, opt, preceded};

use super::angle::{Angle, angle};
use super::length::Length;
use super::lex::{Out, any_word, cross, gap, space};
use super::remark::depth;
use super::size::prefix;
use super::tolerance::{Measure, measure};

/// The form of a widened end.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum SinkForm {
    /// `⌴`, flat
    Counterbore,
    /// `⌴SF`, only as deep as the face needs
    Spotface,
    /// `⌵`, a cone
    Countersink,
}

/// The widened end of a hole.
#[derive(Clone, Debug, PartialEq)]
pub struct Sink {
    /// Flat or a cone.
    pub form: SinkForm,
    /// Its width.
    pub diameter: Option<Measure<Length>>,
    /// How deep.
    pub depth: Option<Measure<Length>>,
    /// Of a cone.
    pub angle: Option<Measure<Angle>>,
}

pub(super) fn sink(input: &mut &str) -> Out<Sink> {
    let form_first = |input: &mut &str| {
        let form = form(input)?;
        dimensions(input, form, None)
    };
    // `Ø11 CBORE`, `90° CSK Ø12`: a size or an angle, and only then what it is of.
    let diameter_first = |input: &mut &str| {
        let diameter = preceded((prefix, space), measure("Ø")).parse_next(input)?;
        let form = named_form(input)?;
        dimensions(input, form, Some(diameter))
    };
    let angle_first = |input: &mut &str| {
        let angle = angle(input)?;
        let form = named_form(input)?;
        let mut sink = dimensions(input, form, None)?;
        sink.angle = Some(Measure::bare(angle));
        Ok(sink)
    };
    alt((form_first, diameter_first, angle_first))
        .verify(|sink: &Sink| sink.diameter.is_some() || sink.angle.is_some() || sink.depth.is_some())
        .parse_next(input)
}

/// A word, which may also stand behind a size.
fn named_form(input: &mut &str) -> Out<SinkForm> {
    let countersink = any_word(&["csk", "c'sink", "csink", "countersink", "fraisure", "皿もみ"]);
    let spotface = any_word(&["sf", "spotface", "s'face"]);
    let counterbore = any_word(&["cbore", "c'bore", "c/b", "counterbore", "senkung", "lamage", "座ぐり"]);
    alt((
        countersink.value(SinkForm::Countersink),
        spotface.value(SinkForm::Spotface),
        counterbore.value(SinkForm::Counterbore),
    ))
    .parse_next(input)
}

/// A word or a sign.
fn form(input: &mut &str) -> Out<SinkForm> {
    let signs = alt((
        any_word(&["⌴ sf"]).value(SinkForm::Spotface),
        preceded(space, '⌴').value(SinkForm::Counterbore),
        preceded(space, '⌵').value(SinkForm::Countersink),
    ));
    alt((named_form, signs)).parse_next(input)
}

fn dimensions(input: &mut &str, form: SinkForm, diameter: Option<Measure<Length>>) -> Out<Sink> {
    let of_cone = || preceded(alt((cross.void(), gap)), measure(""));
    let mut angle = opt(of_cone()).parse_next(input)?;
    let diameter = match diameter {
        Some(diameter) => Some(diameter),
        None => {
            let joint = alt((cross.void(), space));
            opt(preceded((joint, prefix, space), measure("Ø"))).parse_next(input)?
        }
    };
    if angle.is_none() {
        angle = opt(of_cone()).parse_next(input)?;
    }
    let depth = opt(preceded(gap, depth)).parse_next(input)?;
    Ok(Sink { form, diameter, depth, angle })
}

impl fmt::Display for Sink {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str(match self.form {
            SinkForm::Counterbore => "⌴",
            SinkForm::Spotface => "⌴SF ",
            SinkForm::Countersink => "⌵",
        })?;
        if let Some(diameter) = &self.diameter {
            write!(f, "Ø{diameter}")?;
        }
        if let Some(angle) = &self.angle {
            write!(f, " x {angle}")?;
        }
        match &self.depth {
            Some(depth) => write!(f, " ↧{depth}"),
            None => Ok(()),
        }
    }
}
