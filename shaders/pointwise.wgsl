// 1×1 convolution, stride 1: y[o, p] = Σ_i w[o, i] · x[i, p]; a matrix product over all pixels of the batch.
//
// input     [input_blocks][pixels] of 4 channels       weights  [input_blocks][4][weight_blocks] of 4 outputs
// output    [output_blocks][pixels] of 4 channels      bias     [output_blocks] of 4
// geometry  GROUP_PIXELS × GROUP_BLOCKS invocations make a tile of 8·GROUP_PIXELS pixels and 2·GROUP_BLOCKS blocks;
//           workgroup x (and z, beyond 32,768): tiles of pixels; y: tiles of blocks. An invocation keeps 8 pixels × 2
//           blocks, 64 sums, in registers: per step of one input block 16 loads from the tiles for 256 multiply-adds.
//           Written out, since loops that the shader compiler does not unroll would put the sums into memory.
//
//#import activation
//#import convolution

@group(0) @binding(0) var<storage, read> input: array<Number4>;

override GROUP_PIXELS: u32 = 8u;
override GROUP_BLOCKS: u32 = 8u;
// Input blocks a step.
override DEPTH: u32 = 4u;
override TILE_PIXELS: u32 = GROUP_PIXELS * 8u;
override TILE_BLOCKS: u32 = GROUP_BLOCKS * 2u;
override INPUT_TILE: u32 = TILE_PIXELS * DEPTH;
override WEIGHTS_TILE: u32 = TILE_BLOCKS * DEPTH * 4u;

var<workgroup> input_tile: array<Number4, INPUT_TILE>;
var<workgroup> weights_tile: array<Number4, WEIGHTS_TILE>;

fn store_in_image(sum: vec4<f32>, block: u32, pixel: u32) {
    if (block < params.output_blocks && pixel < params.output_pixels) {
        store(sum, block, pixel);
    }
}

