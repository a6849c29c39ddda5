//! Pages as PNG.

use draftlens_page::{Page, Pixels};
use png::{BitDepth, ColorType, Encoder, PixelDimensions, Unit};
use std::io::Write;

const INCH_PER_METRE: f32 = 39.370_08;

/// A page in its own depth, grey or 1-bit.
pub(crate) fn write_png(page: &Page, out: impl Write) -> anyhow::Result<()> {
    let mut encoder = encoder(page, out);
    encoder.set_color(ColorType::Grayscale);
    let bytes = match page.pixels() {
        Pixels::Grey(bytes) => {
            encoder.set_depth(BitDepth::Eight);
            bytes
        }
        Pixels::Bilevel(bytes) => {
            encoder.set_depth(BitDepth::One);
            bytes
        }
    };
    finish(encoder, bytes)
}

/// Colours in place of a page's own: three bytes a pixel.
pub(crate) fn write_rgb_png(page: &Page, rgb: &[u8], out: impl Write) -> anyhow::Result<()> {
    let mut encoder = encoder(page, out);
    encoder.set_color(ColorType::Rgb);
    encoder.set_depth(BitDepth::Eight);
    finish(encoder, rgb)
}

fn encoder<W: Write>(page: &Page, out: W) -> Encoder<'static, W> {
    let info = page.info();
    let mut encoder = Encoder::new(out, info.width_px, info.height_px);
    let per_metre = (info.dpi * INCH_PER_METRE).round() as u32;
    encoder.set_pixel_dims(Some(PixelDimensions { xppu: per_metre, yppu: per_metre, unit: Unit::Meter }));
    encoder
}

fn finish<W: Write>(encoder: Encoder<'_, W>, bytes: &[u8]) -> anyhow::Result<()> {
    let mut writer = encoder.write_header()?;
    writer.write_image_data(bytes)?;
    writer.finish()?;
    Ok(())
}
