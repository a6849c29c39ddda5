//! The net behind the heavy reading: by default the browser's own reader, which looks several times at each crop.

use std::num::NonZero;
use std::path::Path;
use std::sync::Arc;

use anyhow::Context;

use draftlens_drawing::{
    Kind, ModelId, Quad, ReaderManifest, SHIPPED_READER, SecondReading, read_again, shipped_reader_manifest,
};
use draftlens_net::{Cancel, CpuNetwork, Model};
use draftlens_page::{Budget, Document, OpenOptions, Page, PageOptions, Unwatched};
use tokio::runtime::Handle;
use tokio::sync::Semaphore;

use crate::problem::{Code, Problem};

/// Of a crop: a text of a sheet, not a sheet.
const MOST_CROP_PX: u64 = 8_000_000;
/// A text is at least so high and wide, and a quad not farther outside its crop than this.
const LEAST_TEXT_PX: f64 = 2.0;

/// A text that the browser was unsure of.
#[derive(Debug, Clone)]
pub(crate) struct Crop {
    pub(crate) kind: Kind,
    /// In the crop's pixels.
    pub(crate) quad: Quad,
    pub(crate) png: Vec<u8>,
}

/// Reads crops, a few at once.
pub struct HeavyReader {
    nets: Arc<Nets>,
    places: Semaphore,
}

struct Nets {
    reader: CpuNetwork,
    manifest: ReaderManifest,
}

/// Tells the work that nobody waits for it any more.
struct CancelWhenDropped(Cancel);

impl Drop for CancelWhenDropped {
    fn drop(&mut self) {
        self.0.cancel();
    }
}

impl HeavyReader {
    /// By the reader that this program carries.
    pub fn shipped(most_at_once: usize) -> anyhow::Result<Self> {
        Ok(Self::new(SHIPPED_READER.load()?, shipped_reader_manifest()?, most_at_once))
    }

    /// By a reader of the operator's own: an ONNX file, and beside it a manifest of the same name that ends in `.json`, as
    /// `training/` ships them.
    pub fn open(onnx: &Path, most_at_once: usize) -> anyhow::Result<Self> {
        let read =
            |path: &Path| std::fs::read(path).with_context(|| format!("{} cannot be read", path.display()));
        let beside = onnx.with_extension("json");
        let manifest: ReaderManifest = serde_json::from_slice(&read(&beside)?)
            .with_context(|| format!("{} is no manifest of a reader", beside.display()))?;
        let model = Model::load_verified(&read(onnx)?, &manifest.model.sha256)
            .with_context(|| format!("{} cannot be used", onnx.display()))?;
        Ok(Self::new(model, manifest, most_at_once))
    }

    fn new(model: Model, manifest: ReaderManifest, most_at_once: usize) -> Self {
        // A text is too small to be worth a GPU, and several are read at once.
        let threads =
            std::thread::available_parallelism().map_or(1, NonZero::get).div_ceil(most_at_once.max(1));
        let reader = CpuNetwork::new(Arc::new(model)).with_threads(threads);
        Self { nets: Arc::new(Nets { reader, manifest }), places: Semaphore::new(most_at_once) }
    }

    /// Which net reads.
    #[must_use]
    pub fn model(&self) -> &ModelId {
        &self.nets.manifest.model
    }

    /// Waits its turn. Stops where the caller goes away.
    pub(crate) async fn read(&self, crop: Crop) -> Result<SecondReading, Problem> {
        let place = self.places.acquire().await;
        let _place = place.map_err(|error| Problem::new(Code::Internal, error.to_string()))?;
        let cancel = CancelWhenDropped(Cancel::new());
        let (nets, cancelled) = (Arc::clone(&self.nets), cancel.0.clone());
        let work = move || Handle::current().block_on(nets.read(&crop, &cancelled));
        let done = tokio::task::spawn_blocking(work).await;
        done.map_err(|error| Problem::new(Code::Internal, error.to_string()))?
    }
}

impl Nets {
    async fn read(&self, Crop { kind, quad, png }: &Crop, cancel: &Cancel) -> Result<SecondReading, Problem> {
        let page = open(png.clone())?;
        check(quad, &page)?;
        let reading = read_again(&self.reader, &self.manifest, &page, quad, *kind, cancel).await;
        reading.map_err(|error| Problem::new(Code::ReaderFailed, error.to_string()))
    }
}

fn open(png: Vec<u8>) -> Result<Page, Problem> {
    let budget = Budget { max_grey_px: MOST_CROP_PX, max_bilevel_px: MOST_CROP_PX, ..Budget::default() };
    let options = OpenOptions { budget, ..OpenOptions::default() };
    let page = Document::open(png, &options)
        .and_then(|document| document.page(0, &PageOptions::default(), &mut Unwatched));
    page.map_err(|error| Problem {
        hint: error.hint().into(),
        ..Problem::new(Code::BadCrop, error.to_string())
    })
}

fn check(quad: &Quad, page: &Page) -> Result<(), Problem> {
    let info = page.info();
    let sides = [f64::from(info.width_px), f64::from(info.height_px)];
    let is_inside = quad.0.iter().flat_map(|corner| corner.iter().zip(sides)).all(|(&at, side)| {
        // A box may reach a little over the edge of its page.
        (-0.5 * side..=1.5 * side).contains(&at)
    });
    if is_inside && quad.width() >= LEAST_TEXT_PX && quad.height() >= LEAST_TEXT_PX {
        return Ok(());
    }
    let size = format!("{} × {}", info.width_px, info.height_px);
    Err(Problem::new(
        Code::BadCrop,
        format!("the quad {:?} holds no text of a crop of {size} pixels", quad.0),
    ))
}
