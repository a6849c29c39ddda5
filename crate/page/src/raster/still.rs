//! WebP and BMP: decoded whole by `image`, since their decoders hand out no rows.

use super::{Bytes, Header, Raster, cursor};
use crate::canvas::Canvas;
use crate::orientation::Orientation;
use crate::pixels::Depth;
use crate::{Format, PageError};
use image::codecs::{bmp::BmpDecoder, webp::WebPDecoder};
use image::error::ImageError;
use image::{ColorType, ImageDecoder};

const INCH_PER_METRE: f32 = 39.370_08;

pub(super) struct Still {
    format: Format,
    bytes: Bytes,
    header: Header,
}

impl Still {
    pub(super) fn open(format: Format, bytes: Bytes) -> Result<Self, PageError> {
        let mut decoder = decoder(format, &bytes)?;
        let (width_px, height_px) = decoder.dimensions();
        let orientation = decoder.orientation().unwrap_or(image::metadata::Orientation::NoTransforms);
        let header = Header {
            width_px,
            height_px,
            depth: Depth::Grey,
            orientation: Orientation::from_exif(u32::from(orientation.to_exif())),
            dpi: if format == Format::Bmp { bmp_dpi(&bytes) } else { None },
            beside_bytes: decoder.total_bytes(),
        };
        Ok(Self { format, bytes, header })
    }
}

impl Raster for Still {
    fn header(&self, _: usize) -> Result<Header, PageError> {
        Ok(self.header.clone())
    }

    fn decode(&self, _: usize, canvas: &mut Canvas<'_>) -> Result<(), PageError> {
        let decoder = decoder(self.format, &self.bytes)?;
        let color = decoder.color_type();
        let mut pixels = vec![0; usize::try_from(decoder.total_bytes()).unwrap_or(usize::MAX)];
        decoder.read_image(&mut pixels).map_err(|error| broken(self.format, error))?;
        let stride = canvas.width_px() as usize * usize::from(color.bytes_per_pixel());
        for row in pixels.chunks_exact(stride) {
            match color {
                ColorType::L8 => canvas.push_grey(row)?,
                ColorType::La8 => canvas.push_grey_alpha(row)?,
                ColorType::Rgb8 => canvas.push_rgb(row)?,
                ColorType::Rgba8 => canvas.push_rgba(row)?,
                other => {
                    return Err(PageError::Unsupported {
                        format: self.format,
                        feature: format!("{other:?} pixels"),
                    });
                }
            }
        }
        Ok(())
    }
}

fn decoder(format: Format, bytes: &Bytes) -> Result<Box<dyn ImageDecoder>, PageError> {
    let read = cursor(bytes);
    let decoder: Result<Box<dyn ImageDecoder>, ImageError> = match format {
        Format::WebP => WebPDecoder::new(read).map(|decoder| Box::new(decoder) as _),
        _ => BmpDecoder::new(read).map(|decoder| Box::new(decoder) as _),
    };
    decoder.map_err(|error| broken(format, error))
}

/// The density in a BMP's information header, in pixels per metre.
fn bmp_dpi(bytes: &[u8]) -> Option<(f32, f32)> {
    let at = |offset: usize| {
        let field: [u8; 4] = bytes.get(offset..offset + 4)?.try_into().ok()?;
        Some(i32::from_le_bytes(field) as f32 / INCH_PER_METRE)
    };
    Some((at(38)?, at(42)?)).filter(|(x, y)| *x > 0.0 && *y > 0.0)
}

fn broken(format: Format, error: ImageError) -> PageError {
    match error {
        ImageError::IoError(error) if error.kind() == std::io::ErrorKind::UnexpectedEof => {
            PageError::Truncated { format, detail: "it ends in the middle of its data".into() }
        }
        ImageError::Unsupported(error) => PageError::Unsupported { format, feature: error.to_string() },
        other => PageError::Damaged { format, detail: other.to_string() },
    }
}
