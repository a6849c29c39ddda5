//! Views → vectors.

use crate::embedder_manifest::EmbedderManifest;
use crate::{
    Detection, DetectorManifest, DrawingError, EmbeddedView, Embedding, PageArea, PartView, Sheet, find,
    views,
};
use draftlens_net::{Cancel, Network, Tensor};
use draftlens_page::Page;

/// A vector that is shorter has no direction.
const LEAST_LENGTH: f64 = 1e-9;

/// The nets that embed pages, each with its manifest.
#[derive(Debug)]
pub struct EmbeddingNets<D, E> {
    /// Finds the texts, which are not the part.
    pub detector: D,
    /// What it expects and produces.
    pub detector_manifest: DetectorManifest,
    /// Turns views into vectors.
    pub embedder: E,
    /// What it expects and produces.
    pub embedder_manifest: EmbedderManifest,
}

/// Page → what it looks like, or what a region of it looks like: finds its texts where `texts` are not known, reads none. Fails
/// with [`DrawingError::Cancelled`] or what a net says.
pub async fn embed_page<D: Network, E: Network>(
    nets: &EmbeddingNets<D, E>,
    page: &Page,
    texts: Option<&[Detection]>,
    region: Option<&PageArea>,
    cancel: &Cancel,
) -> Result<Embedding, DrawingError> {
    let found = match texts {
        Some(_) => Vec::new(),
        None => find(&nets.detector, &nets.detector_manifest, page, cancel).await?,
    };
    let texts = texts.unwrap_or(&found);
    embed_sheet(&nets.embedder, &nets.embedder_manifest, &Sheet::of(page), texts, region, cancel).await
}

/// The same for a sheet whose texts are known.
pub async fn embed_sheet<N: Network>(
    net: &N,
    manifest: &EmbedderManifest,
    sheet: &Sheet<'_>,
    texts: &[Detection],
    region: Option<&PageArea>,
    cancel: &Cancel,
) -> Result<Embedding, DrawingError> {
    embed(net, manifest, &views(sheet, texts, region, manifest), cancel).await
}

/// Shows the net all views at once. Fails with [`DrawingError::Cancelled`] or what the net says.
pub async fn embed<N: Network>(
    net: &N,
    manifest: &EmbedderManifest,
    views: &[PartView],
    cancel: &Cancel,
) -> Result<Embedding, DrawingError> {
    let (side, dim) = (manifest.input.side_px, manifest.output.dim);
    let ink = views.iter().flat_map(|view| &view.picture.pixels).map(|&pixel| f32::from(255 - pixel) / 255.0);
    let failed = DrawingError::of("embedder");
    let input = Tensor::new(&[views.len(), 1, side, side], ink.collect()).map_err(&failed)?;
    let said = net.run(input, cancel).await.map_err(&failed)?;
    let expected = vec![views.len(), dim];
    if said.shape() != expected {
        return Err(DrawingError::Answer { net: "embedder", expected, actual: said.shape().to_vec() });
    }
    let vectors: Vec<Vec<f32>> = said.data().chunks_exact(dim).map(of_length_1).collect();
    let mut sum = vec![0.0_f32; dim];
    for (view, vector) in views.iter().zip(&vectors) {
        sum.iter_mut().zip(vector).for_each(|(sum, number)| *sum += view.weight as f32 * number);
    }
    let embedded = |(view, vector): (&PartView, Vec<f32>)| EmbeddedView {
        area: view.area,
        is_overview: view.is_overview,
        weight: view.weight as f32,
        vector,
    };
    Ok(Embedding {
        model: manifest.embedder(),
        dim,
        sheet: of_length_1(&sum),
        views: views.iter().zip(vectors).map(embedded).collect(),
    })
}

fn of_length_1(vector: &[f32]) -> Vec<f32> {
    let squares: f64 = vector.iter().map(|&number| f64::from(number) * f64::from(number)).sum();
    let length = squares.sqrt().max(LEAST_LENGTH);
    vector.iter().map(|&number| (f64::from(number) / length) as f32).collect()
}
