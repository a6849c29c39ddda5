// Nearest or linear resize: y[c, (v, u)] = Σ over two rows and two columns of weight · x[c, (row, column)].
//
// input     [blocks][input pixels] of 4 channels
// output    [blocks][output pixels] of 4 channels
// geometry  64 invocations a workgroup, one vector each. Workgroup x (and z, beyond 32,768): pixels; y: blocks.
//
//#import resize

@group(0) @binding(2) var<storage, read_write> output: array<Number4>;

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
    output[params.output_offset + group.y * params.output_pixels + pixel] = Number4(resized(group.y, pixel));
}
