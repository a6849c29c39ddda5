//! Reads one page on the CPU and prints its analysis as JSON: `read-page MODELS PAGE [--threads N]`. Times go to standard
//! error.

use draftlens_drawing::{Event, Nets, analyze};
use draftlens_net::{Cancel, CpuNetwork, Model};
use draftlens_page::{Document, OpenOptions, PageOptions, Unwatched};
use std::sync::Arc;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = std::env::args().collect();
    let [_, models, page, rest @ ..] = arguments.as_slice() else {
        return Err("read-page MODELS PAGE [--threads N]".into());
    };
    let threads = match rest {
        [flag, count] if flag == "--threads" => count.parse()?,
        _ => 1,
    };
    let text = |name: &str| std::fs::read_to_string(format!("{models}/{name}.json"));
    let net = |name: &str, sha256: &str| -> Result<CpuNetwork, Box<dyn std::error::Error>> {
        let model = Model::load_verified(&std::fs::read(format!("{models}/{name}.onnx"))?, sha256)?;
        Ok(CpuNetwork::new(Arc::new(model)).with_threads(threads))
    };
    let detector_manifest: draftlens_drawing::DetectorManifest = serde_json::from_str(&text("detector")?)?;
    let reader_manifest: draftlens_drawing::ReaderManifest = serde_json::from_str(&text("reader")?)?;
    let nets = Nets {
        detector: net("detector", &detector_manifest.model.sha256)?,
        detector_manifest,
        reader: net("reader", &reader_manifest.model.sha256)?,
        reader_manifest,
    };
    let document = Document::open(std::fs::read(page)?, &OpenOptions::default())?;
    let page = document.page(0, &PageOptions::default(), &mut Unwatched)?;
    let mut listen = |event: Event<'_>| {
        if let Event::Progress { stage, done, total } = event {
            eprint!("\r{stage:?} {done}/{total}  ");
        }
    };
    let findings = pollster::block_on(analyze(&nets, &page, None, &Cancel::new(), &mut listen))?;
    eprintln!("{:?} {:?}", findings.view, findings.timing_ms);
    println!("{}", serde_json::to_string(&serde_json::json!({ "annotations": findings.annotations }))?);
    Ok(())
}
