/// How a page is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Depth {
    Grey,
    Bilevel,
}

/// The pixels of a page, row by row from its upper left; 0 is black, the largest value white.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Pixels {
    /// One byte a pixel.
    Grey(Vec<u8>),
    /// One bit a pixel, the leftmost in the highest bit, a set bit white, rows padded to whole bytes.
    Bilevel(Vec<u8>),
}

impl Pixels {
    /// White pixels.
    pub(crate) fn white(depth: Depth, width_px: u32, height_px: u32) -> Self {
        let (width, height) = (width_px as usize, height_px as usize);
        match depth {
            Depth::Grey => Self::Grey(vec![255; width * height]),
            Depth::Bilevel => Self::Bilevel(vec![255; width.div_ceil(8) * height]),
        }
    }

    /// Bits a pixel: 8 or 1.
    pub fn bits(&self) -> u8 {
        match self {
            Self::Grey(_) => 8,
            Self::Bilevel(_) => 1,
        }
    }

    /// Bytes that the pixels take.
    pub fn byte_len(&self) -> usize {
        match self {
            Self::Grey(bytes) | Self::Bilevel(bytes) => bytes.len(),
        }
    }

    pub(crate) fn stride(&self, width_px: u32) -> usize {
        match self {
            Self::Grey(_) => width_px as usize,
            Self::Bilevel(_) => (width_px as usize).div_ceil(8),
        }
    }

    /// Copies row `y` from column `x_from` as grey into `out`.
    pub(crate) fn grey_row(&self, width_px: u32, y: u32, x_from: u32, out: &mut [u8]) {
        let row_at = y as usize * self.stride(width_px);
        let x_from = x_from as usize;
        match self {
            Self::Grey(bytes) => out.copy_from_slice(&bytes[row_at + x_from..][..out.len()]),
            Self::Bilevel(bytes) => {
                let row = &bytes[row_at..];
                for (offset, pixel) in out.iter_mut().enumerate() {
                    let x = x_from + offset;
                    *pixel = if row[x / 8] & (0x80 >> (x % 8)) == 0 { 0 } else { 255 };
                }
            }
        }
    }
}
