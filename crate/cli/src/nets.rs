//! The nets that this program carries, ready to run, and the reading of a page by them.

use crate::arguments::{DeviceArgument, NetArguments};
use crate::open::Failure;
use anyhow::Context;
use draftlens_drawing::{AnalysedPage, Analysis, Backend, Event, Nets, analyze};
use draftlens_net::{Cancel, CpuNetwork, Model};
use draftlens_page::Page;
use serde::de::DeserializeOwned;
use std::sync::Arc;
use std::thread;

const DETECTOR: (&str, &[u8]) =
    (include_str!("../../../models/detector.json"), include_bytes!("../../../models/detector.onnx"));
const READER: (&str, &[u8]) =
    (include_str!("../../../models/reader.json"), include_bytes!("../../../models/reader.onnx"));

/// What reads pages.
pub(crate) struct Reader {
    nets: Nets<CpuNetwork, CpuNetwork>,
}

impl Reader {
    pub(crate) fn load(arguments: &NetArguments) -> Result<Self, Failure> {
        if arguments.device == DeviceArgument::Gpu {
            return Err(anyhow::anyhow!("--device gpu: this build runs on the processor only").into());
        }
        let detector_manifest: draftlens_drawing::DetectorManifest = manifest(DETECTOR.0)?;
        let reader_manifest: draftlens_drawing::ReaderManifest = manifest(READER.0)?;
        Ok(Self {
            nets: Nets {
                detector: network(DETECTOR.1, &detector_manifest.model.sha256)?,
                detector_manifest,
                reader: network(READER.1, &reader_manifest.model.sha256)?,
                reader_manifest,
            },
        })
    }

    /// Reads a page that took `decode_ms` to decode.
    pub(crate) fn read(
        &self,
        page: &Page,
        decode_ms: f64,
        listen: &mut dyn FnMut(Event<'_>),
    ) -> Result<Analysis, Failure> {
        let findings = pollster::block_on(analyze(&self.nets, page, None, &Cancel::new(), listen))?;
        let backend = Backend {
            name: "cpu".into(),
            why: "this build runs on the processor only".into(),
            adapter: self.nets.detector.instructions().into(),
        };
        Ok(Analysis::new(AnalysedPage::of(page.info()), self.nets.models(), backend, findings, decode_ms))
    }
}

fn manifest<T: DeserializeOwned>(json: &str) -> Result<T, Failure> {
    Ok(serde_json::from_str(json).context("a manifest in this program is damaged")?)
}

fn network(onnx: &[u8], sha256: &str) -> Result<CpuNetwork, Failure> {
    let model = Model::load_verified(onnx, sha256).context("a model in this program cannot be loaded")?;
    let threads = thread::available_parallelism().map_or(1, usize::from);
    Ok(CpuNetwork::new(Arc::new(model)).with_threads(threads))
}
