use crate::PageError;
use crate::page::Ink;
use crate::pixels::{Depth, Pixels};
use crate::watch::{Stop, Watch};

/// A decode reports and may be stopped this often; a row of an A0 sheet takes tens of microseconds.
const WATCH_EVERY_ROWS: u32 = 64;
/// A page is white-on-black when more of it than this is dark: hatching and photos stay well below.
const DARK_SHARE: f64 = 0.6;
const DARK_BELOW: usize = 96;
/// Channels further apart than this are a colour, not a scanner's tint.
const COLOUR_SPREAD: u8 = 48;
/// A page is coloured when at least one pixel in so many is.
const COLOURED_ONE_IN: u64 = 20_000;

/// Receives a page's rows from any decoder, in any colour, and keeps them grey or 1-bit.
pub(crate) struct Canvas<'w> {
    width_px: u32,
    height_px: u32,
    ink: Ink,
    pixels: Pixels,
    next_row: u32,
    tally: Tally,
    watch: &'w mut dyn Watch,
}

/// What the rows of a page were like.
#[derive(Clone)]
pub(crate) struct Tally {
    histogram: [u64; 256],
    coloured_px: u64,
}

impl Default for Tally {
    fn default() -> Self {
        Self { histogram: [0; 256], coloured_px: 0 }
    }
}

impl Tally {
    fn total(&self) -> u64 {
        self.histogram.iter().sum()
    }

    /// Which of the two, dark or light, is the drawing and not the paper.
    pub(crate) fn ink(&self) -> Ink {
        let dark: u64 = self.histogram[..DARK_BELOW].iter().sum();
        if dark as f64 > self.total() as f64 * DARK_SHARE { Ink::Light } else { Ink::Dark }
    }

    /// Does it matter how colours became grey?
    pub(crate) fn is_coloured(&self) -> bool {
        self.coloured_px * COLOURED_ONE_IN > self.total()
    }
}

impl<'w> Canvas<'w> {
    /// An empty page; the caller has asked the budget. `ink` says which colours to make readable.
    pub(crate) fn new(
        width_px: u32,
        height_px: u32,
        depth: Depth,
        ink: Ink,
        watch: &'w mut dyn Watch,
    ) -> Self {
        let pixels = Pixels::white(depth, width_px, height_px);
        Self { width_px, height_px, ink, pixels, next_row: 0, tally: Tally::default(), watch }
    }

    pub(crate) fn width_px(&self) -> u32 {
        self.width_px
    }

    pub(crate) fn height_px(&self) -> u32 {
        self.height_px
    }

    pub(crate) fn depth(&self) -> Depth {
        match self.pixels {
            Pixels::Grey(_) => Depth::Grey,
            Pixels::Bilevel(_) => Depth::Bilevel,
        }
    }

    /// Rows received so far; equal to the height when the page is whole.
    pub(crate) fn rows_done(&self) -> u32 {
        self.next_row
    }

    /// Takes a row of grey bytes. Rows past the page's end are ignored, as some encoders pad.
    pub(crate) fn push_grey(&mut self, row: &[u8]) -> Result<(), Stop> {
        self.push(row, 1, |pixel, _| (pixel[0], false))
    }

    /// Takes a row of RGB bytes.
    pub(crate) fn push_rgb(&mut self, row: &[u8]) -> Result<(), Stop> {
        self.push(row, 3, |pixel, ink| {
            let rgb = [pixel[0], pixel[1], pixel[2]];
            (grey_from_rgb(rgb, ink), is_colour(rgb))
        })
    }

    /// Takes a row of RGBA bytes with straight alpha, laid on white paper.
    pub(crate) fn push_rgba(&mut self, row: &[u8]) -> Result<(), Stop> {
        self.push(row, 4, |pixel, ink| {
            let rgb = [0, 1, 2].map(|i| on_paper(pixel[i], pixel[3]));
            (grey_from_rgb(rgb, ink), is_colour(rgb))
        })
    }

