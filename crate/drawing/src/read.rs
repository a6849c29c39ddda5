//! Pictures of lines → readings.

use crate::manifest::ReaderManifest;
use crate::spell::{alphabet, spell};
use crate::{DrawingError, Grey, Reading};
use draftlens_net::{Cancel, Network, Tensor};
use std::collections::BTreeMap;

/// Lines that are shown to the net at once.
const BATCH: usize = 32;

/// Readings in the order of the pictures. Only pictures that fill up to the same width share a batch, so that what is read
/// of a line depends on that line alone. Fails with [`DrawingError::Cancelled`] or what the net says.
pub(crate) async fn read<N: Network>(
    net: &N,
    manifest: &ReaderManifest,
    pictures: &[Grey],
    cancel: &Cancel,
) -> Result<Vec<Reading>, DrawingError> {
    let alphabet = alphabet(manifest);
    let mut readings = vec![Reading::default(); pictures.len()];
    let mut by_width: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (index, picture) in pictures.iter().enumerate() {
        let width = picture.width_px.next_multiple_of(manifest.input.width_multiple);
        by_width.entry(width).or_default().push(index);
    }
    for (width, indices) in by_width {
        for some in indices.chunks(BATCH) {
            let lines: Vec<&Grey> = some.iter().map(|&index| &pictures[index]).collect();
            let said = say(net, manifest, &lines, width, alphabet.len() + 1, cancel).await?;
            let row_steps = width / manifest.output.px_per_step;
            let row_len = (alphabet.len() + 1) * row_steps;
            for (&index, logits) in some.iter().zip(said.data().chunks_exact(row_len)) {
                let steps = pictures[index].width_px.div_ceil(manifest.output.px_per_step);
                readings[index] = spell(logits, row_steps, steps, &alphabet);
            }
        }
    }
    Ok(readings)
}

/// Shows lines to the net, one above the other, filled up with paper on the right.
async fn say<N: Network>(
    net: &N,
    manifest: &ReaderManifest,
    lines: &[&Grey],
    width: usize,
    classes: usize,
    cancel: &Cancel,
) -> Result<Tensor, DrawingError> {
    let height = manifest.input.height_px;
    let mut ink = vec![0.0; lines.len() * height * width];
    for (line, out) in lines.iter().zip(ink.chunks_exact_mut(height * width)) {
        for (y, out) in out.chunks_exact_mut(width).enumerate() {
            for (&pixel, out) in line.row(y).iter().zip(out) {
                *out = f32::from(255 - pixel) / 255.0;
            }
        }
    }
    let failed = DrawingError::of("reader");
    let input = Tensor::new(&[lines.len(), 1, height, width], ink).map_err(&failed)?;
    let said = net.run(input, cancel).await.map_err(&failed)?;
    let expected = vec![lines.len(), classes, width / manifest.output.px_per_step];
    if said.shape() != expected {
        return Err(DrawingError::Answer { net: "reader", expected, actual: said.shape().to_vec() });
    }
    Ok(said)
}
