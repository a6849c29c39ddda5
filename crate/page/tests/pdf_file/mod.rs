//! Writes the PDFs of the tests: small, plain, and wrong only where a test wants it.

use std::fmt::Write;

/// A PDF in the making: its first object is the catalogue, its second the page tree.
pub(crate) struct PdfFile {
    objects: Vec<Vec<u8>>,
    pages: Vec<usize>,
}

impl PdfFile {
    pub(crate) fn new() -> Self {
        Self { objects: vec![Vec::new(), Vec::new()], pages: Vec::new() }
    }

    /// Adds an object and returns its number.
    pub(crate) fn object(&mut self, body: impl Into<Vec<u8>>) -> usize {
        self.objects.push(body.into());
        self.objects.len()
    }

    /// Adds a stream and returns its number.
    pub(crate) fn stream(&mut self, entries: &str, data: &[u8]) -> usize {
        let mut body = format!("<< {entries} /Length {} >>\nstream\n", data.len()).into_bytes();
        body.extend_from_slice(data);
        body.extend_from_slice(b"\nendstream");
        self.object(body)
    }

    /// Adds a page: `entries` as `/MediaBox [0 0 200 100] /Rotate 90`, `resources` as `/Font << … >>`.
    pub(crate) fn page(&mut self, entries: &str, resources: &str, content: &str) {
        let content = self.stream("", content.as_bytes());
        let page = self.object(format!(
            "<< /Type /Page /Parent 2 0 R {entries} /Resources << {resources} >> /Contents {content} 0 R >>"
        ));
        self.pages.push(page);
    }

    pub(crate) fn bytes(mut self) -> Vec<u8> {
        let mut kids = String::new();
        for page in &self.pages {
            let _ = write!(kids, "{page} 0 R ");
        }
        let count = self.pages.len();
        self.objects[0] = b"<< /Type /Catalog /Pages 2 0 R >>".to_vec();
        self.objects[1] = format!("<< /Type /Pages /Count {count} /Kids [{kids}] >>").into_bytes();
        let mut out = b"%PDF-1.7\n".to_vec();
        let mut table = format!("xref\n0 {}\n0000000000 65535 f \n", self.objects.len() + 1);
        for (index, object) in self.objects.iter().enumerate() {
            table.push_str(&format!("{:010} 00000 n \n", out.len()));
            out.extend_from_slice(format!("{} 0 obj\n", index + 1).as_bytes());
            out.extend_from_slice(object);
            out.extend_from_slice(b"\nendobj\n");
        }
        let start = out.len();
        let size = self.objects.len() + 1;
        out.extend_from_slice(table.as_bytes());
        out.extend_from_slice(
            format!("trailer\n<< /Size {size} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n").as_bytes(),
        );
        out
    }
}

/// The font resource `/F` that every reader has.
pub(crate) const HELVETICA: &str = "/Font << /F << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >>";

/// A page with nothing special.
pub(crate) fn one_page(entries: &str, resources: &str, content: &str) -> Vec<u8> {
    let mut file = PdfFile::new();
    file.page(entries, resources, content);
    file.bytes()
}

/// Bits as `"1 001 0101"` → bytes, padded with zeros.
pub(crate) fn bits(text: &str) -> Vec<u8> {
    let bits: Vec<u8> =
        text.bytes().filter(|byte| matches!(byte, b'0' | b'1')).map(|byte| byte - b'0').collect();
    bits.chunks(8)
        .map(|byte| byte.iter().enumerate().fold(0, |sum, (at, bit)| sum | bit << (7 - at)))
        .collect()
}
