//! The same products by simd128. The browser's module is optimised for size, and so nobody makes SIMD of its plain loops.
#![allow(unsafe_code, reason = "loads take pointers: each is that of an array as long as what it loads")]

use core::arch::wasm32::*;

/// How many numbers are multiplied in one round.
const LANES: usize = 16;

pub(super) fn dot_int8(numbers: &[i16], row: &[u8]) -> i32 {
    let (numbers, _) = numbers.as_chunks::<8>();
    let (numbers, _) = numbers.as_chunks::<2>();
    let (row, _) = row.as_chunks::<LANES>();
    let (mut low_sums, mut high_sums) = (i32x4_splat(0), i32x4_splat(0));
    for ([low, high], row) in numbers.iter().zip(row) {
        // SAFETY: 16 bytes each.
        let [low, high, row] = unsafe {
            [v128_load(low.as_ptr().cast()), v128_load(high.as_ptr().cast()), v128_load(row.as_ptr().cast())]
        };
        low_sums = i32x4_add(low_sums, i32x4_dot_i16x8(low, i16x8_extend_low_i8x16(row)));
        high_sums = i32x4_add(high_sums, i32x4_dot_i16x8(high, i16x8_extend_high_i8x16(row)));
    }
    let sums = i32x4_add(low_sums, high_sums);
    let lanes = [
        i32x4_extract_lane::<0>(sums),
        i32x4_extract_lane::<1>(sums),
        i32x4_extract_lane::<2>(sums),
        i32x4_extract_lane::<3>(sums),
    ];
    lanes.into_iter().fold(0, i32::wrapping_add)
}

/// Sums in the order of the plain loop.
pub(super) fn dot_f16(numbers: &[f32], row: &[u8]) -> f32 {
    let (numbers, _) = numbers.as_chunks::<4>();
    let (numbers, _) = numbers.as_chunks::<4>();
    let (row, _) = row.as_chunks::<8>();
    let (row, _) = row.as_chunks::<4>();
    let mut sums = [f32x4_splat(0.0); 4];
    for (numbers, halves) in numbers.iter().zip(row) {
        for ((sum, numbers), halves) in sums.iter_mut().zip(numbers).zip(halves) {
            // SAFETY: four numbers of 4 bytes, and four of 2.
            let (numbers, halves) = unsafe {
                (v128_load(numbers.as_ptr().cast()), u32x4_load_extend_u16x4(halves.as_ptr().cast()))
            };
            *sum = f32x4_add(*sum, f32x4_mul(numbers, widen(halves)));
        }
    }
    sums.iter()
        .flat_map(|&sum| {
            [
                f32x4_extract_lane::<0>(sum),
                f32x4_extract_lane::<1>(sum),
                f32x4_extract_lane::<2>(sum),
                f32x4_extract_lane::<3>(sum),
            ]
        })
        .sum()
}

fn widen(halves: v128) -> v128 {
    let sign = u32x4_shl(v128_and(halves, u32x4_splat(0x8000)), 16);
    let rest = u32x4_shl(v128_and(halves, u32x4_splat(0x7fff)), 13);
    f32x4_mul(v128_or(sign, rest), f32x4_splat(super::f16::REBIAS))
}
