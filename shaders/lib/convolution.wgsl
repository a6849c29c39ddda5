// What all convolutions share: parameters, bindings and what happens to a sum before it is stored. `input` is declared
// by each kernel. Offsets count vectors of four channels. Pixels are those of all images of the batch.

struct Params {
    input_offset: u32,
    residual_offset: u32,
    output_offset: u32,
    input_blocks: u32,
    output_blocks: u32,
    weight_blocks: u32,
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
    enlarged_y: u32,
    enlarged_x: u32,
    residual_pixels: u32,
    inputs_per_group: u32,
    outputs_per_group: u32,
    span: u32,
}

@group(0) @binding(1) var<storage, read> weights: array<Number4>;
@group(0) @binding(2) var<storage, read> bias: array<Number4>;
@group(0) @binding(3) var<storage, read> residual: array<Number4>;
@group(0) @binding(4) var<storage, read_write> output: array<Number4>;
@group(0) @binding(5) var<uniform> params: Params;

override HAS_RESIDUAL: bool = false;

// activation_after(activation(sum + bias) + residual) → output
fn store(sum: vec4<f32>, block: u32, pixel: u32) {
    var value = activated(sum + vec4<f32>(bias[block]));
    if (HAS_RESIDUAL) {
        var source = pixel;
        if (params.enlarged_y != 1u || params.enlarged_x != 1u) {
            let x = pixel % params.output_width;
            let row = pixel / params.output_width;
            // Heights are multiples of the enlargement, so that rows of all images are divided at once.
            source = (row / params.enlarged_y) * (params.output_width / params.enlarged_x) + x / params.enlarged_x;
        }
        value += vec4<f32>(residual[params.residual_offset + block * params.residual_pixels + source]);
        value = activated_after(value);
    }
    output[params.output_offset + block * params.output_pixels + pixel] = Number4(value);
}
