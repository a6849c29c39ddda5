// A matrix times weights: y[m, n] = activation(Σ_k x[m, k] · w[k, n] + bias[m, n]). Scales are in the weights already.
//
// input     [m][k]                       weights  [k][column_blocks] of 4 columns
// output    [m][columns]                 bias     [m or 1][column_blocks] of 4
// geometry  64 invocations a workgroup share one row and 4 columns: each sums every 64th product, then all are added.
//           The rows are few here (one for each drawing), so that columns alone would leave a GPU idle. Workgroup x:
//           columns; y (and z, beyond 32,768): rows.
//
//#import activation

struct Params {
    input_offset: u32,
    output_offset: u32,
    rows: u32,
    depth: u32,
    columns: u32,
    column_blocks: u32,
    bias_stride: u32,
}

@group(0) @binding(0) var<storage, read> input: array<Number>;
@group(0) @binding(1) var<storage, read> weights: array<Number4>;
@group(0) @binding(2) var<storage, read> bias: array<Number4>;
@group(0) @binding(3) var<storage, read_write> output: array<Number>;
@group(0) @binding(4) var<uniform> params: Params;

var<workgroup> sums: array<vec4<f32>, 64>;

@compute @workgroup_size(64, 1, 1)
fn main(
    @builtin(local_invocation_index) index: u32,
    @builtin(workgroup_id) group: vec3<u32>,
    @builtin(num_workgroups) groups: vec3<u32>,
) {
    let row = group.y + group.z * groups.y;
    let block = group.x;
    var sum = vec4<f32>();
    if (row < params.rows) {
        for (var k = index; k < params.depth; k += 64u) {
            let value = f32(input[params.input_offset + row * params.depth + k]);
            sum += value * vec4<f32>(weights[k * params.column_blocks + block]);
        }
    }
    sums[index] = sum;
    workgroupBarrier();
    for (var half = 32u; half > 0u; half /= 2u) {
        if (index < half) {
            sums[index] += sums[index + half];
        }
        workgroupBarrier();
    }
    if (index == 0u && row < params.rows) {
        let value = activated(sums[0] + vec4<f32>(bias[row * params.bias_stride + block]));
        let column = block * 4u;
        let first = params.output_offset + row * params.columns + column;
        output[first] = Number(value.x);
        if (column + 1u < params.columns) { output[first + 1u] = Number(value.y); }
        if (column + 2u < params.columns) { output[first + 2u] = Number(value.z); }
        if (column + 3u < params.columns) { output[first + 3u] = Number(value.w); }
    }
}
