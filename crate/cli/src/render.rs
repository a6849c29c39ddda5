use crate::Outcome;
use crate::arguments::RenderArguments;
use crate::open::with_document;
use anyhow::Context;
use draftlens_page::{Page, PageOptions, Pixels};
use png::{BitDepth, ColorType, Encoder, PixelDimensions, Unit};
use std::fs::File;
use std::io::BufWriter;
use std::path::Path;

const INCH_PER_METRE: f32 = 39.370_08;

pub(crate) fn run(arguments: &RenderArguments) -> Outcome {
    let (index, options) = (arguments.page, PageOptions { dpi: arguments.dpi });
    let page =
        with_document(&arguments.file, move |document, deadline| document.page(index, &options, deadline))?;
    let out = &arguments.out;
    write_png(&page, out).with_context(|| format!("{} cannot be written", out.display()))?;
    let info = page.info();
    eprintln!(
        "{}: {} × {} pixels, {:.0} dpi, {} bit",
        out.display(),
        info.width_px,
        info.height_px,
        info.dpi,
        info.bits
    );
    Ok(())
}

fn write_png(page: &Page, path: &Path) -> anyhow::Result<()> {
    let info = page.info();
    let mut encoder = Encoder::new(BufWriter::new(File::create(path)?), info.width_px, info.height_px);
    encoder.set_color(ColorType::Grayscale);
    let per_metre = (info.dpi * INCH_PER_METRE).round() as u32;
    encoder.set_pixel_dims(Some(PixelDimensions { xppu: per_metre, yppu: per_metre, unit: Unit::Meter }));
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
    let mut writer = encoder.write_header()?;
    writer.write_image_data(bytes)?;
    writer.finish()?;
    Ok(())
}
