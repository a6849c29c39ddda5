use draftlens_net::Step;

use super::{Binding, Job, Kernel, workgroups};

super::params! {
    input_offset,
    output_offset,
    lines,
    len,
    inner,
}

pub(super) const KERNEL: Kernel = Kernel { name: "softmax", params: Params::FIELDS };

pub(super) fn job(step: &Step, axis: usize) -> Job {
    let (input, output) = (&step.inputs[0], &step.output);
    let len = input.shape[axis];
    let inner: usize = input.shape[axis + 1..].iter().product();
    let lines = input.elements() / len;
    let params = Params { input_offset: input.offset, output_offset: output.offset, lines, len, inner };
    Job {
        kernel: KERNEL.name,
        constants: Vec::new(),
        bindings: vec![Binding::Value(input.buffer), Binding::Value(output.buffer)],
        params: params.words(),
        workgroups: workgroups(lines, 1),
        numbers_requested: (input.elements() * 4) as u64,
    }
}
