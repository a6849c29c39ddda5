/// Grey bytes with a size: 255 paper, 0 ink.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grey {
    /// Pixels a row.
    pub width_px: usize,
    /// Rows.
    pub height_px: usize,
    /// Row by row.
    pub pixels: Vec<u8>,
}

impl Grey {
    pub(crate) fn white(width_px: usize, height_px: usize) -> Self {
        Self { width_px, height_px, pixels: vec![255; width_px * height_px] }
    }

    pub(crate) fn row(&self, y: usize) -> &[u8] {
        &self.pixels[y * self.width_px..][..self.width_px]
    }
}
