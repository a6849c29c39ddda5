// Where an element of a value of four axes lies. Rows: `at · stride`. Blocks of four channels (axis 1): strides of the
// other axes count pixels, that of axis 1 the pixels of all images.

fn place_in_rows(at: vec4<u32>, stride: vec4<u32>) -> u32 {
    return at.x * stride.x + at.y * stride.y + at.z * stride.z + at.w * stride.w;
}

fn place_in_blocks(at: vec4<u32>, stride: vec4<u32>) -> u32 {
    let pixel = at.x * stride.x + at.z * stride.z + at.w * stride.w;
    return ((at.y / 4u) * stride.y + pixel) * 4u + at.y % 4u;
}
