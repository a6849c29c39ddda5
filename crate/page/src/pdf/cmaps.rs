//! The CMaps that PDFs name and do not hold: how the codes of East Asian text become characters.

use super::packed::Packed;
use hayro::hayro_interpret::hayro_cmap::CMapName;
use std::collections::BTreeMap;
use std::fmt::Write;
use std::sync::Mutex;

/// Made by `assets/make-cmaps.py`, which describes it.
static TABLES: &[u8] = include_bytes!("../../assets/cmaps.bin");

const TO_UNICODE: u8 = 0;
/// Kinds up to this are codes of so many bytes, above it the same for codes without a character.
const LONGEST_CODE: u8 = 4;

/// The CMap in the words that Adobe would use. It is written once, when the first file asks for it.
pub(super) fn resolve(name: CMapName<'_>) -> Option<&'static [u8]> {
    static WRITTEN: Mutex<BTreeMap<String, &'static [u8]>> = Mutex::new(BTreeMap::new());
    let name = str::from_utf8(name.to_bytes()).ok()?;
    let mut written = WRITTEN.lock().ok()?;
    if let Some(text) = written.get(name) {
        return Some(text);
    }
    let text = write(name)?;
    // The interpreter keeps CMaps forever. There are few of them, and none is written twice.
    let text: &'static [u8] = Box::leak(text.into_bytes().into_boxed_slice());
    written.insert(name.to_owned(), text);
    Some(text)
}

fn write(name: &str) -> Option<String> {
    if let Some(ordering) = name.strip_suffix("-from-Unicode") {
        return from_unicode(ordering);
    }
    let table = Table::find(name)?;
    let mut text = table.preamble()?;
    for block in table.blocks()? {
        block.write(&mut text)?;
    }
    Some(text)
}

/// The CMap that takes UTF-16 to the collection's characters.
fn from_unicode(ordering: &str) -> Option<String> {
    let table = Table::find(&format!("Adobe-{ordering}-UCS2"))?;
    let mut cid_of = BTreeMap::new();
    for range in table.blocks()?.iter().flat_map(|block| &block.ranges) {
        for step in 0..range.count {
            // Of several characters the first is the plain one.
            cid_of.entry(range.value + step).or_insert(range.first + step);
        }
    }
    let mut text = Table { name: "", ..table }.preamble()?;
    text.push_str("begincidchar\n");
    for (unicode, cid) in cid_of {
        writeln!(text, "<{}> {cid}", utf16(unicode)?).ok()?;
    }
    text.push_str("endcidchar\n");
    Some(text)
}

fn utf16(unicode: u32) -> Option<String> {
    let mut units = [0; 2];
    Some(char::from_u32(unicode)?.encode_utf16(&mut units).iter().map(|unit| format!("{unit:04X}")).collect())
}

struct Table {
    name: &'static str,
    /// The table that holds what this one does not; none where empty.
    base: &'static str,
    ordering: &'static str,
    supplement: u8,
    writing_mode: u8,
    body: &'static [u8],
}

impl Table {
    fn find(name: &str) -> Option<Self> {
        let mut packed = Packed::new(TABLES);
        while !packed.is_empty() {
            let table = Self::read(&mut packed)?;
            if table.name == name {
                return Some(table);
            }
        }
        None
    }

    fn read(packed: &mut Packed<'static>) -> Option<Self> {
        fn text(packed: &mut Packed<'static>) -> Option<&'static str> {
            let length = packed.byte()?;
            str::from_utf8(packed.bytes(length.into())?).ok()
        }
        let (name, base, ordering) = (text(packed)?, text(packed)?, text(packed)?);
        let (supplement, writing_mode) = (packed.byte()?, packed.byte()?);
        let length = packed.number()?;
        let body = packed.bytes(usize::try_from(length).ok()?)?;
        Some(Self { name, base, ordering, supplement, writing_mode, body })
    }

    fn blocks(&self) -> Option<Vec<Block>> {
        let mut packed = Packed::new(self.body);
        let mut blocks = Vec::new();
        while !packed.is_empty() {
            blocks.push(Block::read(&mut packed)?);
        }
        Some(blocks)
    }

    fn preamble(&self) -> Option<String> {
        let mut text = String::new();
        if !self.base.is_empty() {
            writeln!(text, "/{} usecmap", self.base).ok()?;
        }
        writeln!(
            text,
            "/CIDSystemInfo 3 dict dup begin /Registry (Adobe) def /Ordering ({}) def /Supplement {} def end \
             def /CMapName /{} def /WMode {} def",
            self.ordering, self.supplement, self.name, self.writing_mode
        )
        .ok()?;
        Some(text)
    }
}

struct Block {
    kind: u8,
    ranges: Vec<Range>,
}

/// Codes that follow one another, as their characters do.
struct Range {
    first: u32,
    count: u32,
    value: u32,
}

impl Block {
    fn read(packed: &mut Packed<'_>) -> Option<Self> {
        let kind = packed.byte()?;
        let count = usize::try_from(packed.number()?).ok()?;
        let (gaps, counts) = (packed.numbers(count)?, packed.numbers(count)?);
        let distances = packed.signed_numbers(count)?;
        let (mut end, mut next_value) = (0_u32, 0_u32);
        let mut ranges = Vec::with_capacity(count);
        for ((gap, less_one), distance) in gaps.into_iter().zip(counts).zip(distances) {
            let (first, count) = (end.checked_add(gap)?, less_one.checked_add(1)?);
            let value = next_value.checked_add_signed(distance)?;
            (end, next_value) = (first.checked_add(count)?, value.checked_add(count)?);
            ranges.push(Range { first, count, value });
        }
        Some(Self { kind, ranges })
    }

    fn write(&self, text: &mut String) -> Option<()> {
        let (word, code_bytes) = match self.kind {
            TO_UNICODE => ("bfrange", 2),
            bytes if bytes <= LONGEST_CODE => ("cidrange", bytes),
            bytes => ("notdefrange", bytes - LONGEST_CODE),
        };
        let digits = usize::from(code_bytes) * 2;
        writeln!(text, "begin{word}").ok()?;
        for &Range { first, count, value } in &self.ranges {
            let last = first + (count - 1);
            write!(text, "<{first:0digits$X}> <{last:0digits$X}> ").ok()?;
            match self.kind {
                TO_UNICODE => writeln!(text, "<{}>", utf16(value)?),
                _ => writeln!(text, "{value}"),
            }
            .ok()?;
        }
        writeln!(text, "end{word}").ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use hayro::hayro_interpret::hayro_cmap::{BfString, CMap};

    fn cmap(name: &str) -> CMap {
        CMap::parse(resolve(CMapName::from_bytes(name.as_bytes())).unwrap(), resolve).unwrap()
    }

    #[test]
    fn every_table_is_read_and_so_is_every_base() {
        let mut packed = Packed::new(TABLES);
        let mut count = 0;
        while !packed.is_empty() {
            let table = Table::read(&mut packed).unwrap();
            let collection = cmap(table.name).metadata().character_collection.clone();
            assert!(collection.is_some(), "{}", table.name);
            count += 1;
        }
        assert_eq!(count, 65);
    }

    #[test]
    fn codes_of_all_encodings_lead_to_the_characters_that_adobe_lists() {
        for (name, code, bytes, cid) in [
            ("90ms-RKSJ-H", 0x93FA, 2, 3284),
            ("90ms-RKSJ-H", 0x41, 1, 264),
            ("90msp-RKSJ-H", 0x41, 1, 34),
            ("90ms-RKSJ-V", 0x815B, 2, 7891),
            ("EUC-H", 0xC6FC, 2, 3284),
            ("UniJIS-UTF16-H", 0x65E5, 2, 3284),
            ("UniJIS-UTF16-H", 0xD840_DC0B, 4, 13_839),
            ("UniJIS-UCS2-HW-H", 0x41, 2, 264),
            ("GBK-EUC-H", 0xD6D0, 2, 4559),
            ("UniGB-UCS2-H", 0x4E2D, 2, 4559),
            ("ETen-B5-H", 0xA4A4, 2, 661),
            ("KSCms-UHC-H", 0xB0A1, 2, 1086),
            ("UniKS-UTF16-H", 0xAC00, 2, 1086),
        ] {
            assert_eq!(cmap(name).lookup_cid_code(code, bytes), Some(cid), "{name} {code:X}");
        }
        let unicode = |name: &str, cid| cmap(name).lookup_bf_string(cid);
        assert_eq!(unicode("Adobe-Japan1-UCS2", 3284), Some(BfString::Char('日')));
        assert_eq!(unicode("Adobe-Korea1-UCS2", 1086), Some(BfString::Char('가')));
        assert!(resolve(CMapName::from_bytes(b"No-Such-H")).is_none());
    }
}
