//! A page that is one scan → the scan's own pixels, never resampled; 1-bit ones stay 1 bit.

use super::image::{last_params, with_stream};
use super::listen::{Listener, listen};
use super::place::Place;
use crate::canvas::{Canvas, Painted, paint};
use crate::orientation::Orientation;
use crate::pixels::Depth;
use crate::{Budget, Format, PageError, Stop, Watch};
use hayro::hayro_interpret::{Image, ImageData};
use hayro::hayro_syntax::Filter;
use hayro::hayro_syntax::object::Stream;
use hayro::hayro_syntax::page::Page;
use hayro::kurbo::Affine;
use hayro_ccitt::EncodingMode;

/// The image that is the page.
#[derive(Debug, Clone)]
pub(super) struct Scan {
    /// Of the stored rows, before they are turned.
    pub(super) width_px: u32,
    pub(super) height_px: u32,
    pub(super) orientation: Orientation,
    pub(super) dpi: f32,
    /// None where the image is not black and white.
    pub(super) set_bit_is_white: Option<bool>,
    /// Bytes a pixel once decoded.
    pub(super) pixel_bytes: u64,
}

impl Scan {
    pub(super) fn upright_px(&self) -> (u32, u32) {
        self.orientation.upright(self.width_px, self.height_px)
    }

    pub(super) fn bits(&self) -> u8 {
        if self.set_bit_is_white.is_some() { 1 } else { 8 }
    }

    fn depth(&self) -> Depth {
        if self.set_bit_is_white.is_some() { Depth::Bilevel } else { Depth::Grey }
    }

    fn row_bytes(&self) -> usize {
        (self.width_px as usize).div_ceil(8)
    }

    /// What reading holds beside the page.
    fn beside_bytes(&self) -> u64 {
        let rows = u64::from(self.height_px);
        let page = match self.depth() {
            Depth::Bilevel => self.row_bytes() as u64 * rows,
            Depth::Grey => u64::from(self.width_px) * rows,
        };
        let decoded = match self.depth() {
            // JBIG2 holds the page and the region that it is just decoding.
            Depth::Bilevel => page * 2,
            Depth::Grey => page * self.pixel_bytes,
        };
        let turned = if self.orientation == Orientation::default() { 0 } else { page };
        decoded.max(turned)
    }
}

/// The scan's rows as they are stored; none where its data do not have the size that the page says, so that
/// only drawing it can tell how it looks.
pub(super) fn read<'a>(
    page: &'a Page<'a>,
    scan: &Scan,
    budget: &Budget,
    watch: &mut dyn Watch,
) -> Result<Option<Painted>, PageError> {
    budget.admit(scan.width_px, scan.height_px, scan.depth(), scan.beside_bytes())?;
    let place = Place::at_dpi(page, scan.dpi);
    let size_px = (scan.width_px, scan.height_px);
    let painted = paint(size_px, scan.depth(), watch, &mut |canvas| {
        let mut reader = Reader { scan, canvas, stopped: None };
        listen(page, &place, &mut reader);
        match reader.stopped {
            Some(stop) => Err(stop.into()),
            None if canvas.rows_done() == scan.height_px => Ok(()),
            None => Err(PageError::Truncated {
                format: Format::Pdf,
                detail: format!("its scan ends after row {} of {}", canvas.rows_done(), scan.height_px),
            }),
        }
    });
    match painted {
        // Drawn, what there is of an incomplete scan is shown, with a notice where nothing is.
        Err(PageError::Truncated { .. }) => Ok(None),
        painted => painted.map(Some),
    }
}

struct Reader<'r, 'w> {
    scan: &'r Scan,
    canvas: &'r mut Canvas<'w>,
    stopped: Option<Stop>,
}

impl<'a> Listener<'a> for Reader<'_, '_> {
    fn image(&mut self, image: &Image<'a, '_>, _: Affine) {
        let is_other = (image.width(), image.height()) != (self.scan.width_px, self.scan.height_px);
        if is_other || self.stopped.is_some() || self.canvas.rows_done() > 0 {
            return;
        }
        let read = match self.scan.set_bit_is_white {
            Some(set_is_white) => with_stream(image, |stream| self.read_bits(stream, set_is_white)),
            None => self.read_samples(image),
        };
        self.stopped = read.err();
    }
}

impl Reader<'_, '_> {
    fn read_bits(&mut self, stream: &Stream<'_>, set_is_white: bool) -> Result<(), Stop> {
        match stream.filters().as_slice() {
            [Filter::CcittFaxDecode] => self.read_ccitt(stream, set_is_white),
            [Filter::Jbig2Decode] => self.read_jbig2(stream, set_is_white),
            filters if filters.iter().all(is_of_bytes) => {
                let packed = stream.decoded().unwrap_or_default();
                let rows = packed.chunks_exact(self.scan.row_bytes());
                rows.take(self.scan.height_px as usize)
                    .try_for_each(|row| self.canvas.push_bits(row, set_is_white))
            }
            // A fax within a deflated stream: rare enough to be drawn.
            _ => Ok(()),
        }
    }

