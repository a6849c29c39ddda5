use super::{overlay_png, overlay_svg};
use anyhow::Context;
use draftlens_drawing::{Annotation, Kind};
use draftlens_page::Page;
use std::fs::File;
use std::io::{self, BufWriter};
use std::path::Path;

type Write = fn(&Page, &[Annotation], &mut dyn io::Write) -> anyhow::Result<()>;

/// The page with what was read drawn over it, in the format that the file's name ends with.
pub(super) struct Overlay<'a> {
    path: &'a Path,
    write: Write,
}

impl<'a> Overlay<'a> {
    pub(super) fn to(path: &'a Path) -> anyhow::Result<Self> {
        let end = path.extension().map(|end| end.to_string_lossy().to_lowercase()).unwrap_or_default();
        let write: Write = match end.as_str() {
            "svg" => overlay_svg::write,
            "png" => overlay_png::write,
            _ => anyhow::bail!("--overlay {}: name a file that ends with .svg or .png", path.display()),
        };
        Ok(Self { path, write })
    }

    pub(super) fn write(&self, page: &Page, annotations: &[Annotation]) -> anyhow::Result<()> {
        let cannot = || format!("{} cannot be written", self.path.display());
        let mut out = BufWriter::new(File::create(self.path).with_context(cannot)?);
        (self.write)(page, annotations, &mut out).with_context(cannot)
    }
}

/// Red, green and blue of each kind.
pub(super) fn colour(kind: Kind) -> [u8; 3] {
    match kind {
        Kind::Dimension => [0, 90, 210],
        Kind::Thread => [0, 140, 80],
        Kind::Gdt => [150, 40, 180],
        Kind::Surface => [190, 110, 0],
        Kind::Datum => [200, 40, 110],
        Kind::Note | Kind::Label => [90, 90, 90],
        Kind::Balloon => [0, 140, 150],
        Kind::Title | Kind::Table | Kind::Zone => [140, 120, 90],
    }
}

/// What is unsure is drawn in this colour, whatever its kind.
pub(super) const UNSURE: [u8; 3] = [220, 30, 20];
