// k×k convolution, one group: y[o, p] = Σ_(tap, i) w[o, i, tap] · x[i, p·stride + tap·dilation − pad]; zero outside.
//
// input     [input_blocks][input pixels] of 4 channels       weights  [taps][input_blocks][4][weight_blocks] of 4 outputs
// output    [output_blocks][output pixels] of 4 channels     bias     [output_blocks] of 4
// geometry  as in pointwise.wgsl; the left matrix is gathered from the image tap by tap. Where each pixel of the tile begins
//           in the image is worked out once, into `origins`.
//
//#import activation
//#import convolution
//#import product

@group(0) @binding(0) var<storage, read> input: array<Number4>;

// Of each pixel: the start of its image (negative past the last pixel), then the row and column of its first tap.
var<workgroup> origins: array<vec4<i32>, TILE_PIXELS>;

fn origin_of(pixel: u32) -> vec4<i32> {
    let x = pixel % params.output_width;
    let row = pixel / params.output_width;
    let y = row % params.output_height;
    let image = row / params.output_height;
    let start = select(-1, i32(image * params.input_height * params.input_width), pixel < params.output_pixels);
    let first_y = i32(y * params.stride_y) - i32(params.pad_y);
    let first_x = i32(x * params.stride_x) - i32(params.pad_x);
    return vec4<i32>(start, first_y, first_x, 0);
}

fn gathered(pixel: u32, first_pixel: u32, input_block: u32, tap: vec2<i32>) -> Number4 {
    let origin = origins[pixel];
    let y = origin.y + tap.y;
    let x = origin.z + tap.x;
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
    @builtin(workgroup_id) group: vec3<u32>,
    @builtin(num_workgroups) groups: vec3<u32>,
) {
    let first_pixel = (group.x + group.z * groups.x) * TILE_PIXELS;
    for (var i = local.y * GROUP_PIXELS + local.x; i < TILE_PIXELS; i += GROUP_PIXELS * GROUP_BLOCKS) {
        origins[i] = origin_of(first_pixel + i);
    }
    workgroupBarrier();
    make_tile(local.xy, first_pixel, group.y * TILE_BLOCKS, params.kernel_height * params.kernel_width);
}
