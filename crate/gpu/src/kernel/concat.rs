use draftlens_net::{Layout, Step, View};

use super::{Binding, GROUP, Job, Kernel, constants, workgroups};

super::params! {
    input_offset,
    output_offset,
    lines,
    channels,
    input_len,
    output_len,
    start,
}

pub(super) const KERNEL: Kernel = Kernel { name: "concat", params: Params::FIELDS };

/// One job for each part.
pub(super) fn jobs(step: &Step, axis: usize) -> Vec<Job> {
    let output = &step.output;
    let mut before = 0;
    let mut jobs = Vec::with_capacity(step.inputs.len());
    for (index, part) in step.inputs.iter().enumerate() {
        let is_last = index + 1 == step.inputs.len();
        let params = match output.layout {
            Layout::Blocks => Params {
                // The last part also fills the lanes that no part has.
                lines: if is_last { output.blocks() * 4 - before } else { part.channels() },
                channels: part.channels(),
                input_len: output.pixels(),
                start: before,
                ..Params::default()
            },
            Layout::Rows => {
                let inner: usize = output.shape[axis + 1..].iter().product();
                Params {
                    lines: output.shape[..axis].iter().product(),
                    input_len: part.shape[axis] * inner,
                    output_len: output.shape[axis] * inner,
                    start: before * inner,
                    ..Params::default()
                }
            }
        };
        jobs.push(job(part, output, params));
        before += part.shape[axis];
    }
    jobs
}

/// The same numbers in the same order.
pub(super) fn copy(step: &Step) -> Job {
    let len = step.inputs[0].len();
    job(
        &step.inputs[0],
        &step.output,
        Params { lines: 1, input_len: len, output_len: len, ..Params::default() },
    )
}

fn job(part: &View, output: &View, params: Params) -> Job {
    let params = Params { input_offset: part.offset, output_offset: output.offset, ..params };
    let numbers = params.lines * params.input_len;
    // A copy of blocks moves no lanes.
    let in_blocks = output.layout == Layout::Blocks && params.output_len == 0;
    Job {
        kernel: KERNEL.name,
        constants: constants([("IN_BLOCKS", f64::from(u8::from(in_blocks)))]),
        bindings: vec![Binding::Value(part.buffer), Binding::Value(output.buffer)],
        params: params.words(),
        workgroups: workgroups(numbers.div_ceil(GROUP), 1),
        numbers_requested: 2 * numbers as u64,
    }
}
