// A tile of a product of matrices: sums over taps and input blocks for the pixels and output blocks of one workgroup. The
// kernel that imports it declares where a pixel's numbers come from:
//     fn gathered(pixel: u32, first_pixel: u32, input_block: u32, tap: vec2<i32>) -> Number4
// where `pixel` counts in the tile, and `tap` is the way from the first tap in pixels.
//
// GROUP_PIXELS × GROUP_BLOCKS invocations make a tile of 8·GROUP_PIXELS pixels and 2·GROUP_BLOCKS blocks. An invocation
// keeps 8 pixels × 2 blocks, 64 sums, in registers: per step of one input block 16 loads from the tiles for 256
// multiply-adds. Written out, since loops that the shader compiler does not unroll would put the sums into memory.

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

fn weights_of(tap: u32, row: u32, block: u32) -> Number4 {
    if (block < params.weight_blocks && row < params.input_blocks * 4u) {
        return weights[(tap * params.input_blocks * 4u + row) * params.weight_blocks + block];
    }
    return Number4();
}

fn make_tile(local: vec2<u32>, first_pixel: u32, first_block: u32, taps: u32) {
    let index = local.y * GROUP_PIXELS + local.x;
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
    let steps = (params.input_blocks + DEPTH - 1u) / DEPTH;
    for (var step = 0u; step < steps * taps; step++) {
        let tap = step / steps;
        let tap_x = (tap % params.kernel_width) * params.dilation_x;
        let tap_y = (tap / params.kernel_width) * params.dilation_y;
        let tap_at = vec2<i32>(i32(tap_x), i32(tap_y));
        let first = (step % steps) * DEPTH;
        for (var i = index; i < INPUT_TILE; i += GROUP_PIXELS * GROUP_BLOCKS) {
            input_tile[i] = gathered(i % TILE_PIXELS, first_pixel, first + i / TILE_PIXELS, tap_at);
        }
        for (var i = index; i < WEIGHTS_TILE; i += GROUP_PIXELS * GROUP_BLOCKS) {
            weights_tile[i] = weights_of(tap, first * 4u + i / TILE_BLOCKS, first_block + i % TILE_BLOCKS);
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
