// Elementwise in blocks: y[c, p] = activation(x[c, p] ∘ z), where z is of the same shape, or one number for each channel
// (of each image, or of all), or one number.
//
// input     [blocks][pixels] of 4 channels
// operand   [blocks][pixels] of 4 channels if IS_SAME; else read as scalars from `weights`: [images or 1][channels or 1]
// output    [blocks][pixels] of 4 channels; lanes past the last channel become 0, since 0/0 is no finite number
// geometry  64 invocations a workgroup, one vector each. Workgroup x (and z, beyond 32,768): pixels; y: blocks.
//
//#import activation
//#import binary

struct Params {
    input_offset: u32,
    operand_offset: u32,
    output_offset: u32,
    channels: u32,
    pixels: u32,
    image_pixels: u32,
    operand_image_stride: u32,
    operand_channel_stride: u32,
}

@group(0) @binding(0) var<storage, read> input: array<Number4>;
@group(0) @binding(1) var<storage, read> operand: array<Number4>;
@group(0) @binding(2) var<storage, read> weights: array<Number>;
@group(0) @binding(3) var<storage, read_write> output: array<Number4>;
@group(0) @binding(4) var<uniform> params: Params;

override IS_SAME: bool = true;
override IS_SWAPPED: bool = false;

fn of_channel(image: u32, channel: u32) -> f32 {
    let last = min(channel, params.channels - 1u);
    let at = image * params.operand_image_stride + last * params.operand_channel_stride;
    return f32(weights[params.operand_offset + at]);
}

@compute @workgroup_size(64, 1, 1)
fn main(
    @builtin(local_invocation_index) index: u32,
    @builtin(workgroup_id) group: vec3<u32>,
    @builtin(num_workgroups) groups: vec3<u32>,
) {
    let pixel = (group.x + group.z * groups.x) * 64u + index;
    if (pixel >= params.pixels) {
        return;
    }
    let at = group.y * params.pixels + pixel;
    let channel = group.y * 4u;
    let first = vec4<f32>(input[params.input_offset + at]);
    var second: vec4<f32>;
    if (IS_SAME) {
        second = vec4<f32>(operand[params.operand_offset + at]);
    } else {
        let image = pixel / params.image_pixels;
        second = vec4<f32>(
            of_channel(image, channel),
            of_channel(image, channel + 1u),
            of_channel(image, channel + 2u),
            of_channel(image, channel + 3u),
        );
    }
    var value: vec4<f32>;
    if (IS_SWAPPED) {
        value = activated(combined(second, first));
    } else {
        value = activated(combined(first, second));
    }
    let exists = vec4<u32>(channel, channel + 1u, channel + 2u, channel + 3u) < vec4<u32>(params.channels);
    output[params.output_offset + at] = Number4(select(vec4<f32>(), value, exists));
}
