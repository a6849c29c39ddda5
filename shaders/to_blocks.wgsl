// Rows → blocks: y[c / 4, p][c % 4] = x[image, c, p]; lanes past the last channel become 0.
//
// input     [images][channels][pixels of an image]
// output    [blocks][pixels] of 4 channels
// geometry  64 invocations a workgroup, one vector each. Workgroup x (and z, beyond 32,768): pixels; y: blocks.

struct Params {
    input_offset: u32,
    output_offset: u32,
    channels: u32,
    pixels: u32,
    image_pixels: u32,
}

@group(0) @binding(0) var<storage, read> input: array<Number>;
@group(0) @binding(1) var<storage, read_write> output: array<Number4>;
@group(0) @binding(2) var<uniform> params: Params;

fn of_channel(image: u32, channel: u32, pixel: u32) -> Number {
    let last = min(channel, params.channels - 1u);
    let value = input[params.input_offset + (image * params.channels + last) * params.image_pixels + pixel];
    return select(Number(), value, channel < params.channels);
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
    let image = pixel / params.image_pixels;
    let in_image = pixel % params.image_pixels;
    let channel = group.y * 4u;
    output[params.output_offset + group.y * params.pixels + pixel] = Number4(
        of_channel(image, channel, in_image),
        of_channel(image, channel + 1u, in_image),
        of_channel(image, channel + 2u, in_image),
        of_channel(image, channel + 3u, in_image),
    );
}
