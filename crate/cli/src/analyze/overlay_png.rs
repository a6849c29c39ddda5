use super::overlay::{UNSURE, colour};
use crate::picture::write_rgb_png;
use draftlens_drawing::{Annotation, Point};
use draftlens_page::Page;
use std::io::Write;

/// Rows of the page that are turned into colours at a time.
const BAND_ROWS: u32 = 64;

/// The page in grey with a frame around each annotation.
pub(super) fn write(page: &Page, annotations: &[Annotation], out: &mut dyn Write) -> anyhow::Result<()> {
    let (width, height) = (page.info().width_px, page.info().height_px);
    let mut rgb = Vec::with_capacity(3 * width as usize * height as usize);
    for y in (0..height).step_by(BAND_ROWS as usize) {
        let grey = page.grey(0, y, width, BAND_ROWS.min(height - y));
        rgb.extend(grey.into_iter().flat_map(|pixel| [pixel; 3]));
    }
    let pen_px = f64::from(width.max(height)) / 1200.0;
    for annotation in annotations {
        let colour = if annotation.unsure { UNSURE } else { colour(annotation.kind) };
        let corners = annotation.quad.0;
        for (from, to) in corners.into_iter().zip(corners.into_iter().cycle().skip(1)) {
            draw_line(&mut rgb, (width, height), from, to, pen_px.max(1.5), colour);
        }
    }
    write_rgb_png(page, &rgb, out)
}

/// Colours every pixel whose middle is nearer to the line than half a pen.
fn draw_line(
    rgb: &mut [u8],
    (width, height): (u32, u32),
    from: Point,
    to: Point,
    pen_px: f64,
    colour: [u8; 3],
) {
    let span = |i: usize, limit: u32| {
        let (low, high) = (from[i].min(to[i]) - pen_px, from[i].max(to[i]) + pen_px);
        low.clamp(0.0, f64::from(limit)) as usize..high.clamp(0.0, f64::from(limit)) as usize
    };
    let along = [to[0] - from[0], to[1] - from[1]];
    let squared = (along[0] * along[0] + along[1] * along[1]).max(1e-9);
    for y in span(1, height) {
        for x in span(0, width) {
            let off = [x as f64 + 0.5 - from[0], y as f64 + 0.5 - from[1]];
            let part = ((off[0] * along[0] + off[1] * along[1]) / squared).clamp(0.0, 1.0);
            let (across, down) = (off[0] - part * along[0], off[1] - part * along[1]);
            if across * across + down * down <= pen_px * pen_px / 4.0 {
                let at = 3 * (y * width as usize + x);
                rgb[at..at + 3].copy_from_slice(&colour);
            }
        }
    }
}