@compute @workgroup_size(GROUP_PIXELS, GROUP_BLOCKS, 1)
fn main(
    @builtin(local_invocation_id) local: vec3<u32>,
    @builtin(local_invocation_index) index: u32,
    @builtin(workgroup_id) group: vec3<u32>,
    @builtin(num_workgroups) groups: vec3<u32>,
) {
    let first_pixel = (group.x + group.z * groups.x) * TILE_PIXELS;
    let first_block = group.y * TILE_BLOCKS;
    var sum_0_0 = vec4<f32>();
    var sum_0_1 = vec4<f32>();
    var sum_1_0 = vec4<f32>();
    var sum_1_1 = vec4<f32>();
    var sum_2_0 = vec4<f32>();
    var sum_2_1 = vec4<f32>();
    var sum_3_0 = vec4<f32>();
    var sum_3_1 = vec4<f32>();
    var sum_4_0 = vec4<f32>();
    var sum_4_1 = vec4<f32>();
    var sum_5_0 = vec4<f32>();
    var sum_5_1 = vec4<f32>();
    var sum_6_0 = vec4<f32>();
    var sum_6_1 = vec4<f32>();
    var sum_7_0 = vec4<f32>();
    var sum_7_1 = vec4<f32>();
    for (var first = 0u; first < params.input_blocks; first += DEPTH) {
        for (var i = index; i < INPUT_TILE; i += GROUP_PIXELS * GROUP_BLOCKS) {
            let pixel = first_pixel + i % TILE_PIXELS;
            let input_block = first + i / TILE_PIXELS;
            var value = Number4();
            if (pixel < params.input_pixels && input_block < params.input_blocks) {
                value = input[params.input_offset + input_block * params.input_pixels + pixel];
            }
            input_tile[i] = value;
        }
        for (var i = index; i < WEIGHTS_TILE; i += GROUP_PIXELS * GROUP_BLOCKS) {
            let block = first_block + i % TILE_BLOCKS;
            let row = first * 4u + i / TILE_BLOCKS;
            var value = Number4();
            if (block < params.weight_blocks && row < params.input_blocks * 4u) {
                value = weights[row * params.weight_blocks + block];
            }
            weights_tile[i] = value;
        }
        workgroupBarrier();
        for (var depth = 0u; depth < DEPTH; depth++) {
            let row = depth * 4u * TILE_BLOCKS + local.y;
            let near = mat4x4<f32>(
                vec4<f32>(weights_tile[row]),
                vec4<f32>(weights_tile[row + TILE_BLOCKS]),
                vec4<f32>(weights_tile[row + 2u * TILE_BLOCKS]),
                vec4<f32>(weights_tile[row + 3u * TILE_BLOCKS]),
            );
            let far_row = row + GROUP_BLOCKS;
            let far = mat4x4<f32>(
                vec4<f32>(weights_tile[far_row]),
                vec4<f32>(weights_tile[far_row + TILE_BLOCKS]),
                vec4<f32>(weights_tile[far_row + 2u * TILE_BLOCKS]),
                vec4<f32>(weights_tile[far_row + 3u * TILE_BLOCKS]),
            );
            let x0 = vec4<f32>(input_tile[depth * TILE_PIXELS + 0u * GROUP_PIXELS + local.x]);
            sum_0_0 += near * x0;
            sum_0_1 += far * x0;
            let x1 = vec4<f32>(input_tile[depth * TILE_PIXELS + 1u * GROUP_PIXELS + local.x]);
            sum_1_0 += near * x1;
            sum_1_1 += far * x1;
            let x2 = vec4<f32>(input_tile[depth * TILE_PIXELS + 2u * GROUP_PIXELS + local.x]);
            sum_2_0 += near * x2;
            sum_2_1 += far * x2;
            let x3 = vec4<f32>(input_tile[depth * TILE_PIXELS + 3u * GROUP_PIXELS + local.x]);
            sum_3_0 += near * x3;
            sum_3_1 += far * x3;
            let x4 = vec4<f32>(input_tile[depth * TILE_PIXELS + 4u * GROUP_PIXELS + local.x]);
            sum_4_0 += near * x4;
            sum_4_1 += far * x4;
            let x5 = vec4<f32>(input_tile[depth * TILE_PIXELS + 5u * GROUP_PIXELS + local.x]);
            sum_5_0 += near * x5;
            sum_5_1 += far * x5;
            let x6 = vec4<f32>(input_tile[depth * TILE_PIXELS + 6u * GROUP_PIXELS + local.x]);
            sum_6_0 += near * x6;
            sum_6_1 += far * x6;
            let x7 = vec4<f32>(input_tile[depth * TILE_PIXELS + 7u * GROUP_PIXELS + local.x]);
            sum_7_0 += near * x7;
            sum_7_1 += far * x7;
        }
        workgroupBarrier();
    }

    let block = first_block + local.y;
    let pixel = first_pixel + local.x;
    store_in_image(sum_0_0, block, pixel + 0u * GROUP_PIXELS);
    store_in_image(sum_0_1, block + GROUP_BLOCKS, pixel + 0u * GROUP_PIXELS);
    store_in_image(sum_1_0, block, pixel + 1u * GROUP_PIXELS);
    store_in_image(sum_1_1, block + GROUP_BLOCKS, pixel + 1u * GROUP_PIXELS);
    store_in_image(sum_2_0, block, pixel + 2u * GROUP_PIXELS);
    store_in_image(sum_2_1, block + GROUP_BLOCKS, pixel + 2u * GROUP_PIXELS);
    store_in_image(sum_3_0, block, pixel + 3u * GROUP_PIXELS);
    store_in_image(sum_3_1, block + GROUP_BLOCKS, pixel + 3u * GROUP_PIXELS);
    store_in_image(sum_4_0, block, pixel + 4u * GROUP_PIXELS);
    store_in_image(sum_4_1, block + GROUP_BLOCKS, pixel + 4u * GROUP_PIXELS);
    store_in_image(sum_5_0, block, pixel + 5u * GROUP_PIXELS);
    store_in_image(sum_5_1, block + GROUP_BLOCKS, pixel + 5u * GROUP_PIXELS);
    store_in_image(sum_6_0, block, pixel + 6u * GROUP_PIXELS);
    store_in_image(sum_6_1, block + GROUP_BLOCKS, pixel + 6u * GROUP_PIXELS);
    store_in_image(sum_7_0, block, pixel + 7u * GROUP_PIXELS);
    store_in_image(sum_7_1, block + GROUP_BLOCKS, pixel + 7u * GROUP_PIXELS);
}
