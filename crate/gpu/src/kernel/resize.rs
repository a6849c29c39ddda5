use draftlens_net::{Coordinates, ResizeMode, Step, linear_sources, nearest_sources};

use super::{Binding, GROUP, Job, Kernel, constants, workgroups};

super::params! {
    input_offset,
    output_offset,
    channels,
    input_pixels,
    output_pixels,
    input_height,
    input_width,
    output_height,
    output_width,
}

pub(super) const KERNEL: Kernel = Kernel { name: "resize", params: Params::FIELDS };

/// Of this kernel and of `resize_to_rows`, whose output offset counts numbers instead of vectors.
pub(super) fn job(
    kernel: &'static str,
    step: &Step,
    mode: ResizeMode,
    coordinates: Coordinates,
    scales: [f32; 2],
    output_offset: usize,
) -> Job {
    let (input, output) = (&step.inputs[0], &step.output);
    let params = Params {
        input_offset: input.offset / 4,
        output_offset,
        channels: output.channels(),
        input_pixels: input.pixels(),
        output_pixels: output.pixels(),
        input_height: input.height(),
        input_width: input.width(),
        output_height: output.height(),
        output_width: output.width(),
    };
    // On the host, since a division that rounds otherwise on some device would take another pixel.
    let mut table = sources(mode, coordinates, scales[0], input.height(), output.height());
    table.extend(sources(mode, coordinates, scales[1], input.width(), output.width()));
    let is_linear = mode == ResizeMode::Linear;
    Job {
        kernel,
        constants: constants([("IS_LINEAR", f64::from(u8::from(is_linear)))]),
        bindings: vec![Binding::Value(input.buffer), Binding::Table(table), Binding::Value(output.buffer)],
        params: params.words(),
        workgroups: workgroups(output.pixels().div_ceil(GROUP), output.blocks()),
        numbers_requested: (output.pixels() * output.blocks() * 4 * if is_linear { 5 } else { 2 }) as u64,
    }
}

fn sources(mode: ResizeMode, coordinates: Coordinates, scale: f32, from: usize, into: usize) -> Vec<f32> {
    match mode {
        ResizeMode::Nearest(rounding) => nearest_sources(coordinates, rounding, scale, from, into)
            .into_iter()
            .flat_map(|source| [source as f32, source as f32, 0.0, 0.0])
            .collect(),
        ResizeMode::Linear => linear_sources(coordinates, scale, from, into)
            .into_iter()
            .flat_map(|source| [source.before as f32, source.after as f32, source.weight_of_after, 0.0])
            .collect(),
    }
}
