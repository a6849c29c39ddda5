// Prelude: values, weights and tiles in 32 bits. Sums are in 32 bits in every prelude.

alias Number = f32;
alias Number4 = vec4<f32>;
