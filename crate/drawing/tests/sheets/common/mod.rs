//! Pages and nets for tests.

use draftlens_drawing::{Annotation, DetectorManifest, Kind, Nets, ReaderManifest};
use draftlens_net::{CpuNetwork, Model};
use draftlens_page::{Document, DpiSource, Ink, OpenOptions, Page, PageInfo, PageOptions, Unwatched};
use std::path::{Path, PathBuf};
use std::sync::Arc;

pub(crate) fn in_root(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(path)
}

fn manifest(name: &str) -> String {
    std::fs::read_to_string(in_root("models").join(name)).unwrap()
}

/// As shipped.
pub(crate) fn manifests() -> (DetectorManifest, ReaderManifest) {
    let detector = serde_json::from_str(&manifest("detector.json")).unwrap();
    (detector, serde_json::from_str(&manifest("reader.json")).unwrap())
}

pub(crate) fn alphabet_len() -> usize {
    let manifest: serde_json::Value = serde_json::from_str(&manifest("reader.json")).unwrap();
    manifest["alphabet"].as_str().unwrap().chars().count()
}

/// As shipped, on the CPU.
pub(crate) fn shipped() -> Nets<CpuNetwork, CpuNetwork> {
    let (detector_manifest, reader_manifest) = manifests();
    let net = |file: &str, sha256: &str| {
        let bytes = std::fs::read(in_root("models").join(file)).unwrap();
        CpuNetwork::new(Arc::new(Model::load_verified(&bytes, sha256).unwrap()))
    };
    Nets {
        detector: net(&detector_manifest.file, &detector_manifest.model.sha256),
        reader: net(&reader_manifest.file, &reader_manifest.model.sha256),
        detector_manifest,
        reader_manifest,
    }
}

pub(crate) fn page(grey: Vec<u8>, width_px: usize, height_px: usize) -> Page {
    let (width_px, height_px) = (width_px as u32, height_px as u32);
    let dpi_source = DpiSource::Assumed;
    let info = PageInfo { index: 0, width_px, height_px, dpi: 200.0, dpi_source, bits: 8 };
    Page::of_grey(info, Ink::Dark, grey).unwrap()
}

pub(crate) fn open(path: &Path) -> Page {
    let document = Document::open(std::fs::read(path).unwrap(), &OpenOptions::default()).unwrap();
    document.page(0, &PageOptions::default(), &mut Unwatched).unwrap()
}

/// The real drawings that stand beside a checkout of the project; users do not have them.
pub(crate) fn shared_drawings() -> Option<PathBuf> {
    let folder = in_root("../shared/drawings");
    if !folder.is_dir() {
        eprintln!("SKIPPED: {} is not there", folder.display());
        return None;
    }
    Some(folder)
}

/// Those that count as sizes.
pub(crate) fn sizes(annotations: &[Annotation]) -> Vec<&Annotation> {
    let is_size = |one: &&Annotation| matches!(one.kind, Kind::Dimension | Kind::Thread | Kind::Gdt);
    annotations.iter().filter(is_size).collect()
}
