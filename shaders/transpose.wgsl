// Another order of the axes, or the same one out of blocks: y[i_0, i_1, i_2, i_3] = x at input axes a, b, c, d = i.
//
// input     rows, or blocks of 4 channels if IN_BLOCKS; strides as in lib/place.wgsl
// output    rows, [size_0][size_1][size_2][size_3]
// geometry  64 invocations a workgroup, one number each. Workgroup x (and z, beyond 32,768): numbers.
//
//#import place

struct Params {
    input_offset: u32,
    output_offset: u32,
    len: u32,
    size_1: u32,
    size_2: u32,
    size_3: u32,
    axis_0: u32,
    axis_1: u32,
    axis_2: u32,
    axis_3: u32,
    stride_0: u32,
    stride_1: u32,
    stride_2: u32,
    stride_3: u32,
}

@group(0) @binding(0) var<storage, read> input: array<Number>;
@group(0) @binding(1) var<storage, read_write> output: array<Number>;
@group(0) @binding(2) var<uniform> params: Params;

override IN_BLOCKS: bool = false;

@compute @workgroup_size(64, 1, 1)
fn main(
    @builtin(local_invocation_index) index: u32,
    @builtin(workgroup_id) group: vec3<u32>,
    @builtin(num_workgroups) groups: vec3<u32>,
) {
    let i = (group.x + group.z * groups.x) * 64u + index;
    if (i >= params.len) {
        return;
    }
    var at = vec4<u32>();
    at[params.axis_0] = i / (params.size_1 * params.size_2 * params.size_3);
    at[params.axis_1] = i / (params.size_2 * params.size_3) % params.size_1;
    at[params.axis_2] = i / params.size_3 % params.size_2;
    at[params.axis_3] = i % params.size_3;
    let stride = vec4<u32>(params.stride_0, params.stride_1, params.stride_2, params.stride_3);
    var place: u32;
    if (IN_BLOCKS) {
        place = place_in_blocks(at, stride);
    } else {
        place = place_in_rows(at, stride);
    }
    output[params.output_offset + i] = input[params.input_offset + place];
}
