// Exponentials that sum to one along an axis: y[i] = e^(x[i] − m) / Σ_j e^(x[j] − m), with m the largest x[j].
//
// input     [outer][len][inner]
// output    [outer][len][inner]
// geometry  64 invocations a workgroup share one line of `len` numbers. Workgroup x (and z, beyond 32,768): lines.

struct Params {
    input_offset: u32,
    output_offset: u32,
    lines: u32,
    len: u32,
    inner: u32,
}

@group(0) @binding(0) var<storage, read> input: array<Number>;
@group(0) @binding(1) var<storage, read_write> output: array<Number>;
@group(0) @binding(2) var<uniform> params: Params;

var<workgroup> parts: array<f32, 64>;

@compute @workgroup_size(64, 1, 1)
fn main(
    @builtin(local_invocation_index) index: u32,
    @builtin(workgroup_id) group: vec3<u32>,
    @builtin(num_workgroups) groups: vec3<u32>,
) {
    // A line too many does the last one again and stores nothing: barriers want all invocations.
    let wanted = group.x + group.z * groups.x;
    let line = min(wanted, params.lines - 1u);
    let start = line / params.inner * params.len * params.inner + line % params.inner;

    var largest = f32(input[params.input_offset + start]);
    for (var i = index; i < params.len; i += 64u) {
        largest = max(largest, f32(input[params.input_offset + start + i * params.inner]));
    }
    parts[index] = largest;
    workgroupBarrier();
    for (var half = 32u; half > 0u; half /= 2u) {
        if (index < half) {
            parts[index] = max(parts[index], parts[index + half]);
        }
        workgroupBarrier();
    }
    largest = parts[0];
    workgroupBarrier();

    var sum = 0.0;
    for (var i = index; i < params.len; i += 64u) {
        sum += exp(f32(input[params.input_offset + start + i * params.inner]) - largest);
    }
    parts[index] = sum;
    workgroupBarrier();
    for (var half = 32u; half > 0u; half /= 2u) {
        if (index < half) {
            parts[index] += parts[index + half];
        }
        workgroupBarrier();
    }
    sum = parts[0];

    if (wanted < params.lines) {
        for (var i = index; i < params.len; i += 64u) {
            let at = start + i * params.inner;
            output[params.output_offset + at] = Number(exp(f32(input[params.input_offset + at]) - largest) / sum);
        }
    }
}
