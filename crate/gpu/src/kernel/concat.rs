use draftlens_net::{Layout, Step, View};

use super::{Binding, GROUP, Job, Kernel, constants, workgroups};

super::params! {
    input_offset,
    other_offset,
    output_offset,
    lines,
    channels,
    input_len,
    other_len,
    output_len,
    start,
}

pub(super) const KERNEL: Kernel = Kernel { name: "concat", params: Params::FIELDS };

/// In blocks one job for each part, in rows one for every two.
pub(super) fn jobs(step: &Step, axis: usize) -> Vec<Job> {
    match step.output.layout {
        Layout::Blocks => block_jobs(step),
        Layout::Rows => row_jobs(step, axis),
    }
}

fn block_jobs(Step { inputs, output, .. }: &Step) -> Vec<Job> {
    let mut before = 0;
    let mut jobs = Vec::with_capacity(inputs.len());
    for (index, part) in inputs.iter().enumerate() {
        let is_last = index + 1 == inputs.len();
        let params = Params {
            // The last part also fills the lanes that no part has.
            lines: if is_last { output.blocks() * 4 - before } else { part.channels() },
            channels: part.channels(),
            input_len: output.pixels(),
            start: before,
            ..Params::default()
        };
        jobs.push(job(part, None, output, params));
        before += part.channels();
    }
    jobs
}

fn row_jobs(Step { inputs, output, .. }: &Step, axis: usize) -> Vec<Job> {
    let inner: usize = output.shape[axis + 1..].iter().product();
    let mut before = 0;
    let mut jobs = Vec::with_capacity(inputs.len().div_ceil(2));
    for pair in inputs.chunks(2) {
        let other = pair.get(1);
        let params = Params {
            lines: output.shape[..axis].iter().product(),
            input_len: pair[0].shape[axis] * inner,
            other_len: other.map_or(0, |part| part.shape[axis] * inner),
            output_len: output.shape[axis] * inner,
            start: before * inner,
            ..Params::default()
        };
        jobs.push(job(&pair[0], other, output, params));
        before += pair.iter().map(|part| part.shape[axis]).sum::<usize>();
    }
    jobs
}

/// The same numbers in the same order.
pub(super) fn copy(step: &Step) -> Job {
    let len = step.inputs[0].len();
    job(
        &step.inputs[0],
        None,
        &step.output,
        Params { lines: 1, input_len: len, output_len: len, ..Params::default() },
    )
}

fn job(part: &View, other: Option<&View>, output: &View, params: Params) -> Job {
    let offsets = [part.offset, other.map_or(0, |other| other.offset), output.offset];
    let [input_offset, other_offset, output_offset] = offsets;
    let params = Params { input_offset, other_offset, output_offset, ..params };
    let numbers = params.lines * (params.input_len + params.other_len);
    // A copy of blocks moves no lanes.
    let in_blocks = output.layout == Layout::Blocks && params.output_len == 0;
    // Something has to be bound; of no length it is never read.
    let bound = other.unwrap_or(part);
    Job {
        kernel: KERNEL.name,
        constants: constants([("IN_BLOCKS", f64::from(u8::from(in_blocks)))]),
        bindings: vec![
            Binding::Value(part.buffer),
            Binding::Value(bound.buffer),
            Binding::Value(output.buffer),
        ],
        params: params.words(),
        workgroups: workgroups(numbers.div_ceil(GROUP), 1),
        numbers_requested: 2 * numbers as u64,
    }
}
