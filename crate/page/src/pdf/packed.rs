//! Reads the numbers of the packed assets: LEB128, signed ones zigzag.

pub(super) struct Packed<'a>(&'a [u8]);

impl<'a> Packed<'a> {
    pub(super) fn new(bytes: &'a [u8]) -> Self {
        Self(bytes)
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(super) fn bytes(&mut self, count: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.0.split_at_checked(count)?;
        self.0 = rest;
        Some(taken)
    }

    pub(super) fn byte(&mut self) -> Option<u8> {
        self.bytes(1).and_then(|bytes| bytes.first().copied())
    }

    pub(super) fn number(&mut self) -> Option<u32> {
        let mut number = 0;
        for shift in (0..32).step_by(7) {
            let byte = self.byte()?;
            number |= u32::from(byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                return Some(number);
            }
        }
        None
    }

    pub(super) fn signed(&mut self) -> Option<i32> {
        let number = self.number()?;
        Some((number >> 1).cast_signed() ^ -(number & 1).cast_signed())
    }

    /// A column of numbers.
    pub(super) fn numbers(&mut self, count: usize) -> Option<Vec<u32>> {
        (0..count).map(|_| self.number()).collect()
    }

    /// A column of signed numbers.
    pub(super) fn signed_numbers(&mut self, count: usize) -> Option<Vec<i32>> {
        (0..count).map(|_| self.signed()).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_every_size_and_sign_are_read() {
        let mut packed = Packed::new(&[0, 0x7f, 0x80, 1, 0xff, 0xff, 0xff, 0xff, 0x0f, 1, 2, 0x80]);
        assert_eq!(packed.numbers(4), Some(vec![0, 127, 128, u32::MAX]));
        assert_eq!(packed.signed_numbers(2), Some(vec![-1, 1]));
        assert_eq!(packed.number(), None);
    }
}
