//! What an image inside a PDF says of itself, read before anything is decoded.

use hayro::hayro_interpret::Image;
use hayro::hayro_syntax::Filter;
use hayro::hayro_syntax::object::{Array, Dict, Object, Stream, String as PdfString};
use hayro::kurbo::{Affine, Rect};

/// The pixels that an image claims, whether or not they are there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Claim {
    pub(super) width_px: u32,
    pub(super) height_px: u32,
    /// Bytes a pixel once decoded.
    pub(super) pixel_bytes: u64,
}

impl Claim {
    pub(super) fn px(&self) -> u64 {
        u64::from(self.width_px) * u64::from(self.height_px)
    }

    /// The larger of what the dictionary and the coded data claim: decoders believe now one, now the other.
    pub(super) fn of(stream: &Stream<'_>) -> Self {
        let dict = stream.dict();
        let mut claim = Self {
            width_px: number(dict, "Width", "W"),
            height_px: number(dict, "Height", "H"),
            pixel_bytes: if is_one_component(stream) { 1 } else { 4 },
        };
        let coded = match stream.filters().last() {
            Some(Filter::CcittFaxDecode) => Some((number(&last_params(dict), "Columns", "Columns"), 0)),
            Some(Filter::Jbig2Decode) if stream.filters().len() == 1 => jbig2_size(&stream.raw_data()),
            Some(Filter::JpxDecode) if stream.filters().len() == 1 => jpx_size(&stream.raw_data()),
            _ => None,
        };
        if let Some((width_px, height_px)) = coded {
            claim.width_px = claim.width_px.max(width_px);
            claim.height_px = claim.height_px.max(height_px);
        }
        claim
    }

    /// The image's own claim and that of its masks.
    pub(super) fn all(image: &Image<'_, '_>) -> Vec<Self> {
        with_stream(image, |stream| {
            let masks = ["SMask", "Mask"].iter().filter_map(|key| stream.dict().get::<Stream<'_>>(key));
            std::iter::once(Self::of(stream)).chain(masks.map(|mask| Self::of(&mask))).collect()
        })
    }
}

pub(super) fn with_stream<T>(image: &Image<'_, '_>, read: impl FnOnce(&Stream<'_>) -> T) -> T {
    match image {
        Image::Raster(raster) => read(raster.stream()),
        Image::Stencil(stencil) => read(stencil.stream()),
    }
}

/// Where the image lies on the page.
pub(super) fn area(image: &Image<'_, '_>, transform: Affine) -> Rect {
    let size = Rect::new(0.0, 0.0, f64::from(image.width()), f64::from(image.height()));
    transform.transform_rect_bbox(size)
}

/// A picture that lets nothing shine through.
pub(super) fn is_opaque(image: &Image<'_, '_>) -> bool {
    matches!(image, Image::Raster(_))
        && with_stream(image, |stream| {
            ["SMask", "Mask", "SMaskInData"].iter().all(|key| !stream.dict().contains_key(key))
        })
}

/// Is the image black and white, 1 bit a pixel? And if so, is a set bit white, once CCITT and JBIG2 are
/// undone as the standard says?
pub(super) fn set_bit_is_white(stream: &Stream<'_>) -> Option<bool> {
    let dict = stream.dict();
    let coded_as_bits = matches!(stream.filters().last(), Some(Filter::CcittFaxDecode | Filter::Jbig2Decode));
    if !coded_as_bits && number(dict, "BitsPerComponent", "BPC") != 1 {
        return None;
    }
    let set_is_white = match color_space(dict) {
        None if coded_as_bits => true,
        Some(Object::Name(name)) if matches!(&*name, b"DeviceGray" | b"G" | b"CalGray") => true,
        Some(Object::Array(array)) => {
            let mut parts = array.iter::<Object<'_>>();
            match parts.next() {
                Some(Object::Name(name)) if matches!(&*name, b"CalGray" | b"DeviceGray") => true,
                Some(Object::Name(name)) if &*name == b"ICCBased" => match parts.next() {
                    Some(Object::Stream(profile)) if profile.dict().get::<u32>("N") == Some(1) => true,
                    _ => return None,
                },
                Some(Object::Name(name)) if matches!(&*name, b"Indexed" | b"I") => {
                    second_color_is_white(parts.next()?, parts.nth(1)?)?
                }
                _ => return None,
            }
        }
        _ => return None,
    };
    let decode = dict.get::<Array<'_>>("Decode").or_else(|| dict.get::<Array<'_>>("D"));
    let is_inverted = decode.and_then(|array| array.iter::<f32>().next()).is_some_and(|first| first >= 0.5);
    Some(set_is_white != is_inverted)
}

/// A palette of black and white or white and black; none of anything else.
fn second_color_is_white(base: Object<'_>, palette: Object<'_>) -> Option<bool> {
    let components = match base {
        Object::Name(name) if &*name == b"DeviceRGB" => 3,
        Object::Name(name) if &*name == b"DeviceGray" => 1,
        Object::Array(array) => {
            // An ICC profile says how many components it has.
            let profile = array.iter::<Object<'_>>().nth(1)?;
            match profile {
                Object::Stream(profile) => profile.dict().get::<usize>("N").filter(|n| matches!(n, 1 | 3))?,
                _ => return None,
            }
        }
        _ => return None,
    };
    let bytes = match palette {
        Object::String(string) => PdfString::as_bytes(&string).to_vec(),
        Object::Stream(stream) => stream.decoded_data().ok()?.into_owned(),
        _ => return None,
    };
    let (first, second) = (bytes.get(..components)?, bytes.get(components..2 * components)?);
    let all = |color: &[u8], value: u8| color.iter().all(|byte| *byte == value);
    match (all(first, 0) && all(second, 255), all(first, 255) && all(second, 0)) {
        (true, _) => Some(true),
        (_, true) => Some(false),
        _ => None,
    }
}

fn color_space<'a>(dict: &Dict<'a>) -> Option<Object<'a>> {
    dict.get::<Object<'_>>("ColorSpace").or_else(|| dict.get::<Object<'_>>("CS"))
}

