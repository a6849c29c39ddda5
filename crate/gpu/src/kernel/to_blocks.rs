use draftlens_net::Step;

use super::{Binding, GROUP, Job, Kernel, workgroups};

super::params! {
    input_offset,
    output_offset,
    channels,
    pixels,
    image_pixels,
}

pub(super) const KERNEL: Kernel = Kernel { name: "to_blocks", params: Params::FIELDS };

pub(super) fn job(step: &Step) -> Job {
    let (input, output) = (&step.inputs[0], &step.output);
    let params = Params {
        input_offset: input.offset,
        output_offset: output.offset / 4,
        channels: output.channels(),
        pixels: output.pixels(),
        image_pixels: output.pixels() / output.batch(),
    };
    Job {
        kernel: KERNEL.name,
        constants: Vec::new(),
        bindings: vec![Binding::Value(input.buffer), Binding::Value(output.buffer)],
        params: params.words(),
        workgroups: workgroups(output.pixels().div_ceil(GROUP), output.blocks()),
        numbers_requested: (output.len() * 2) as u64,
    }
}