    /// Takes a row of RGB bytes with an opaque byte after each.
    #[cfg(feature = "pdf")]
    pub(crate) fn push_opaque_rgba(&mut self, row: &[u8]) -> Result<(), Stop> {
        self.push(row, 4, |pixel, ink| {
            let rgb = [pixel[0], pixel[1], pixel[2]];
            (grey_from_rgb(rgb, ink), is_colour(rgb))
        })
    }

    /// Takes a row of grey and alpha bytes, laid on white paper.
    pub(crate) fn push_grey_alpha(&mut self, row: &[u8]) -> Result<(), Stop> {
        self.push(row, 2, |pixel, _| (on_paper(pixel[0], pixel[1]), false))
    }

    /// Takes a packed row of bits, the leftmost in the highest bit. Only for a canvas of 1 bit.
    pub(crate) fn push_bits(&mut self, row: &[u8], set_is_white: bool) -> Result<(), Stop> {
        if self.next_row >= self.height_px {
            return Ok(());
        }
        let stride = self.pixels.stride(self.width_px);
        let row_at = self.next_row as usize * stride;
        if let Pixels::Bilevel(bytes) = &mut self.pixels {
            let to = &mut bytes[row_at..row_at + stride];
            let flip = if set_is_white { 0 } else { 0xff };
            let mut white = 0_u64;
            for (to, from) in to.iter_mut().zip(row) {
                *to = from ^ flip;
                white += u64::from(to.count_ones());
            }
            // The padding stays white whatever the encoder left there.
            let used_bits = self.width_px % 8;
            if used_bits != 0
                && let Some(last) = to.last_mut()
            {
                *last |= 0xff >> used_bits;
            }
            self.tally.histogram[255] += white.min(u64::from(self.width_px));
            self.tally.histogram[0] += u64::from(self.width_px).saturating_sub(white);
        } else {
            debug_assert!(false, "bits pushed into a grey canvas");
        }
        self.row_done()
    }

    fn push(
        &mut self,
        row: &[u8],
        samples: usize,
        convert: impl Fn(&[u8], Ink) -> (u8, bool),
    ) -> Result<(), Stop> {
        if self.next_row >= self.height_px {
            return Ok(());
        }
        let width = self.width_px as usize;
        let row_at = self.next_row as usize * width;
        if let Pixels::Grey(bytes) = &mut self.pixels {
            let to = &mut bytes[row_at..row_at + width];
            let mut coloured = 0_u64;
            for (to, from) in to.iter_mut().zip(row.chunks_exact(samples)) {
                let (grey, is_colour) = convert(from, self.ink);
                *to = grey;
                coloured += u64::from(is_colour);
            }
            self.tally.coloured_px += coloured;
            // Every eighth pixel tells as much about the paper as all do.
            for grey in to.iter().step_by(8) {
                self.tally.histogram[*grey as usize] += 8;
            }
        } else {
            debug_assert!(false, "grey pushed into a canvas of bits");
        }
        self.row_done()
    }

    fn row_done(&mut self) -> Result<(), Stop> {
        self.next_row += 1;
        if self.next_row.is_multiple_of(WATCH_EVERY_ROWS) || self.next_row == self.height_px {
            self.watch.at(u64::from(self.next_row), u64::from(self.height_px))?;
        }
        Ok(())
    }

    /// The rows as pixels, with what they were like.
    pub(crate) fn finish(self) -> (Pixels, Tally) {
        (self.pixels, self.tally)
    }
}

/// The pixels of a page, and which of the two, dark or light, is the drawing.
pub(crate) struct Painted {
    pub(crate) pixels: Pixels,
    pub(crate) ink: Ink,
}

