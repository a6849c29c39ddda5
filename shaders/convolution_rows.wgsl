// k×k convolution of a single channel that lies in rows, as pictures come: y[o, p] = Σ_tap w[o, tap] · x[p·stride +
// tap·dilation − pad]; zero outside.
//
// input     [input pixels]                                  weights  [taps][weight_blocks] of 4 outputs
// output    [output_blocks][output pixels] of 4 channels    bias     [output_blocks] of 4
// geometry  64 invocations a workgroup; each makes one pixel × 4 blocks, since storing is what takes time here.
//           Workgroup x (and z, beyond 32,768): pixels; y: fours of blocks.
//
//#import activation
//#import convolution

@group(0) @binding(0) var<storage, read> input: array<Number>;

@compute @workgroup_size(64, 1, 1)
fn main(
    @builtin(local_invocation_index) index: u32,
    @builtin(workgroup_id) group: vec3<u32>,
    @builtin(num_workgroups) groups: vec3<u32>,
) {
    let pixel = (group.x + group.z * groups.x) * 64u + index;
    if (pixel >= params.output_pixels) {
        return;
    }
    let block = group.y * 4u;
    let row = pixel / params.output_width;
    let image = (row / params.output_height) * params.input_height * params.input_width;
    let top = i32(row % params.output_height * params.stride_y) - i32(params.pad_y);
    let left = i32(pixel % params.output_width * params.stride_x) - i32(params.pad_x);
    var sum_0 = vec4<f32>();
    var sum_1 = vec4<f32>();
    var sum_2 = vec4<f32>();
    var sum_3 = vec4<f32>();

    for (var tap_y = 0u; tap_y < params.kernel_height; tap_y++) {
        for (var tap_x = 0u; tap_x < params.kernel_width; tap_x++) {
            let y = top + i32(tap_y * params.dilation_y);
            let x = left + i32(tap_x * params.dilation_x);
            if (y >= 0 && y < i32(params.input_height) && x >= 0 && x < i32(params.input_width)) {
                let at = params.input_offset + image + u32(y) * params.input_width + u32(x);
                let value = f32(input[at]);
                let tap = (tap_y * params.kernel_width + tap_x) * params.weight_blocks + block;
                sum_0 += value * vec4<f32>(weights[tap]);
                sum_1 += value * vec4<f32>(weights[tap + 1u]);
                sum_2 += value * vec4<f32>(weights[tap + 2u]);
                sum_3 += value * vec4<f32>(weights[tap + 3u]);
            }
        }
    }

    store(sum_0, block, pixel);
    if (block + 1u < params.output_blocks) { store(sum_1, block + 1u, pixel); }
    if (block + 2u < params.output_blocks) { store(sum_2, block + 2u, pixel); }
    if (block + 3u < params.output_blocks) { store(sum_3, block + 3u, pixel); }
}