fn is_one_component(stream: &Stream<'_>) -> bool {
    let dict = stream.dict();
    let is_mask = dict.get::<bool>("ImageMask").or_else(|| dict.get::<bool>("IM")).unwrap_or(false);
    let is_grey =
        matches!(color_space(dict), Some(Object::Name(name)) if matches!(&*name, b"DeviceGray" | b"G"));
    is_mask || is_grey || set_bit_is_white(stream).is_some()
}

pub(super) fn number(dict: &Dict<'_>, key: &str, short: &str) -> u32 {
    dict.get::<u32>(key).or_else(|| dict.get::<u32>(short)).unwrap_or(0)
}

/// The parameters of the last filter.
pub(super) fn last_params<'a>(dict: &Dict<'a>) -> Dict<'a> {
    let single = || dict.get::<Dict<'_>>("DecodeParms").or_else(|| dict.get::<Dict<'_>>("DP"));
    let several = || dict.get::<Array<'_>>("DecodeParms").or_else(|| dict.get::<Array<'_>>("DP"));
    let last = || several()?.iter::<Object<'_>>().last()?.into_dict();
    single().or_else(last).unwrap_or_default()
}

fn jbig2_size(data: &[u8]) -> Option<(u32, u32)> {
    let page = hayro_jbig2::Page::new_embedded(data, None, &hayro_jbig2::DecodeSettings::default()).ok()?;
    Some((page.width(), page.height()))
}

/// The size in the SIZ segment, the first of a JPEG 2000 codestream.
fn jpx_size(data: &[u8]) -> Option<(u32, u32)> {
    const CODESTREAM_THEN_SIZ: [u8; 4] = [0xff, 0x4f, 0xff, 0x51];
    let at = data.windows(4).position(|window| window == CODESTREAM_THEN_SIZ)?;
    let field = |offset: usize| {
        let bytes = data.get(at + offset..at + offset + 4)?;
        Some(u32::from_be_bytes(bytes.try_into().ok()?))
    };
    let (right, lower, left, upper) = (field(8)?, field(12)?, field(16)?, field(20)?);
    Some((right.saturating_sub(left), lower.saturating_sub(upper)))
}
