use crate::SearchError;

/// Reads numbers and texts from bytes that may be anything.
#[derive(Clone, Copy)]
pub(crate) struct Cursor<'a> {
    bytes: &'a [u8],
    /// Of what, for the error.
    what: &'static str,
}

impl<'a> Cursor<'a> {
    pub(crate) fn new(bytes: &'a [u8], what: &'static str) -> Self {
        Self { bytes, what }
    }

    pub(crate) fn left(&self) -> usize {
        self.bytes.len()
    }

    pub(crate) fn take(&mut self, count: usize) -> Result<&'a [u8], SearchError> {
        let (taken, rest) = self.bytes.split_at_checked(count).ok_or_else(|| self.damaged())?;
        self.bytes = rest;
        Ok(taken)
    }

    fn array<const N: usize>(&mut self) -> Result<[u8; N], SearchError> {
        let (taken, rest) = self.bytes.split_first_chunk().ok_or_else(|| self.damaged())?;
        self.bytes = rest;
        Ok(*taken)
    }

    pub(crate) fn u8(&mut self) -> Result<u8, SearchError> {
        self.array().map(u8::from_le_bytes)
    }

    pub(crate) fn u16(&mut self) -> Result<u16, SearchError> {
        self.array().map(u16::from_le_bytes)
    }

    pub(crate) fn u32(&mut self) -> Result<u32, SearchError> {
        self.array().map(u32::from_le_bytes)
    }

    pub(crate) fn u64(&mut self) -> Result<u64, SearchError> {
        self.array().map(u64::from_le_bytes)
    }

    pub(crate) fn f32(&mut self) -> Result<f32, SearchError> {
        self.array().map(f32::from_le_bytes)
    }

    pub(crate) fn f64(&mut self) -> Result<f64, SearchError> {
        self.array().map(f64::from_le_bytes)
    }

    /// That [`put_text`] wrote.
    pub(crate) fn text(&mut self) -> Result<&'a str, SearchError> {
        let length = self.u16()?;
        let bytes = self.take(length.into())?;
        std::str::from_utf8(bytes).map_err(|_| self.damaged())
    }

    pub(crate) fn damaged(&self) -> SearchError {
        SearchError::Damaged { what: self.what }
    }
}

/// Its length in two bytes, and itself. Texts of an index are bounded where they come in.
pub(crate) fn put_text(text: &str, into: &mut Vec<u8>) {
    into.extend((text.len() as u16).to_le_bytes());
    into.extend(text.as_bytes());
}