    fn read_ccitt(&mut self, stream: &Stream<'_>, set_is_white: bool) -> Result<(), Stop> {
        let params = last_params(stream.dict());
        let flag = |key: &str, absent: bool| params.get::<bool>(key).unwrap_or(absent);
        let columns = params.get::<u32>("Columns").unwrap_or(1728);
        if columns != self.scan.width_px {
            return Ok(());
        }
        let settings = hayro_ccitt::DecodeSettings {
            columns,
            rows: self.scan.height_px,
            end_of_block: flag("EndOfBlock", true),
            end_of_line: flag("EndOfLine", false),
            rows_are_byte_aligned: flag("EncodedByteAlign", false),
            encoding: match params.get::<i32>("K").unwrap_or(0) {
                0 => EncodingMode::Group3_1D,
                1.. => EncodingMode::Group3_2D,
                _ => EncodingMode::Group4,
            },
            strict: false,
        };
        // A white pixel of the fax is a set bit, unless black is 1.
        let white_is_white = set_is_white != flag("BlackIs1", false);
        let mut rows = FaxRows {
            canvas: self.canvas,
            row: vec![0; self.scan.row_bytes()],
            columns: columns as usize,
            white_is_white,
            stopped: None,
        };
        // An error after some rows leaves the page incomplete, which its canvas tells.
        let _ = hayro_ccitt::decode(
            &stream.raw_data(),
            &mut rows,
            &mut hayro_ccitt::DecoderContext::new(settings),
        );
        rows.stopped.map_or(Ok(()), Err)
    }

    fn read_jbig2(&mut self, stream: &Stream<'_>, set_is_white: bool) -> Result<(), Stop> {
        let settings = hayro_jbig2::DecodeSettings::default();
        let shared = last_params(stream.dict()).get::<Stream<'_>>("JBIG2Globals");
        let shared = shared.and_then(|globals| globals.decoded_data().ok());
        let globals = shared.and_then(|data| hayro_jbig2::Globals::new(&data, &settings).ok());
        let data = stream.raw_data();
        let Ok(page) = hayro_jbig2::Page::new_embedded(&data, globals.as_ref(), &settings) else {
            return Ok(());
        };
        if (page.width(), page.height()) != (self.scan.width_px, self.scan.height_px) {
            return Ok(());
        }
        let mut rows = Jbig2Rows {
            canvas: self.canvas,
            row: vec![0; self.scan.row_bytes()],
            x: 0,
            black_is_black: set_is_white,
            stopped: None,
        };
        let _ = page.decode(&mut rows);
        rows.stopped.map_or(Ok(()), Err)
    }

    fn read_samples(&mut self, image: &Image<'_, '_>) -> Result<(), Stop> {
        let Image::Raster(raster) = image else { return Ok(()) };
        let mut outcome = Ok(());
        let (width, height) = (self.scan.width_px, self.scan.height_px);
        raster.with_rgba(
            |data, _| {
                if (data.width(), data.height()) != (width, height) {
                    return;
                }
                outcome = match data {
                    ImageData::Luma(luma) => {
                        luma.data.chunks_exact(width as usize).try_for_each(|row| self.canvas.push_grey(row))
                    }
                    ImageData::Rgb(rgb) => rgb
                        .data
                        .chunks_exact(width as usize * 3)
                        .try_for_each(|row| self.canvas.push_rgb(row)),
                };
            },
            None,
        );
        outcome
    }
}

/// Filters that give bytes of any kind back.
fn is_of_bytes(filter: &Filter) -> bool {
    use Filter::{Ascii85Decode, AsciiHexDecode, Crypt, FlateDecode, LzwDecode, RunLengthDecode};
    matches!(filter, Ascii85Decode | AsciiHexDecode | Crypt | FlateDecode | LzwDecode | RunLengthDecode)
}

struct FaxRows<'r, 'w> {
    canvas: &'r mut Canvas<'w>,
    row: Vec<u8>,
    columns: usize,
    white_is_white: bool,
    stopped: Option<Stop>,
}

impl hayro_ccitt::Decoder for FaxRows<'_, '_> {
    fn push_row(&mut self, changes: &[u32]) {
        if self.stopped.is_some() {
            return;
        }
        self.row.fill(0);
        for span in changes.chunks(2) {
            let from = span[0] as usize;
            let to = span.get(1).map_or(self.columns, |to| *to as usize);
            set_bits(&mut self.row, from, to);
        }
        // The spans are the fax's black.
        self.stopped = self.canvas.push_bits(&self.row, !self.white_is_white).err();
    }
}

fn set_bits(row: &mut [u8], from: usize, to: usize) {
    if from >= to || to > row.len() * 8 {
        return;
    }
    let (first, last) = (from / 8, (to - 1) / 8);
    let (first_mask, last_mask) = (0xff_u8 >> (from % 8), 0xff_u8 << (7 - (to - 1) % 8));
    if first == last {
        row[first] |= first_mask & last_mask;
    } else {
        row[first] |= first_mask;
        row[first + 1..last].fill(0xff);
        row[last] |= last_mask;
    }
}

struct Jbig2Rows<'r, 'w> {
    canvas: &'r mut Canvas<'w>,
    row: Vec<u8>,
    x: usize,
    black_is_black: bool,
    stopped: Option<Stop>,
}

impl hayro_jbig2::Decoder for Jbig2Rows<'_, '_> {
    fn push_pixel(&mut self, black: bool) {
        if black && let Some(byte) = self.row.get_mut(self.x / 8) {
            *byte |= 0x80 >> (self.x % 8);
        }
        self.x += 1;
    }

    fn push_pixel_chunk(&mut self, black: bool, chunk_count: u32) {
        let to = self.x + chunk_count as usize * 8;
        if black {
            set_bits(&mut self.row, self.x, to);
        }
        self.x = to;
    }

    fn next_line(&mut self) {
        if self.stopped.is_none() {
            self.stopped = self.canvas.push_bits(&self.row, !self.black_is_black).err();
        }
        self.row.fill(0);
        self.x = 0;
    }
}
