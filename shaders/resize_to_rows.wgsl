// The resize of resize.wgsl, whose answer leaves in rows.
//
// input     [blocks][input pixels] of 4 channels
// output    [images][channels][output pixels of an image]
// geometry  64 invocations a workgroup, up to 4 numbers each. Workgroup x (and z, beyond 32,768): pixels; y: blocks.
//
//#import resize

@group(0) @binding(2) var<storage, read_write> output: array<Number>;

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
    let value = resized(group.y, pixel);
    let image_pixels = params.output_height * params.output_width;
    let channel = group.y * 4u;
    let image = pixel / image_pixels;
    let first = params.output_offset + (image * params.channels + channel) * image_pixels + pixel % image_pixels;
    output[first] = Number(value.x);
    if (channel + 1u < params.channels) { output[first + image_pixels] = Number(value.y); }
    if (channel + 2u < params.channels) { output[first + 2u * image_pixels] = Number(value.z); }
    if (channel + 3u < params.channels) { output[first + 3u * image_pixels] = Number(value.w); }
}
