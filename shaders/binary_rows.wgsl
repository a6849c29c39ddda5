// Elementwise in rows with broadcasting: y[i] = activation(x[i·input_stride] ∘ z[i·operand_stride]) over up to four axes.
//
// input, operand  rows; a stride of 0 repeats
// output          rows, [size_0][size_1][size_2][size_3]
// geometry        64 invocations a workgroup, one number each. Workgroup x (and z, beyond 32,768): numbers.
//
//#import activation
//#import binary
//#import place

struct Params {
    input_offset: u32,
    operand_offset: u32,
    output_offset: u32,
    len: u32,
    size_1: u32,
    size_2: u32,
    size_3: u32,
    input_stride_0: u32,
    input_stride_1: u32,
    input_stride_2: u32,
    input_stride_3: u32,
    operand_stride_0: u32,
    operand_stride_1: u32,
    operand_stride_2: u32,
    operand_stride_3: u32,
}

@group(0) @binding(0) var<storage, read> input: array<Number>;
@group(0) @binding(1) var<storage, read> operand: array<Number>;
@group(0) @binding(2) var<storage, read_write> output: array<Number>;
@group(0) @binding(3) var<uniform> params: Params;

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
    let at = vec4<u32>(
        i / (params.size_1 * params.size_2 * params.size_3),
        i / (params.size_2 * params.size_3) % params.size_1,
        i / params.size_3 % params.size_2,
        i % params.size_3,
    );
    let of_input = place_in_rows(
        at,
        vec4<u32>(params.input_stride_0, params.input_stride_1, params.input_stride_2, params.input_stride_3),
    );
    let of_operand = place_in_rows(
        at,
        vec4<u32>(params.operand_stride_0, params.operand_stride_1, params.operand_stride_2, params.operand_stride_3),
    );
    let first = f32(input[params.input_offset + of_input]);
    let second = f32(operand[params.operand_offset + of_operand]);
    let value = activated(combined(vec4<f32>(first), vec4<f32>(second)));
    output[params.output_offset + i] = Number(value.x);
}
