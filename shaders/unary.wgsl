// An activation by itself, in blocks: y[c, p] = activation(x[c, p]).
//
// input     [blocks][pixels] of 4 channels
// output    [blocks][pixels] of 4 channels; lanes past the last channel become 0, since √−1 is no finite number
// geometry  64 invocations a workgroup, one vector each. Workgroup x (and z, beyond 32,768): pixels; y: blocks.
//
//#import activation

struct Params {
    input_offset: u32,
    output_offset: u32,
    channels: u32,
    pixels: u32,
}

@group(0) @binding(0) var<storage, read> input: array<Number4>;
@group(0) @binding(1) var<storage, read_write> output: array<Number4>;
@group(0) @binding(2) var<uniform> params: Params;

@compute @workgroup_size(64, 1, 1)
fn main(
    @builtin(local_invocation_index) index: u32,
    @builtin(workgroup_id) group: vec3<u32>,
    @builtin(num_workgroups) groups: vec3<u32>,
) {
    let pixel = (group.x + group.z * groups.x) * 64u + index;
    if (pixel >= params.pixels) {
        return;
    }
    let at = group.y * params.pixels + pixel;
    let channel = group.y * 4u;
    let value = activated(vec4<f32>(input[params.input_offset + at]));
    let exists = vec4<u32>(channel, channel + 1u, channel + 2u, channel + 3u) < vec4<u32>(params.channels);
    output[params.output_offset + at] = Number4(select(vec4<f32>(), value, exists));
}
