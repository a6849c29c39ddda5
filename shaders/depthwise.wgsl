// k×k convolution of each channel with itself: y[c, p] = Σ_tap w[c, tap] · x[c, p·stride + tap·dilation − pad]; zero
// outside.
//
// input     [blocks][input pixels] of 4 channels     weights  [taps][blocks] of 4 channels
// output    [blocks][output pixels] of 4 channels    bias     [blocks] of 4
// geometry  64 invocations a workgroup; each makes 4 neighbours of a row of one block. With stride and dilation 1
//           (SLIDES) they keep what they read and load one pixel a tap. Workgroup x (and z, beyond 32,768): quads of
//           pixels; y: blocks.
//
//#import activation
//#import convolution

@group(0) @binding(0) var<storage, read> input: array<Number4>;

override SLIDES: bool = false;

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
    let quads = (params.output_width + 3u) / 4u;
    let quad = (group.x + group.z * groups.x) * 64u + index;
    let row = quad / quads;
    if (row * params.output_width >= params.output_pixels) {
        return;
    }
    let block = group.y;
    let x = (quad % quads) * 4u;
    let image = (row / params.output_height) * params.input_height;
    let top = i32(row % params.output_height * params.stride_y) - i32(params.pad_y);
    let left = i32(x * params.stride_x) - i32(params.pad_x);
    let stride = i32(params.stride_x);
    var sum_0 = vec4<f32>();
    var sum_1 = vec4<f32>();
    var sum_2 = vec4<f32>();
    var sum_3 = vec4<f32>();

    for (var tap_y = 0u; tap_y < params.kernel_height; tap_y++) {
        let y = top + i32(tap_y * params.dilation_y);
        if (y < 0 || y >= i32(params.input_height)) {
            continue;
        }
        let start = params.input_offset + block * params.input_pixels + (image + u32(y)) * params.input_width;
        let taps = tap_y * params.kernel_width * params.weight_blocks + block;
        if (SLIDES) {
            var x_0 = pixel_or_zero(start, left);
            var x_1 = pixel_or_zero(start, left + 1);
            var x_2 = pixel_or_zero(start, left + 2);
            for (var tap_x = 0u; tap_x < params.kernel_width; tap_x++) {
                let x_3 = pixel_or_zero(start, left + 3 + i32(tap_x));
                let weight = vec4<f32>(weights[taps + tap_x * params.weight_blocks]);
                sum_0 += weight * x_0;
                sum_1 += weight * x_1;
                sum_2 += weight * x_2;
                sum_3 += weight * x_3;
                x_0 = x_1;
                x_1 = x_2;
                x_2 = x_3;
            }
        } else {
            for (var tap_x = 0u; tap_x < params.kernel_width; tap_x++) {
                let from_x = left + i32(tap_x * params.dilation_x);
                let weight = vec4<f32>(weights[taps + tap_x * params.weight_blocks]);
                sum_0 += weight * pixel_or_zero(start, from_x);
                sum_1 += weight * pixel_or_zero(start, from_x + stride);
                sum_2 += weight * pixel_or_zero(start, from_x + 2 * stride);
                sum_3 += weight * pixel_or_zero(start, from_x + 3 * stride);
            }
        }
    }

    let pixel = row * params.output_width + x;
    store(sum_0, block, pixel);
    if (x + 1u < params.output_width) { store(sum_1, block, pixel + 1u); }
    if (x + 2u < params.output_width) { store(sum_2, block, pixel + 2u); }
    if (x + 3u < params.output_width) { store(sum_3, block, pixel + 3u); }
}
