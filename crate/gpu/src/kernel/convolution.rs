use draftlens_net::{Convolution, Step};

use super::convolve::{Convolving, Params, Tile};
use super::{Context, Job, Kernel, workgroups};
use crate::GpuError;

pub(super) const KERNEL: Kernel = Kernel { name: "convolution", params: Params::FIELDS };

pub(super) fn job(step: &Step, convolution: &Convolution, context: &mut Context) -> Result<Job, GpuError> {
    tiled(KERNEL.name, Convolving::new(step, convolution, 1), context)
}

/// For this kernel and `pointwise`, which differ only in how a tile finds its pixels.
pub(super) fn tiled(
    kernel: &'static str,
    convolving: Convolving,
    context: &mut Context,
) -> Result<Job, GpuError> {
    let params = convolving.params.clone();
    let tile = Tile::choose(params.output_pixels, params.input_blocks, params.output_blocks);
    let (taps, blocks) = (convolving.taps(), params.input_blocks);
    let weights = convolving.packed(
        context,
        "tiled",
        taps * blocks * 16 * params.weight_blocks,
        |output, input, tap| {
            let row = (tap * blocks + input / 4) * 4 + input % 4;
            (row * params.weight_blocks + output / 4) * 4 + output % 4
        },
    )?;
    let tiles_of_pixels = params.output_pixels.div_ceil(tile.pixels());
    let tiles_of_blocks = params.output_blocks.div_ceil(tile.blocks());
    let of_input = tiles_of_blocks * taps * blocks * params.output_pixels * 4;
    let of_weights = tiles_of_pixels * taps * blocks * 16 * params.output_blocks;
    convolving.job(
        context,
        kernel,
        weights,
        tile.constants(),
        workgroups(tiles_of_pixels, tiles_of_blocks),
        (of_input + of_weights) as u64,
    )
}
