//! Writes TIFF files that no program would: every value a LONG, directory first, then the parts.

pub(crate) const WIDTH: u16 = 256;
pub(crate) const HEIGHT: u16 = 257;
pub(crate) const BITS: u16 = 258;
pub(crate) const COMPRESSION: u16 = 259;
pub(crate) const PHOTOMETRIC: u16 = 262;
pub(crate) const OFFSETS: u16 = 273;
pub(crate) const SAMPLES: u16 = 277;
pub(crate) const ROWS_PER_STRIP: u16 = 278;
pub(crate) const BYTE_COUNTS: u16 = 279;
pub(crate) const PLANAR: u16 = 284;
pub(crate) const TILE_WIDTH: u16 = 322;
pub(crate) const TILE_HEIGHT: u16 = 323;
pub(crate) const EXTRA_SAMPLES: u16 = 338;
pub(crate) const SAMPLE_FORMAT: u16 = 339;
pub(crate) const JPEG_STREAM: u16 = 513;
pub(crate) const JPEG_STREAM_BYTES: u16 = 514;

pub(crate) type Tag = (u16, Vec<u32>);

/// A page's tags and parts. Offsets and byte counts are filled in unless given; empty ones are left out.
pub(crate) struct Picture {
    pub(crate) tags: Vec<Tag>,
    pub(crate) parts: Vec<Vec<u8>>,
}

/// A grey page of 8 bits, to be changed by `more`.
pub(crate) fn grey(width: u32, height: u32, more: &[(u16, u32)], part: &[u8]) -> Picture {
    let mut picture = Picture {
        tags: vec![
            (WIDTH, vec![width]),
            (HEIGHT, vec![height]),
            (BITS, vec![8]),
            (COMPRESSION, vec![1]),
            (PHOTOMETRIC, vec![1]),
        ],
        parts: vec![part.to_vec()],
    };
    for &(tag, value) in more {
        picture.set(tag, &[value]);
    }
    picture
}

impl Picture {
    pub(crate) fn set(&mut self, tag: u16, values: &[u32]) {
        self.tags.retain(|(own, _)| *own != tag);
        self.tags.push((tag, values.to_vec()));
    }

    pub(crate) fn without(mut self, tag: u16) -> Self {
        self.set(tag, &[]);
        self
    }

    pub(crate) fn file(self) -> Vec<u8> {
        file(vec![self], 0)
    }
}

/// Pages one after another; the last one's pointer leads to directory `last_leads_to` (counted from 1) or, 0,
/// nowhere.
pub(crate) fn file(pictures: Vec<Picture>, last_leads_to: usize) -> Vec<u8> {
    let mut out = vec![b'I', b'I', 42, 0, 8, 0, 0, 0];
    let mut starts = Vec::new();
    let count = pictures.len();
    for (index, mut picture) in pictures.into_iter().enumerate() {
        starts.push(out.len());
        for tag in [OFFSETS, BYTE_COUNTS] {
            if !picture.tags.iter().any(|(own, _)| *own == tag) {
                picture.set(tag, &vec![u32::MAX; picture.parts.len()]);
            }
        }
        picture.tags.retain(|(_, values)| !values.is_empty());
        picture.tags.sort();
        let directory_bytes = 2 + picture.tags.len() * 12 + 4;
        let lists_at = out.len() + directory_bytes;
        let lists_bytes: usize = picture
            .tags
            .iter()
            .filter(|(_, values)| values.len() > 1)
            .map(|(_, values)| values.len() * 4)
            .sum();
        let mut part_at = lists_at + lists_bytes;
        let offsets: Vec<u32> = picture
            .parts
            .iter()
            .map(|part| {
                part_at += part.len();
                (part_at - part.len()) as u32
            })
            .collect();
        let counts: Vec<u32> = picture.parts.iter().map(|part| part.len() as u32).collect();
        let mut lists = Vec::new();
        out.extend((picture.tags.len() as u16).to_le_bytes());
        for (tag, values) in &picture.tags {
            let values = match *tag {
                OFFSETS | JPEG_STREAM if values.contains(&u32::MAX) => &offsets,
                BYTE_COUNTS if values.contains(&u32::MAX) => &counts,
                _ => values,
            };
            out.extend(tag.to_le_bytes());
            out.extend(4_u16.to_le_bytes());
            out.extend((values.len() as u32).to_le_bytes());
            if let [value] = values.as_slice() {
                out.extend(value.to_le_bytes());
            } else {
                out.extend(((lists_at + lists.len()) as u32).to_le_bytes());
                lists.extend(values.iter().flat_map(|value| value.to_le_bytes()));
            }
        }
        let next = if index + 1 < count {
            part_at
        } else {
            starts.get(last_leads_to.wrapping_sub(1)).copied().unwrap_or(0)
        };
        out.extend((next as u32).to_le_bytes());
        out.extend(lists);
        out.extend(picture.parts.concat());
    }
    out
}
