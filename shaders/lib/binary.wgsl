// Elementwise functions of two numbers, chosen when the pipeline is made.

override FUNCTION: u32 = 0u;

fn combined(first: vec4<f32>, second: vec4<f32>) -> vec4<f32> {
    switch FUNCTION {
        case 0u: { return first + second; }
        case 1u: { return first - second; }
        case 2u: { return first * second; }
        default: { return first / second; }
    }
}
