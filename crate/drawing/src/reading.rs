/// What the reader made of one line.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Reading {
    /// The likeliest characters.
    pub text: String,
    /// 0 to 1, of the whole text, before calibration.
    pub score: f64,
    /// Each place where something may be written, from left to right.
    pub spots: Vec<Spot>,
}

/// One place in a line: what may be written there, the likeliest first. `text` of the [`Reading`] is made of the first
/// alternatives.
#[derive(Debug, Clone, PartialEq)]
pub struct Spot {
    /// At least one.
    pub alternatives: Vec<Alternative>,
}

/// A character that may be written at a spot, or none.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Alternative {
    /// None where nothing may be written.
    pub character: Option<char>,
    /// 0 to 1, of this spot.
    pub chance: f32,
}
