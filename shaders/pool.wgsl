// Maximum or mean over a window: y[c, p] = max or mean over taps of x[c, p·stride + tap·dilation − pad]. Pads never win a
// maximum; in a mean they count as zeros if COUNTS_PADS.
//
// input     [blocks][input pixels] of 4 channels
// output    [blocks][output pixels] of 4 channels
// geometry  64 invocations a workgroup, one vector each. Workgroup x (and z, beyond 32,768): pixels; y: blocks.

struct Params {
    input_offset: u32,
    output_offset: u32,
    input_pixels: u32,
    output_pixels: u32,
    input_height: u32,
    input_width: u32,
    output_height: u32,
    output_width: u32,
    kernel_height: u32,
    kernel_width: u32,
    stride_y: u32,
    stride_x: u32,
    dilation_y: u32,
    dilation_x: u32,
    pad_y: u32,
    pad_x: u32,
}

@group(0) @binding(0) var<storage, read> input: array<Number4>;
@group(0) @binding(1) var<storage, read_write> output: array<Number4>;
@group(0) @binding(2) var<uniform> params: Params;

override IS_MAXIMUM: bool = true;
override COUNTS_PADS: bool = false;

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
    let row = pixel / params.output_width;
    let image = (row / params.output_height) * params.input_height;
    let top = i32(row % params.output_height * params.stride_y) - i32(params.pad_y);
    let left = i32(pixel % params.output_width * params.stride_x) - i32(params.pad_x);
    var sum = vec4<f32>();
    var count = 0u;

    for (var tap_y = 0u; tap_y < params.kernel_height; tap_y++) {
        for (var tap_x = 0u; tap_x < params.kernel_width; tap_x++) {
            let y = top + i32(tap_y * params.dilation_y);
            let x = left + i32(tap_x * params.dilation_x);
            if (y >= 0 && y < i32(params.input_height) && x >= 0 && x < i32(params.input_width)) {
                let at = group.y * params.input_pixels + (image + u32(y)) * params.input_width + u32(x);
                let value = vec4<f32>(input[params.input_offset + at]);
                if (IS_MAXIMUM) {
                    // Not `max`, which may drop a NaN.
                    sum = select(select(sum, value, !(value <= sum)), value, count == 0u);
                } else {
                    sum += value;
                }
                count++;
            }
        }
    }

    if (!IS_MAXIMUM) {
        sum /= f32(select(count, params.kernel_height * params.kernel_width, COUNTS_PADS));
    }
    output[params.output_offset + group.y * params.output_pixels + pixel] = Number4(sum);
}
