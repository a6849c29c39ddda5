use crate::{Kind, Quad};

/// A text that was found: a callout of several lines, or a size with its stacked tolerance, is one.
#[derive(Debug, Clone, PartialEq)]
pub struct Detection {
    /// What it seems to be, before it is read.
    pub kind: Kind,
    /// 0 to 1: that it is there.
    pub score: f64,
    /// In page pixels.
    pub quad: Quad,
    /// The lines to read, in page pixels.
    pub lines: Vec<Quad>,
    /// Height of a line as the net sees it, in the net's own pixels.
    pub(crate) line_height_px: f64,
}

impl Detection {
    /// With every coordinate multiplied; `line_height_px` stays in the net's pixels.
    pub(crate) fn scaled(&self, factor: f64) -> Self {
        let lines = self.lines.iter().map(|line| line.scaled(factor)).collect();
        Self { quad: self.quad.scaled(factor), lines, ..*self }
    }
}
