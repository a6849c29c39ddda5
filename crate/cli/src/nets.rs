//! The nets that this program carries, ready to run, and the reading of a page by them.

use crate::arguments::{DeviceArgument, NetArguments};
use crate::device::{chooser, engine, engine_of};
use crate::open::Failure;
use anyhow::Context;
use draftlens_drawing::{
    AnalysedPage, Analysis, Backend, Detection, DrawingError, EmbedderId, Embedding, EmbeddingNets, Event,
    ModelId, Nets, SHIPPED_DETECTOR, SHIPPED_EMBEDDER, SHIPPED_READER, ShippedModel, analyze, embed_page,
    shipped_detector_manifest, shipped_embedder_manifest, shipped_reader_manifest, shipped_sheet_share,
};
use draftlens_gpu::{Chooser, Engine};
use draftlens_net::{Cancel, Model};
use draftlens_page::Page;
use draftlens_search::{Header, Precision};
use serde::de::DeserializeOwned;
use std::path::Path;

/// What reads pages.
pub(crate) struct Reader {
    nets: Nets<Engine, Engine>,
}

impl Reader {
    /// Decides first on what the nets run, which takes seconds once and is remembered: a program that ends with its page
    /// would never get to it beside the work.
    pub(crate) fn load(arguments: &NetArguments) -> Result<Self, Failure> {
        let chooser = chooser(arguments.device);
        let nets = Nets {
            detector: engine(&chooser, &SHIPPED_DETECTOR)?,
            detector_manifest: shipped_detector_manifest().map_err(damaged)?,
            reader: engine(&chooser, &SHIPPED_READER)?,
            reader_manifest: shipped_reader_manifest().map_err(damaged)?,
        };
        Ok(Self::settled(nets))
    }

    /// Those of a folder, in place of those that this program carries.
    pub(crate) fn load_from(folder: &Path, arguments: &NetArguments) -> Result<Self, Failure> {
        let chooser = chooser(arguments.device);
        let (detector, detector_manifest) = of_folder(&chooser, folder, &SHIPPED_DETECTOR)?;
        let (reader, reader_manifest) = of_folder(&chooser, folder, &SHIPPED_READER)?;
        Ok(Self::settled(Nets { detector, detector_manifest, reader, reader_manifest }))
    }

    fn settled(nets: Nets<Engine, Engine>) -> Self {
        pollster::block_on(async {
            nets.detector.settle().await;
            nets.reader.settle().await;
        });
        Self { nets }
    }

    /// Reads a page that took `decode_ms` to decode.
    pub(crate) fn read(
        &self,
        page: &Page,
        decode_ms: f64,
        listen: &mut dyn FnMut(Event<'_>),
    ) -> Result<Analysis, Failure> {
        let findings = pollster::block_on(analyze(&self.nets, page, None, &Cancel::new(), listen))?;
        let draftlens_gpu::Backend { name, why, adapter } = self.nets.detector.backend();
        let backend = Backend { name: name.to_string(), why: why.to_string(), adapter };
        Ok(Analysis::new(AnalysedPage::of(page.info()), self.nets.models(), backend, findings, decode_ms))
    }
}

/// What turns pages into vectors.
pub(crate) struct Embedder {
    nets: EmbeddingNets<Engine, Engine>,
}

impl Embedder {
    /// Decides first on what the nets run, as [`Reader::load`] does.
    pub(crate) fn load(arguments: &NetArguments) -> Result<Self, Failure> {
        Self::load_where(arguments.device, None)
    }

    /// The same with a wish of its own for the net that finds texts.
    pub(crate) fn load_where(
        device: DeviceArgument,
        texts_on: Option<DeviceArgument>,
    ) -> Result<Self, Failure> {
        let all = chooser(device);
        let of_texts = texts_on.map(chooser);
        let nets = EmbeddingNets {
            detector: engine(of_texts.as_ref().unwrap_or(&all), &SHIPPED_DETECTOR)?,
            detector_manifest: shipped_detector_manifest().map_err(damaged)?,
            embedder: engine(&all, &SHIPPED_EMBEDDER)?,
            embedder_manifest: shipped_embedder_manifest().map_err(damaged)?,
        };
        pollster::block_on(async {
            nets.detector.settle().await;
            nets.embedder.settle().await;
        });
        Ok(Self { nets })
    }

    /// What a page looks like; looks for its texts where they are not known.
    pub(crate) fn embed(&self, page: &Page, texts: Option<&[Detection]>) -> Result<Embedding, Failure> {
        Ok(pollster::block_on(embed_page(&self.nets, page, texts, None, &Cancel::new()))?)
    }

    /// The same, as an index takes it.
    pub(crate) fn vectors(
        &self,
        page: &Page,
        texts: Option<&[Detection]>,
    ) -> Result<draftlens_search::Embedding, Failure> {
        let Embedding { sheet, views, .. } = self.embed(page, texts)?;
        let views =
            views.into_iter().map(|view| draftlens_search::View { vector: view.vector, weight: view.weight });
        Ok(draftlens_search::Embedding { sheet, views: views.collect() })
    }

    /// Of an index of its vectors.
    pub(crate) fn header(&self, precision: Precision) -> Result<Header, Failure> {
        let manifest = &self.nets.embedder_manifest;
        let EmbedderId { model: ModelId { id, sha256 }, version } = manifest.embedder();
        let model = draftlens_search::Model { id, sha256, version, dim: manifest.dim() };
        Ok(Header { model, precision, sheet_share: shipped_sheet_share().map_err(damaged)? })
    }
}

/// A net in place of a shipped one, under its name, verified by its own manifest.
fn of_folder<M: DeserializeOwned>(
    chooser: &Chooser,
    folder: &Path,
    shipped: &ShippedModel,
) -> anyhow::Result<(Engine, M)> {
    let path = |end| folder.join(format!("{}.{end}", shipped.name));
    let bytes =
        |path: &Path| std::fs::read(path).with_context(|| format!("{} cannot be read", path.display()));
    let (json, onnx) = (path("json"), path("onnx"));
    let manifest = bytes(&json)?;
    let is_none = || format!("{} is no manifest of a {}", json.display(), shipped.name);
    let id: ModelId = serde_json::from_slice(&manifest).with_context(is_none)?;
    let model = Model::load_verified(&bytes(&onnx)?, &id.sha256)
        .with_context(|| format!("{} is not the net of {}", onnx.display(), json.display()))?;
    let manifest = serde_json::from_slice(&manifest).with_context(is_none)?;
    Ok((engine_of(chooser, model, &id, shipped), manifest))
}

/// Of this program, not of a page.
fn damaged(error: DrawingError) -> Failure {
    Failure::Other(error.into())
}
