// One number for all of some axes: y[kept] = sum, mean, maximum or length over x[kept, reduced].
//
// input     rows, or blocks of 4 channels if IN_BLOCKS; four axes, strides as in lib/place.wgsl
// output    [kept_0][kept_1][kept_2][kept_3]; the size of a reduced axis is 1
// geometry  64 invocations a workgroup share one output: each takes every 64th number, then all are joined.
//           Workgroup x (and z, beyond 32,768): outputs.
//
//#import place

struct Params {
    input_offset: u32,
    output_offset: u32,
    outputs: u32,
    kept_1: u32,
    kept_2: u32,
    kept_3: u32,
    reduced_len: u32,
    reduced_1: u32,
    reduced_2: u32,
    reduced_3: u32,
    stride_0: u32,
    stride_1: u32,
    stride_2: u32,
    stride_3: u32,
}

@group(0) @binding(0) var<storage, read> input: array<Number>;
@group(0) @binding(1) var<storage, read_write> output: array<Number>;
@group(0) @binding(2) var<uniform> params: Params;

override IN_BLOCKS: bool = false;
// 0 sum, 1 mean, 2 maximum, 3 length
override FUNCTION: u32 = 0u;

var<workgroup> parts: array<f32, 64>;

fn split(i: u32, size_1: u32, size_2: u32, size_3: u32) -> vec4<u32> {
    return vec4<u32>(i / (size_1 * size_2 * size_3), i / (size_2 * size_3) % size_1, i / size_3 % size_2, i % size_3);
}

// Not `max`, which may drop a NaN.
fn joined(a: f32, b: f32) -> f32 {
    if (FUNCTION == 2u) {
        return select(a, b, !(b <= a));
    }
    return a + b;
}

fn value_at(at: vec4<u32>) -> f32 {
    let stride = vec4<u32>(params.stride_0, params.stride_1, params.stride_2, params.stride_3);
    if (IN_BLOCKS) {
        return f32(input[params.input_offset + place_in_blocks(at, stride)]);
    }
    return f32(input[params.input_offset + place_in_rows(at, stride)]);
}

@compute @workgroup_size(64, 1, 1)
fn main(
    @builtin(local_invocation_index) index: u32,
    @builtin(workgroup_id) group: vec3<u32>,
    @builtin(num_workgroups) groups: vec3<u32>,
) {
    // One too many does the last one again and stores nothing: barriers want all invocations.
    let wanted = group.x + group.z * groups.x;
    let kept = split(min(wanted, params.outputs - 1u), params.kept_1, params.kept_2, params.kept_3);
    // A maximum begins with a number that it reads anyway.
    var sum = select(0.0, value_at(kept), FUNCTION == 2u);
    for (var i = index; i < params.reduced_len; i += 64u) {
        let value = value_at(kept + split(i, params.reduced_1, params.reduced_2, params.reduced_3));
        sum = joined(sum, select(value, value * value, FUNCTION == 3u));
    }
    parts[index] = sum;
    workgroupBarrier();
    for (var half = 32u; half > 0u; half /= 2u) {
        if (index < half) {
            parts[index] = joined(parts[index], parts[index + half]);
        }
        workgroupBarrier();
    }
    if (index == 0u && wanted < params.outputs) {
        var value = parts[0];
        if (FUNCTION == 1u) {
            value /= f32(params.reduced_len);
        } else if (FUNCTION == 3u) {
            value = sqrt(value);
        }
        output[params.output_offset + wanted] = Number(value);
    }
}
