use draftlens_net::{Activation, Step};

use super::{Binding, GROUP, Job, Kernel, activation, workgroups};

super::params! {
    input_offset,
    output_offset,
    channels,
    pixels,
}

pub(super) const KERNEL: Kernel = Kernel { name: "unary", params: Params::FIELDS };

pub(super) fn job(step: &Step, function: Activation) -> Job {
    let (input, output) = (&step.inputs[0], &step.output);
    let params = Params {
        input_offset: input.offset / 4,
        output_offset: output.offset / 4,
        channels: output.channels(),
        pixels: output.pixels(),
    };
    Job {
        kernel: KERNEL.name,
        constants: activation(function),
        bindings: vec![Binding::Value(input.buffer), Binding::Value(output.buffer)],
        params: params.words(),
        workgroups: workgroups(output.pixels().div_ceil(GROUP), output.blocks()),
        numbers_requested: (output.len() * 2) as u64,
    }
}
