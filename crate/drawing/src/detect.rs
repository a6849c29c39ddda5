//! Tiles → the map of text.

use crate::manifest::DetectorManifest;
use crate::text_map::TextMap;
use crate::tile::{Tile, tiles};
use crate::{DrawingError, ScaledSheet};
use draftlens_net::{Cancel, Network, Tensor};

/// Paper lighter than this everywhere holds no stroke that anybody could read.
const BLANK: u8 = 225;

/// Shows a whole sheet to the net, tile by tile.
pub(crate) async fn detect_all<N: Network>(
    net: &N,
    manifest: &DetectorManifest,
    sheet: &ScaledSheet,
    cancel: &Cancel,
) -> Result<TextMap, DrawingError> {
    let tiles = tiles(sheet.grey.width_px, sheet.grey.height_px, manifest.input.side_multiple, None);
    let mut map = TextMap::new(&tiles, manifest);
    for tile in &tiles {
        detect(net, manifest, sheet, tile, &mut map, cancel).await?;
    }
    Ok(map)
}

/// Shows one tile to the net. Fails with [`DrawingError::Cancelled`] or what the net says.
pub(crate) async fn detect<N: Network>(
    net: &N,
    manifest: &DetectorManifest,
    sheet: &ScaledSheet,
    tile: &Tile,
    map: &mut TextMap,
    cancel: &Cancel,
) -> Result<(), DrawingError> {
    let Some(input) = input(sheet, tile) else {
        map.add_empty(tile, manifest);
        return Ok(());
    };
    let failed = DrawingError::of("detector");
    let said = net.run(input.map_err(&failed)?, cancel).await.map_err(&failed)?;
    let stride = manifest.output.stride;
    let side = |(from, to): (usize, usize)| (to - from) / stride;
    let expected = vec![1, manifest.output.channels.count(), side(tile.seen.y), side(tile.seen.x)];
    if said.shape() != expected {
        return Err(DrawingError::Answer { net: "detector", expected, actual: said.shape().to_vec() });
    }
    map.add(tile, said.data(), manifest);
    Ok(())
}

/// Ink between 0 and 1, or none where all is paper. What lies beyond the sheet is paper.
fn input(sheet: &ScaledSheet, tile: &Tile) -> Option<Result<Tensor, draftlens_net::NetError>> {
    let grey = &sheet.grey;
    let (width, height) = (tile.seen.x.1 - tile.seen.x.0, tile.seen.y.1 - tile.seen.y.0);
    let columns = tile.seen.x.0..tile.seen.x.1.min(grey.width_px);
    let rows = tile.seen.y.0..tile.seen.y.1.min(grey.height_px);
    let row = |y: usize| &grey.row(y)[columns.clone()];
    if rows.clone().all(|y| row(y).iter().all(|&pixel| pixel > BLANK)) {
        return None;
    }
    let mut ink = vec![0.0; width * height];
    for (y, out) in rows.zip(ink.chunks_exact_mut(width)) {
        for (&pixel, out) in row(y).iter().zip(out) {
            *out = f32::from(255 - pixel) / 255.0;
        }
    }
    Some(Tensor::new(&[1, 1, height, width], ink))
}