/// Lets `rows` fill a canvas; a second time where a dark ground shows that the other colours are the ink:
/// only the pixels tell, and a colour sheet kept for that would not fit.
pub(crate) fn paint(
    (width_px, height_px): (u32, u32),
    depth: Depth,
    watch: &mut dyn Watch,
    rows: &mut dyn FnMut(&mut Canvas<'_>) -> Result<(), PageError>,
) -> Result<Painted, PageError> {
    let mut pass = |ink| {
        let mut canvas = Canvas::new(width_px, height_px, depth, ink, watch);
        rows(&mut canvas)?;
        Ok::<_, PageError>(canvas.finish())
    };
    let (pixels, tally) = pass(Ink::Dark)?;
    let ink = tally.ink();
    if ink == Ink::Light && tally.is_coloured() {
        drop(pixels);
        let (pixels, _) = pass(Ink::Light)?;
        return Ok(Painted { pixels, ink });
    }
    Ok(Painted { pixels, ink })
}

/// Colour → grey that keeps every ink apart from the paper, halfway between luminance and the channel that
/// differs most: yellow on white keeps 142 of 255 levels instead of 29, blue on black 141 instead of 28, and black
/// text under a yellow marker stays apart from the marker, which the extreme channel alone would not do.
// Once per pixel: built for size, the compiler would call it.
#[inline(always)]
fn grey_from_rgb([r, g, b]: [u8; 3], ink: Ink) -> u8 {
    let luma = (u32::from(r) * 77 + u32::from(g) * 150 + u32::from(b) * 29) >> 8;
    let extreme = match ink {
        Ink::Dark => r.min(g).min(b),
        Ink::Light => r.max(g).max(b),
    };
    // Grey stays exactly grey: 77 + 150 + 29 = 256, so luma is the value itself.
    ((luma + u32::from(extreme)) / 2) as u8
}

#[inline(always)]
fn is_colour([r, g, b]: [u8; 3]) -> bool {
    r.max(g).max(b) - r.min(g).min(b) > COLOUR_SPREAD
}

fn on_paper(value: u8, alpha: u8) -> u8 {
    let (value, alpha) = (u32::from(value), u32::from(alpha));
    ((value * alpha + 255 * (255 - alpha) + 127) / 255) as u8
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Unwatched;

    #[test]
    fn every_pure_ink_stays_readable_on_its_paper() {
        let inks = [[255, 255, 0], [0, 255, 0], [0, 255, 255], [255, 0, 255], [255, 0, 0], [0, 0, 255]];
        for ink in inks {
            let on_white = 255 - grey_from_rgb(ink, Ink::Dark);
            let on_black = grey_from_rgb(ink, Ink::Light);
            assert!(on_white >= 140, "{ink:?} on white keeps {on_white}");
            assert!(on_black >= 140, "{ink:?} on black keeps {on_black}");
        }
        let black_under_marker =
            grey_from_rgb([255, 255, 0], Ink::Dark) - grey_from_rgb([0, 0, 0], Ink::Dark);
        assert!(black_under_marker >= 100);
    }

    #[test]
    fn grey_is_not_changed_by_the_conversion() {
        for value in 0..=255_u8 {
            for ink in [Ink::Dark, Ink::Light] {
                assert_eq!(grey_from_rgb([value; 3], ink), value);
            }
        }
    }

    #[test]
    fn transparent_pixels_are_paper() {
        let mut watch = Unwatched;
        let mut canvas = Canvas::new(2, 1, Depth::Grey, Ink::Dark, &mut watch);
        canvas.push_rgba(&[0, 0, 0, 0, 0, 0, 0, 255]).unwrap();
        assert_eq!(canvas.finish().0, Pixels::Grey(vec![255, 0]));
    }

    #[test]
    fn a_stop_of_the_watch_ends_the_decode() {
        let mut watch = |done: u64, _: u64| if done >= 128 { Err(Stop::Cancelled) } else { Ok(()) };
        let mut canvas = Canvas::new(1, 1000, Depth::Grey, Ink::Dark, &mut watch);
        let stopped = (0..1000).find(|_| canvas.push_grey(&[0]).is_err());
        assert_eq!(stopped, Some(127));
    }
}
