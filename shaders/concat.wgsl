// Parts of a concatenation that were not written in place, or a copy (one part): two parts as rows along any axis, or
// one as blocks along the channels, which moves lanes where a part before has no whole number of blocks.
//
// input     rows [lines][input_len]; or blocks [..][pixels] of 4 channels, IN_BLOCKS
// other     rows [lines][other_len], behind those of the input; none in blocks
// output    rows [lines][output_len] from number `start` of each line; or blocks from channel `start`
// geometry  64 invocations a workgroup, one number each. Workgroup x (and z, beyond 32,768): numbers. In blocks
//           `lines` are the channels to write and `input_len` the pixels; channels from `channels` on become 0.

struct Params {
    input_offset: u32,
    other_offset: u32,
    output_offset: u32,
    lines: u32,
    channels: u32,
    input_len: u32,
    other_len: u32,
    output_len: u32,
    start: u32,
}

@group(0) @binding(0) var<storage, read> input: array<Number>;
@group(0) @binding(1) var<storage, read> other: array<Number>;
@group(0) @binding(2) var<storage, read_write> output: array<Number>;
@group(0) @binding(3) var<uniform> params: Params;

override IN_BLOCKS: bool = false;

@compute @workgroup_size(64, 1, 1)
fn main(
    @builtin(local_invocation_index) index: u32,
    @builtin(workgroup_id) group: vec3<u32>,
    @builtin(num_workgroups) groups: vec3<u32>,
) {
    let i = (group.x + group.z * groups.x) * 64u + index;
    let len = params.input_len + params.other_len;
    if (i >= params.lines * len) {
        return;
    }
    let line = i / len;
    let at = i % len;
    if (IN_BLOCKS) {
        let channel = params.start + line;
        let last = min(line, params.channels - 1u);
        let value = input[params.input_offset + ((last / 4u) * params.input_len + at) * 4u + last % 4u];
        let place = ((channel / 4u) * params.input_len + at) * 4u + channel % 4u;
        output[params.output_offset + place] = select(Number(), value, line < params.channels);
    } else {
        var value: Number;
        if (at < params.input_len) {
            value = input[params.input_offset + line * params.input_len + at];
        } else {
            value = other[params.other_offset + line * params.other_len + at - params.input_len];
        }
        output[params.output_offset + line * params.output_len + params.start + at] = value;
    }
}
