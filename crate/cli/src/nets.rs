//! The nets that this program carries, ready to run, and the reading of a page by them.

use crate::arguments::NetArguments;
use crate::device::{chooser, engine};
use crate::open::Failure;
use draftlens_drawing::{
    AnalysedPage, Analysis, Backend, Detection, DrawingError, EmbedderId, Embedding, EmbeddingNets, Event,
    ModelId, Nets, SHIPPED_DETECTOR, SHIPPED_EMBEDDER, SHIPPED_READER, analyze, embed_page,
    shipped_detector_manifest, shipped_embedder_manifest, shipped_reader_manifest, shipped_sheet_share,
};
use draftlens_gpu::Engine;
use draftlens_net::Cancel;
use draftlens_page::Page;
use draftlens_search::{Header, Precision};

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
        pollster::block_on(async {
            nets.detector.settle().await;
            nets.reader.settle().await;
        });
        Ok(Self { nets })
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
        let chooser = chooser(arguments.device);
        let nets = EmbeddingNets {
            detector: engine(&chooser, &SHIPPED_DETECTOR)?,
            detector_manifest: shipped_detector_manifest().map_err(damaged)?,
            embedder: engine(&chooser, &SHIPPED_EMBEDDER)?,
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

/// Of this program, not of a page.
fn damaged(error: DrawingError) -> Failure {
    Failure::Other(error.into())
}
