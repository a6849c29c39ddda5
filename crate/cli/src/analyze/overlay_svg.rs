use super::overlay::{UNSURE, colour};
use crate::picture::write_png;
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use draftlens_drawing::Annotation;
use draftlens_page::Page;
use std::io::Write;

/// The page as a picture within, and a polygon for each annotation that says its text when it is pointed at.
pub(super) fn write(page: &Page, annotations: &[Annotation], out: &mut dyn Write) -> anyhow::Result<()> {
    let mut png = Vec::new();
    write_png(page, &mut png)?;
    let (width, height) = (page.info().width_px, page.info().height_px);
    writeln!(
        out,
        r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}">"#
    )?;
    writeln!(
        out,
        r#"<image width="{width}" height="{height}" href="data:image/png;base64,{}"/>"#,
        BASE64_STANDARD.encode(png)
    )?;
    let pen = f64::from(width.max(height)) / 1200.0;
    for annotation in annotations {
        let [red, green, blue] = if annotation.unsure { UNSURE } else { colour(annotation.kind) };
        let colour = format!("rgb({red},{green},{blue})");
        let dashes = if annotation.unsure {
            format!(r#" stroke-dasharray="{0} {0}""#, 4.0 * pen)
        } else {
            String::new()
        };
        let points: Vec<String> = annotation.quad.0.iter().map(|[x, y]| format!("{x},{y}")).collect();
        writeln!(
            out,
            r#"<polygon points="{}" fill="{colour}" fill-opacity="0.12" stroke="{colour}" stroke-width="{pen:.1}"{dashes}><title>{} {}: {}</title></polygon>"#,
            points.join(" "),
            annotation.id,
            annotation.kind.name(),
            escaped(&annotation.text)
        )?;
    }
    writeln!(out, "</svg>")?;
    Ok(out.flush()?)
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
