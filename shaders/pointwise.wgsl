// 1×1 convolution, stride 1: y[o, p] = Σ_i w[o, i] · x[i, p]; a matrix product over all pixels of the batch.
//
// input     [input_blocks][pixels] of 4 channels       weights  [input_blocks][4][weight_blocks] of 4 outputs
// output    [output_blocks][pixels] of 4 channels      bias     [output_blocks] of 4
// geometry  workgroup x (and z, beyond 32,768): tiles of pixels; y: tiles of blocks; tiles as in lib/product.wgsl.
//
//#import activation
//#import convolution
//#import product

@group(0) @binding(0) var<storage, read> input: array<Number4>;

fn gathered(pixel: u32, first_pixel: u32, input_block: u32, tap: vec2<i32>) -> Number4 {
    if (first_pixel + pixel < params.input_pixels && input_block < params.input_blocks) {
        return input[params.input_offset + input_block * params.input_pixels + first_pixel + pixel];
    }
    return Number4();
}

@compute @workgroup_size(GROUP_PIXELS, GROUP_BLOCKS, 1)
fn main(
    @builtin(local_invocation_id) local: vec3<u32>,
    @builtin(workgroup_id) group: vec3<u32>,
    @builtin(num_workgroups) groups: vec3<u32>,
) {
    let first_pixel = (group.x + group.z * groups.x) * TILE_PIXELS;
    make_tile(local.xy, first_pixel, group.y * TILE_BLOCKS, 1u);
}
