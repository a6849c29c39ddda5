use draftlens_net::{Activation, Step};

use super::{Binding, GROUP, Job, Kernel, activation, workgroups};

super::params! {
    input_offset,
    output_offset,
    len,
}

pub(super) const KERNEL: Kernel = Kernel { name: "unary_rows", params: Params::FIELDS };

pub(super) fn job(step: &Step, function: Activation) -> Job {
    let (input, output) = (&step.inputs[0], &step.output);
    let params = Params { input_offset: input.offset, output_offset: output.offset, len: output.elements() };
    Job {
        kernel: KERNEL.name,
        constants: activation(function),
        bindings: vec![Binding::Value(input.buffer), Binding::Value(output.buffer)],
        params: params.words(),
        workgroups: workgroups(output.elements().div_ceil(GROUP), 1),
        numbers_requested: (output.elements() * 2) as u64,
    }
}
