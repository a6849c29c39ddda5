/// Numbers of rows, a bit each.
#[derive(Default)]
pub(super) struct RowSet {
    bits: Vec<u64>,
    len: usize,
}

impl RowSet {
    /// Whether it was not there.
    pub(super) fn insert(&mut self, row: usize) -> bool {
        let (word, bit) = (row / 64, 1 << (row % 64));
        if word >= self.bits.len() {
            self.bits.resize(word + 1, 0);
        }
        let is_new = self.bits[word] & bit == 0;
        self.bits[word] |= bit;
        self.len += usize::from(is_new);
        is_new
    }

    pub(super) fn contains(&self, row: usize) -> bool {
        self.bits.get(row / 64).is_some_and(|word| word & (1 << (row % 64)) != 0)
    }

    pub(super) fn len(&self) -> usize {
        self.len
    }
}
