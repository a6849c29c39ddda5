// What this device's f32 arithmetic gives to WGSL: y[m, n] = Σ_k a[k, m] · b[k, n], both in rows, all sizes multiples of 128.
//
// geometry  16 × 16 invocations make a tile of 128 × 128; each keeps 8 × 8 sums in registers. Per step of one k an
//           invocation loads 16 numbers from the tiles for 64 multiply-adds: the textbook's product.

override SIZE: u32 = 2048u;

@group(0) @binding(0) var<storage, read> a: array<vec4<f32>>;
@group(0) @binding(1) var<storage, read> b: array<vec4<f32>>;
@group(0) @binding(2) var<storage, read_write> output: array<vec4<f32>>;

var<workgroup> a_tile: array<vec4<f32>, 256>;
var<workgroup> b_tile: array<vec4<f32>, 256>;

@compute @workgroup_size(16, 16, 1)
fn product(
    @builtin(local_invocation_id) local: vec3<u32>,
    @builtin(local_invocation_index) index: u32,
    @builtin(workgroup_id) group: vec3<u32>,
) {
    let columns = SIZE / 4u;
    var s00 = vec4<f32>(); var s01 = vec4<f32>();
    var s10 = vec4<f32>(); var s11 = vec4<f32>();
    var s20 = vec4<f32>(); var s21 = vec4<f32>();
    var s30 = vec4<f32>(); var s31 = vec4<f32>();
    var s40 = vec4<f32>(); var s41 = vec4<f32>();
    var s50 = vec4<f32>(); var s51 = vec4<f32>();
    var s60 = vec4<f32>(); var s61 = vec4<f32>();
    var s70 = vec4<f32>(); var s71 = vec4<f32>();
    let row = index / 32u;
    let column = index % 32u;
    for (var first = 0u; first < SIZE; first += 8u) {
        a_tile[index] = a[(first + row) * columns + group.y * 32u + column];
        b_tile[index] = b[(first + row) * columns + group.x * 32u + column];
        workgroupBarrier();
        for (var k = 0u; k < 8u; k++) {
            let a0 = a_tile[k * 32u + local.y];
            let a1 = a_tile[k * 32u + 16u + local.y];
            let b0 = b_tile[k * 32u + local.x];
            let b1 = b_tile[k * 32u + 16u + local.x];
            s00 += a0.x * b0; s01 += a0.x * b1;
            s10 += a0.y * b0; s11 += a0.y * b1;
            s20 += a0.z * b0; s21 += a0.z * b1;
            s30 += a0.w * b0; s31 += a0.w * b1;
            s40 += a1.x * b0; s41 += a1.x * b1;
            s50 += a1.y * b0; s51 += a1.y * b1;
            s60 += a1.z * b0; s61 += a1.z * b1;
            s70 += a1.w * b0; s71 += a1.w * b1;
        }
        workgroupBarrier();
    }
    let near = group.x * 32u + local.x;
    let upper = (group.y * 128u + local.y * 4u) * columns + near;
    let lower = upper + 64u * columns;
    output[upper] = s00; output[upper + 16u] = s01;
    output[upper + columns] = s10; output[upper + columns + 16u] = s11;
    output[upper + 2u * columns] = s20; output[upper + 2u * columns + 16u] = s21;
    output[upper + 3u * columns] = s30; output[upper + 3u * columns + 16u] = s31;
    output[lower] = s40; output[lower + 16u] = s41;
    output[lower + columns] = s50; output[lower + columns + 16u] = s51;
    output[lower + 2u * columns] = s60; output[lower + 2u * columns + 16u] = s61;
    output[lower + 3u * columns] = s70; output[lower + 3u * columns + 16u] = s71;
}

// Bytes moved: each vector read once and written once.
@compute @workgroup_size(256, 1, 1)
fn copy(@builtin(global_invocation_id) id: vec3<u32>) {
    output[id.x] = a[id.x] + b[0];
}
