//! Sheet → its texts and where they stand, without reading them: all that the embedder needs to know of them.

use crate::decode::{Found, Layout};
use crate::detect::detect_all;
use crate::scale::{Estimate, estimate_as_it_lies};
use crate::slanting::Slanting;
use crate::{Detection, DetectorManifest, DrawingError, Sheet};
use draftlens_net::{Cancel, Network};
use draftlens_page::Page;

/// Texts of every kind, those of the border among them, in page pixels. Fails with [`DrawingError::Cancelled`] or what
/// the net says.
pub async fn find<N: Network>(
    net: &N,
    manifest: &DetectorManifest,
    page: &Page,
    cancel: &Cancel,
) -> Result<Vec<Detection>, DrawingError> {
    let Estimate { sheet, view, seen, .. } =
        estimate_as_it_lies(net, manifest, Sheet::of(page), cancel).await?;
    let (scaled, map) = match seen {
        Some(seen) => seen,
        None => {
            let scaled = sheet.scaled(view.scale, &manifest.input.normalisation);
            let map = detect_all(net, manifest, &scaled, cancel).await?;
            (scaled, map)
        }
    };
    let whole = Layout::of(&map, manifest).decode(Some(view.skew_deg));
    let founds = Slanting::default().again(net, manifest, &scaled, whole, cancel).await?;
    Ok(sure_in_page(&founds, manifest, view.scale))
}

/// Those of which the net is sure enough, in page pixels.
pub(crate) fn sure_in_page(founds: &[Found], manifest: &DetectorManifest, scale: f64) -> Vec<Detection> {
    let sure = founds.iter().filter(|(_, found)| found.score >= manifest.thresholds.score);
    sure.map(|(_, found)| found.scaled(1.0 / scale)).collect()
}
