// k×k convolution, any groups, without workgroup memory: y[o, p] = Σ_(tap, i) w[o, i, tap] · x[i, p·stride + tap·dilation
// − pad]; zero outside. For software adapters, where barriers are dear, and for groups, where tiles would be mostly zeros.
//
// input     [input_blocks][input pixels] of 4 channels       weights  [taps][span][4][weight_blocks] of 4 outputs
// output    [output_blocks][output pixels] of 4 channels     bias     [output_blocks] of 4
// geometry  64 invocations a workgroup; each makes 4 neighbours of a row × 2 blocks in registers. Workgroup x (and z,
//           beyond 32,768): quads of pixels; y: pairs of blocks. `span`: how many blocks a pair of output blocks
//           reads at most, from the first one of its first group on; beyond the last block weights are 0.
//
//#import activation
//#import convolution

@group(0) @binding(0) var<storage, read> input: array<Number4>;

fn matrix(row: u32) -> mat4x4<f32> {
    return mat4x4<f32>(
        vec4<f32>(weights[row]),
        vec4<f32>(weights[row + params.weight_blocks]),
        vec4<f32>(weights[row + 2u * params.weight_blocks]),
        vec4<f32>(weights[row + 3u * params.weight_blocks]),
    );
}

@compute @workgroup_size(64, 1, 1)
fn main(
    @builtin(local_invocation_index) index: u32,
    @builtin(workgroup_id) group: vec3<u32>,
    @builtin(num_workgroups) groups: vec3<u32>,
) {
    let quads = (params.output_width + 3u) / 4u;
    let quad = (group.x + group.z * groups.x) * 64u + index;
    let row = quad / quads;
    if (row * params.output_width >= params.output_pixels) {
        return;
    }
    let block = group.y * 2u;
    let x = (quad % quads) * 4u;
    let y = row % params.output_height;
    let image = (row / params.output_height) * params.input_height * params.input_width;
    let first = block * 4u / params.outputs_per_group * params.inputs_per_group / 4u;
    let width = i32(params.input_width);
    let stride = i32(params.stride_x);
    var sum_0_0 = vec4<f32>();
    var sum_0_1 = vec4<f32>();
    var sum_1_0 = vec4<f32>();
    var sum_1_1 = vec4<f32>();
    var sum_2_0 = vec4<f32>();
    var sum_2_1 = vec4<f32>();
    var sum_3_0 = vec4<f32>();
    var sum_3_1 = vec4<f32>();

    for (var tap_y = 0u; tap_y < params.kernel_height; tap_y++) {
        let from_y = i32(y * params.stride_y + tap_y * params.dilation_y) - i32(params.pad_y);
        if (from_y < 0 || from_y >= i32(params.input_height)) {
            continue;
        }
        for (var tap_x = 0u; tap_x < params.kernel_width; tap_x++) {
            let from_x = i32(x * params.stride_x + tap_x * params.dilation_x) - i32(params.pad_x);
            let tap = tap_y * params.kernel_width + tap_x;
            let in_0 = from_x >= 0 && from_x < width;
            let in_1 = from_x + stride >= 0 && from_x + stride < width;
            let in_2 = from_x + 2 * stride >= 0 && from_x + 2 * stride < width;
            let in_3 = from_x + 3 * stride >= 0 && from_x + 3 * stride < width;
            for (var depth = 0u; depth < params.span; depth++) {
                let source = min(first + depth, params.input_blocks - 1u);
                let at = i32(params.input_offset + source * params.input_pixels + image) + from_y * width + from_x;
                let weights_row = (tap * params.span + depth) * 4u * params.weight_blocks + block;
                let near = matrix(weights_row);
                let far = matrix(weights_row + 1u);
                let x_0 = select(vec4<f32>(), vec4<f32>(input[select(0, at, in_0)]), in_0);
                let x_1 = select(vec4<f32>(), vec4<f32>(input[select(0, at + stride, in_1)]), in_1);
                let x_2 = select(vec4<f32>(), vec4<f32>(input[select(0, at + 2 * stride, in_2)]), in_2);
                let x_3 = select(vec4<f32>(), vec4<f32>(input[select(0, at + 3 * stride, in_3)]), in_3);
                sum_0_0 += near * x_0;
                sum_0_1 += far * x_0;
                sum_1_0 += near * x_1;
                sum_1_1 += far * x_1;
                sum_2_0 += near * x_2;
                sum_2_1 += far * x_2;
                sum_3_0 += near * x_3;
                sum_3_1 += far * x_3;
            }
        }
    }

    let pixel = row * params.output_width + x;
    let has_far = block + 1u < params.output_blocks;
    store(sum_0_0, block, pixel);
    if (has_far) { store(sum_0_1, block + 1u, pixel); }
    if (x + 1u < params.output_width) {
        store(sum_1_0, block, pixel + 1u);
        if (has_far) { store(sum_1_1, block + 1u, pixel + 1u); }
    }
    if (x + 2u < params.output_width) {
        store(sum_2_0, block, pixel + 2u);
        if (has_far) { store(sum_2_1, block + 1u, pixel + 2u); }
    }
    if (x + 3u < params.output_width) {
        store(sum_3_0, block, pixel + 3u);
        if (has_far) { store(sum_3_1, block + 1u, pixel + 3u); }
    }
}
