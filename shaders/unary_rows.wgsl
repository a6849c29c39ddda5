// An activation by itself, in rows: y[i] = activation(x[i]).
//
// input     [len]
// output    [len]
// geometry  64 invocations a workgroup, one number each. Workgroup x (and z, beyond 32,768): numbers.
//
//#import activation

struct Params {
    input_offset: u32,
    output_offset: u32,
    len: u32,
}

@group(0) @binding(0) var<storage, read> input: array<Number>;
@group(0) @binding(1) var<storage, read_write> output: array<Number>;
@group(0) @binding(2) var<uniform> params: Params;

@compute @workgroup_size(64, 1, 1)
fn main(
    @builtin(local_invocation_index) index: u32,
    @builtin(workgroup_id) group: vec3<u32>,
    @builtin(num_workgroups) groups: vec3<u32>,
) {
    let i = (group.x + group.z * groups.x) * 64u + index;
    if (i < params.len) {
        let value = activated(vec4<f32>(f32(input[params.input_offset + i])));
        output[params.output_offset + i] = Number(value.x);
    }
}
