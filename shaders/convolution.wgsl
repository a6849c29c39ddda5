// k×k convolution, one group: y[o, p] = Σ_(tap, i) w[o, i, tap] · x[i, p·stride + tap·dilation − pad]; zero outside.
//
// input     [input_blocks][input pixels] of 4 channels       weights  [taps][input_blocks][4][weight_blocks] of 4 outputs
// output    [output_blocks][output pixels] of 4 channels     bias     [output_blocks] of 4
// geometry  as in pointwise.wgsl: a product of matrices whose left one is gathered from the image tap by tap. Where each
//           pixel of the tile begins in the image is worked out once, into `origins`.
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
// Of each pixel: the start of its image (negative past the last pixel), then the row and column of its first tap.
var<workgroup> origins: array<vec4<i32>, TILE_PIXELS>;

fn store_in_image(sum: vec4<f32>, block: u32, pixel: u32) {
    if (block < params.output_blocks && pixel < params.output_pixels) {
        store(sum, block, pixel);
    }
}

fn gathered(pixel: u32, input_block: u32, tap_y: i32, tap_x: i32) -> Number4 {
    let origin = origins[pixel];
    let y = origin.y + tap_y;
    let x = origin.z + tap_x;
    let height = i32(params.input_height);
    let width = i32(params.input_width);
    if (input_block < params.input_blocks && origin.x >= 0 && y >= 0 && y < height && x >= 0 && x < width) {
        return input[params.input_offset + input_block * params.input_pixels + u32(origin.x + y * width + x)];
    }
    return Number4();
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
    for (var i = index; i < TILE_PIXELS; i += GROUP_PIXELS * GROUP_BLOCKS) {
        let pixel = first_pixel + i;
        let x = pixel % params.output_width;
        let row = pixel / params.output_width;
        let y = row % params.output_height;
        let image = row / params.output_height;
        let start = select(-1, i32(image * params.input_height * params.input_width), pixel < params.output_pixels);
        origins[i] = vec4<i32>(
            start,
            i32(y * params.stride_y) - i32(params.pad_y),
            i32(x * params.stride_x) - i32(params.pad_x),
            0,
        );
    }
    workgroupBarrier();
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
    for (var step = 0u; step < steps * params.kernel_height * params.kernel_width; step++) {
        let tap = step / steps;
        let first = (step % steps) * DEPTH;
        let tap_y = i32((tap / params.kernel_width) * params.dilation_y);
        let tap_x = i32((tap % params.kernel_width) * params.dilation_x);
        for (var i = index; i < INPUT_TILE; i += GROUP_PIXELS * GROUP_BLOCKS) {
            input_tile[i] = gathered(i % TILE_PIXELS, first + i / TILE_PIXELS, tap_y, tap_x);
        }
        for (var i = index; i < WEIGHTS_TILE; i += GROUP_PIXELS * GROUP_BLOCKS) {
            let block = first_block + i % TILE_BLOCKS;
            let row = first * 4u + i / TILE_BLOCKS;
            var value = Number4();
            if (block < params.weight_blocks && row < params.input_blocks * 4u) {
                value = weights[(tap * params.input_blocks * 4u + row) * params.weight_blocks + block];
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
