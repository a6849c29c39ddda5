// Nearest or linear resize whose answer leaves in rows: y[c, (v, u)] = Σ over two rows and two columns of weight · x[c,
// (row, column)].
//
// input     [blocks][input pixels] of 4 channels
// sources   per output row, then per output column: the two source indices, and the weight of the second one
// output    [images][channels][output pixels of an image]
// geometry  64 invocations a workgroup, up to 4 numbers each. Workgroup x (and z, beyond 32,768): pixels; y: blocks.

struct Params {
    input_offset: u32,
    output_offset: u32,
    channels: u32,
    input_pixels: u32,
    output_pixels: u32,
    input_height: u32,
    input_width: u32,
    output_height: u32,
    output_width: u32,
}

@group(0) @binding(0) var<storage, read> input: array<Number4>;
@group(0) @binding(1) var<storage, read> sources: array<vec4<f32>>;
@group(0) @binding(2) var<storage, read_write> output: array<Number>;
@group(0) @binding(3) var<uniform> params: Params;

override IS_LINEAR: bool = false;

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
    let image = row / params.output_height;
    let vertical = sources[row % params.output_height];
    let horizontal = sources[params.output_height + pixel % params.output_width];
    let start = params.input_offset + group.y * params.input_pixels + image * params.input_height * params.input_width;
    let upper = start + u32(vertical.x) * params.input_width;
    var value = vec4<f32>(input[upper + u32(horizontal.x)]);
    if (IS_LINEAR) {
        let lower = start + u32(vertical.y) * params.input_width;
        let above = mix(value, vec4<f32>(input[upper + u32(horizontal.y)]), horizontal.z);
        let below = mix(
            vec4<f32>(input[lower + u32(horizontal.x)]),
            vec4<f32>(input[lower + u32(horizontal.y)]),
            horizontal.z,
        );
        value = mix(above, below, vertical.z);
    }
    let image_pixels = params.output_height * params.output_width;
    let channel = group.y * 4u;
    let first = params.output_offset + (image * params.channels + channel) * image_pixels + pixel % image_pixels;
    output[first] = Number(value.x);
    if (channel + 1u < params.channels) { output[first + image_pixels] = Number(value.y); }
    if (channel + 2u < params.channels) { output[first + 2u * image_pixels] = Number(value.z); }
    if (channel + 3u < params.channels) { output[first + 3u * image_pixels] = Number(value.w); }
}
