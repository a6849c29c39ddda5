use super::isa::Kernel;

pub(super) struct Agreements<'a> {
    pub(super) bits: &'a [u8],
    pub(super) rows: &'a [u8],
    pub(super) products: &'a mut [f32],
}

impl Kernel for Agreements<'_> {
    #[inline(always)]
    fn run(self) {
        let per_bit = 2.0 / (8 * self.bits.len()) as f32;
        for (row, product) in self.rows.chunks_exact(self.bits.len()).zip(self.products) {
            *product = 1.0 - per_bit * differing(self.bits, row) as f32;
        }
    }
}

#[inline(always)]
fn differing(a: &[u8], b: &[u8]) -> u32 {
    let ((a, _), (b, _)) = (a.as_chunks(), b.as_chunks());
    a.iter().zip(b).map(|(&a, &b)| (u64::from_le_bytes(a) ^ u64::from_le_bytes(b)).count_ones()).sum()
}
