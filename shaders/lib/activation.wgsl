// Activations, chosen when the pipeline is made. `a` and `b` are their constants: low and high, slope and offset.
// Comparisons and `select` instead of `min` and `max`, which may turn NaN into a number and hide a fault.

override ACTIVATION: u32 = 0u;
override ACTIVATION_A: f32 = 0.0;
override ACTIVATION_B: f32 = 0.0;
override ACTIVATION_AFTER: u32 = 0u;
override ACTIVATION_AFTER_A: f32 = 0.0;
override ACTIVATION_AFTER_B: f32 = 0.0;

fn bounded(x: vec4<f32>, low: f32, high: f32) -> vec4<f32> {
    let not_below = select(x, vec4<f32>(low), x < vec4<f32>(low));
    return select(not_below, vec4<f32>(high), not_below > vec4<f32>(high));
}

// Beyond ±80 the exponential leaves what f32 holds, and the answer no longer changes.
fn sigmoid(x: vec4<f32>) -> vec4<f32> {
    return 1.0 / (1.0 + exp(-bounded(x, -80.0, 80.0)));
}

fn activation(kind: u32, a: f32, b: f32, x: vec4<f32>) -> vec4<f32> {
    switch kind {
        case 1u: { return select(x, vec4<f32>(0.0), x < vec4<f32>(0.0)); }
        case 2u: { return bounded(x, a, b); }
        case 3u: { return select(x, a * x, x < vec4<f32>(0.0)); }
        case 4u: { return sigmoid(x); }
        case 5u: { return bounded(a * x + b, 0.0, 1.0); }
        case 6u: { return x * bounded(x / 6.0 + 0.5, 0.0, 1.0); }
        case 7u: { return x * sigmoid(x); }
        // Beyond ±15 tanh is ±1 in f32, and some drivers overflow.
        case 8u: { return tanh(bounded(x, -15.0, 15.0)); }
        case 9u: { return sqrt(x); }
        case 10u: { return exp(x); }
        default: { return x; }
    }
}

fn activated(x: vec4<f32>) -> vec4<f32> {
    return activation(ACTIVATION, ACTIVATION_A, ACTIVATION_B, x);
}

fn activated_after(x: vec4<f32>) -> vec4<f32> {
    return activation(ACTIVATION_AFTER, ACTIVATION_AFTER_A, ACTIVATION_AFTER_B, x);
}
