// What both resizes share: parameters, bindings but the output's, and the value of a pixel. Input offsets count vectors of
// four channels, output offsets what the output is made of.

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
// Per output row, then per output column: the two source indices, and the weight of the second one.
@group(0) @binding(1) var<storage, read> sources: array<vec4<f32>>;
@group(0) @binding(3) var<uniform> params: Params;

override IS_LINEAR: bool = false;

fn resized(block: u32, pixel: u32) -> vec4<f32> {
    let row = pixel / params.output_width;
    let image = row / params.output_height;
    let vertical = sources[row % params.output_height];
    let horizontal = sources[params.output_height + pixel % params.output_width];
    let start = params.input_offset + block * params.input_pixels + image * params.input_height * params.input_width;
    let upper = start + u32(vertical.x) * params.input_width;
    let nearest = vec4<f32>(input[upper + u32(horizontal.x)]);
    if (!IS_LINEAR) {
        return nearest;
    }
    let lower = start + u32(vertical.y) * params.input_width;
    let above = mix(nearest, vec4<f32>(input[upper + u32(horizontal.y)]), horizontal.z);
    let below = mix(
        vec4<f32>(input[lower + u32(horizontal.x)]),
        vec4<f32>(input[lower + u32(horizontal.y)]),
        horizontal.z,
    );
    return mix(above, below, vertical.z);
}
