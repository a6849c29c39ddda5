//! TIFF: every page, every compression that scanners and CAD programs write, part by part.
//!
//! [`directory`] reads [`tags`]; [`layout`] decides from them what a picture is and takes ([`compression`],
//! [`color`]); [`parts`] unpacks its strips and tiles ([`unpack`], [`fax`], [`jpeg`]) into rows, and [`paint`]
//! turns their samples into pixels.
//! The crate `tiff` is not used: it refuses whole files for pages or tags that it does not know.

mod directory;
mod tags;
mod compression;
mod color;
mod layout;
mod unpack;
mod fax;
mod jpeg;
mod parts;
mod paint;

use super::{Bytes, Header, Raster};
use crate::canvas::Canvas;
use crate::orientation::Orientation;
use crate::pixels::Depth;
use crate::{Budget, Notice, PageError};
use directory::{Directory, File, damaged, unsupported};
use layout::Layout;
use std::collections::HashSet;
use tags::{
    IMAGE_LENGTH, IMAGE_WIDTH, NEW_SUBFILE_TYPE, ORIENTATION, PHOTOMETRIC, RESOLUTION_UNIT, SUBFILE_TYPE,
    X_RESOLUTION, Y_RESOLUTION,
};

const CM_PER_INCH: f64 = 2.54;

pub(super) struct Tiff {
    file: File,
    pages: Vec<TiffPage>,
    /// Directories that hold no picture.
    pictureless: usize,
}

struct TiffPage {
    header: Header,
    /// A page that cannot be decoded is still a page: the others open, and it says itself what is wrong.
    layout: Result<Layout, PageError>,
}

impl Tiff {
    pub(super) fn open(bytes: Bytes, budget: &Budget) -> Result<Self, PageError> {
        let (file, first_at) = File::open(bytes)?;
        let (mut pages, mut small_copies) = (Vec::new(), Vec::new());
        let mut pictureless = 0;
        let mut seen = HashSet::new();
        let mut at = first_at;
        // A list that comes back to where it was has no further pages.
        while at != 0 && seen.insert(at) {
            if seen.len() > budget.max_pages {
                return Err(unsupported(format!("more than {} pages", budget.max_pages)));
            }
            let directory = file.directory(at)?;
            at = directory.next_at;
            match TiffPage::read(&file, &directory) {
                None => pictureless += 1,
                Some(page) if is_beside_a_page(&file, &directory) => small_copies.push(page),
                Some(page) => pages.push(page),
            }
        }
        // A thumbnail that is all there is, is the page.
        if pages.is_empty() {
            pages = small_copies;
        }
        if pages.is_empty() {
            return Err(damaged("it has no picture with a size"));
        }
        Ok(Self { file, pages, pictureless })
    }

    fn page(&self, index: usize) -> Result<&TiffPage, PageError> {
        self.pages.get(index).ok_or(PageError::NoSuchPage { index, count: self.pages.len() })
    }
}

impl Raster for Tiff {
    fn page_count(&self) -> usize {
        self.pages.len()
    }

    fn header(&self, index: usize) -> Result<Header, PageError> {
        Ok(self.page(index)?.header.clone())
    }

    fn decode(&self, index: usize, canvas: &mut Canvas<'_>) -> Result<(), PageError> {
        match &self.page(index)?.layout {
            Ok(layout) => parts::decode(&self.file, layout, canvas),
            Err(error) => Err(error.clone()),
        }
    }

    fn notices(&self) -> Vec<Notice> {
        let notice = |count: usize| Notice {
            code: "pages-without-picture".to_owned(),
            page: None,
            message: format!("{count} of the pages that this TIFF lists hold no picture and are left out."),
        };
        Some(self.pictureless).filter(|count| *count > 0).map(notice).into_iter().collect()
    }
}

impl TiffPage {
    /// None where the directory describes no picture.
    fn read(file: &File, tags: &Directory) -> Option<Self> {
        let side = |tag| u32::try_from(file.number(tags.get(tag)?, 0)?).ok().filter(|px| *px > 0);
        let (width_px, height_px) = (side(IMAGE_WIDTH)?, side(IMAGE_LENGTH)?);
        let layout = Layout::read(file, tags, width_px, height_px);
        let orientation = tags.get(ORIENTATION).and_then(|values| file.number(values, 0)).unwrap_or(1);
        let header = Header {
            width_px,
            height_px,
            depth: layout.as_ref().map_or(Depth::Grey, Layout::depth),
            orientation: Orientation::from_exif(u32::try_from(orientation).unwrap_or(1)),
            dpi: dpi(file, tags),
            beside_bytes: layout.as_ref().map_or(0, |layout| layout.beside_bytes(file)),
        };
        Some(Self { header, layout })
    }
}

/// Is this a thumbnail of another page, or a mask for one?
fn is_beside_a_page(file: &File, tags: &Directory) -> bool {
    const REDUCED: u64 = 1;
    const MASK: u64 = 4;
    let number = |tag| tags.get(tag).and_then(|values| file.number(values, 0));
    number(NEW_SUBFILE_TYPE).is_some_and(|kind| kind & (REDUCED | MASK) != 0)
        // The same in the files of the eighties.
        || number(SUBFILE_TYPE) == Some(2)
        || number(PHOTOMETRIC) == Some(MASK)
}

fn dpi(file: &File, tags: &Directory) -> Option<(f32, f32)> {
    let per_inch = match tags.get(RESOLUTION_UNIT).and_then(|values| file.number(values, 0)) {
        None | Some(2) => 1.0,
        Some(3) => CM_PER_INCH,
        Some(_) => return None,
    };
    let density = |tag| {
        let density = file.real(tags.get(tag)?, 0)? * per_inch;
        (density > 0.0).then_some(density as f32)
    };
    match (density(X_RESOLUTION), density(Y_RESOLUTION)) {
        (Some(x), Some(y)) => Some((x, y)),
        (x, y) => x.or(y).map(|both| (both, both)),
    }
}
