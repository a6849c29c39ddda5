use serde::{Deserialize, Serialize};

/// A point in page pixels.
pub(crate) type Point = [f32; 2];

/// The words that the file itself holds for a page, in page pixels of the rendering asked for.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct TextLayer {
    /// Words in the file's own order.
    pub words: Vec<Word>,
    /// The page is mostly one picture: words that are not drawn are what some program read off it.
    #[serde(default)]
    pub is_of_picture: bool,
}

impl TextLayer {
    /// Characters in all words.
    pub fn char_count(&self) -> usize {
        self.words.iter().map(|word| word.text.chars().count()).sum()
    }
}

/// A run of characters without a gap, on one baseline.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Word {
    /// The characters in reading order.
    pub text: String,
    /// Page pixels, clockwise from the text's own upper left: the box of ascent and descent.
    pub quad: [Point; 4],
    /// Height of the font's em in page pixels.
    pub font_px: f32,
    /// Direction of reading in radians, clockwise from the page's x axis.
    pub angle_rad: f32,
    /// Drawn at all? Text under a scan, or for searching only, is not.
    pub visible: bool,
}

/// A line or curve that the file draws, flattened, in page pixels.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Stroke {
    /// The flattened path; a closed one ends where it began.
    pub points: Vec<Point>,
    /// Width of the pen in page pixels; 0 where the path is filled, not stroked.
    pub width_px: f32,
}
