// Transposed convolution: y[o, p] = Σ_(tap, i) w[i, o, tap] · x[i, (p + pad − tap·dilation) / stride], where that is whole
// and inside. Gathered by output pixel, so that each is written once.
//
// input     [input_blocks][input pixels] of 4 channels       weights  [taps][input_blocks][4][weight_blocks] of 4 outputs
// output    [output_blocks][output pixels] of 4 channels     bias     [output_blocks] of 4
// geometry  64 invocations a workgroup; each makes 4 pixels of a row that lie a stride apart, and so need the same taps,
//           of one block. Workgroup x (and z, beyond 32,768): such fours; y: blocks.
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

fn pixel_or_zero(start: u32, x: i32) -> vec4<f32> {
    let inside = x >= 0 && x < i32(params.input_width);
    return select(vec4<f32>(), vec4<f32>(input[select(start, start + u32(x), inside)]), inside);
}

@compute @workgroup_size(64, 1, 1)
fn main(
    @builtin(local_invocation_index) index: u32,
    @builtin(workgroup_id) group: vec3<u32>,
    @builtin(num_workgroups) groups: vec3<u32>,
) {
    let stride_y = i32(params.stride_y);
    let stride_x = i32(params.stride_x);
    let runs = (params.output_width + 4u * params.stride_x - 1u) / (4u * params.stride_x);
    let fours = runs * params.stride_x;
    let four = (group.x + group.z * groups.x) * 64u + index;
    let row = four / fours;
    if (row * params.output_width >= params.output_pixels) {
        return;
    }
    let block = group.y;
    let image = (row / params.output_height) * params.input_height;
    let y = i32(row % params.output_height);
    let x = (four % fours) / params.stride_x * 4u * params.stride_x + four % params.stride_x;
    var sum_0 = vec4<f32>();
    var sum_1 = vec4<f32>();
    var sum_2 = vec4<f32>();
    var sum_3 = vec4<f32>();

    for (var tap_y = 0u; tap_y < params.kernel_height; tap_y++) {
        let shifted_y = y + i32(params.pad_y) - i32(tap_y * params.dilation_y);
        if (shifted_y < 0 || shifted_y % stride_y != 0 || shifted_y / stride_y >= i32(params.input_height)) {
            continue;
        }
        for (var tap_x = 0u; tap_x < params.kernel_width; tap_x++) {
            // A whole number of strides is added, so that the division rounds down below zero too.
            let shifted_x = i32(x + params.pad_x + params.kernel_width * params.dilation_x * params.stride_x)
                - i32(tap_x * params.dilation_x);
            if (shifted_x % stride_x != 0) {
                continue;
            }
            let from_x = shifted_x / stride_x - i32(params.kernel_width * params.dilation_x);
            let tap = tap_y * params.kernel_width + tap_x;
            for (var depth = 0u; depth < params.input_blocks; depth++) {
                let from_row = (image + u32(shifted_y / stride_y)) * params.input_width;
                let start = params.input_offset + depth * params.input_pixels + from_row;
                let near = matrix((tap * params.input_blocks + depth) * 4u * params.weight_blocks + block);
                sum_0 += near * pixel_or_zero(start, from_x);
                sum_1 += near * pixel_or_zero(start, from_x + 1);
                sum_2 += near * pixel_or_zero(start, from_x + 2);
                sum_3 += near * pixel_or_zero(start, from_x + 3);
            }
        }
    }

    let pixel = row * params.output_width + x;
    let step = params.stride_x;
    if (x < params.output_width) { store(sum_0, block, pixel); }
    if (x + step < params.output_width) { store(sum_1, block, pixel + step); }
    if (x + 2u * step < params.output_width) { store(sum_2, block, pixel + 2u * step); }
    if (x + 3u * step < params.output_width) { store(sum_3, block, pixel + 3u * step); }
}
