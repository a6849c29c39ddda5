// Prelude: values, weights and tiles in 16 bits, for half the bytes. Sums are in 32 bits in every prelude.

enable f16;

alias Number = f16;
alias Number4 = vec4<f16>;
