//! The only unsafe code of the search: a function that was compiled for instructions may be called only where the processor
//! has them.
#![allow(unsafe_code, reason = "see above")]

/// Work that is compiled for each instruction set. `run` must be `#[inline(always)]`, or it is compiled without the
/// instructions.
pub(super) trait Kernel {
    fn run(self);
}

/// By the best that this processor has.
pub(super) fn fastest<K: Kernel>(kernel: K) {
    #[cfg(target_arch = "x86_64")]
    if is_x86_feature_detected!("avx2") && is_x86_feature_detected!("popcnt") {
        // SAFETY: the processor has them.
        return unsafe { with_avx2(kernel) };
    }
    kernel.run();
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2,popcnt")]
fn with_avx2<K: Kernel>(kernel: K) {
    kernel.run();
}
