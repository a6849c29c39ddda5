//! Paper to 255 and the darkest ink to 0, whatever the paper and the pencil.

use crate::manifest::Normalisation;

/// Stretches in place. A sheet that is darker than its lines is turned round.
pub(crate) fn stretch(pixels: &mut [u8], normalisation: &Normalisation) {
    let table = table(&histogram(pixels), normalisation);
    for pixel in pixels {
        *pixel = table[usize::from(*pixel)];
    }
}

fn histogram(pixels: &[u8]) -> [u32; 256] {
    // Four tables, so that runs of one grey do not wait for each other.
    let mut parts = [[0_u32; 256]; 4];
    for chunk in pixels.chunks(4) {
        for (part, &pixel) in parts.iter_mut().zip(chunk) {
            part[usize::from(pixel)] += 1;
        }
    }
    std::array::from_fn(|grey| parts.iter().map(|part| part[grey]).sum())
}

fn table(histogram: &[u32; 256], normalisation: &Normalisation) -> [u8; 256] {
    let paper = paper(histogram);
    let lighter: u64 = histogram[paper + 1..].iter().map(|&count| u64::from(count)).sum();
    let darker: u64 = histogram[..paper].iter().map(|&count| u64::from(count)).sum();
    if paper < 128 && lighter > darker {
        let mut turned = *histogram;
        turned.reverse();
        let table = upright(&turned, normalisation);
        return std::array::from_fn(|grey| table[255 - grey]);
    }
    upright(histogram, normalisation)
}

/// The grey around which most of these lie.
pub(crate) fn paper_of(pixels: &[u8]) -> usize {
    paper(&histogram(pixels))
}

/// For dark lines on light paper.
fn upright(histogram: &[u32; 256], normalisation: &Normalisation) -> [u8; 256] {
    let paper = paper(histogram) as f64;
    let total: u64 = histogram.iter().map(|&count| u64::from(count)).sum();
    let mut sum = 0;
    let inked = histogram.iter().position(|&count| {
        sum += u64::from(count);
        sum as f64 / total as f64 >= normalisation.ink_share
    });
    let dark = (inked.unwrap_or(255) as f64).min(paper - normalisation.least_contrast);
    let span = (paper - normalisation.paper_slack).max(1.0) - dark;
    std::array::from_fn(|grey| ((grey as f64 - dark) * 255.0 / span).clamp(0.0, 255.0) as u8)
}

/// The grey around which most pixels lie.
fn paper(histogram: &[u32; 256]) -> usize {
    let around = |grey: usize| -> u64 {
        histogram[grey.saturating_sub(4)..(grey + 5).min(256)].iter().map(|&count| u64::from(count)).sum()
    };
    // The first of equals.
    (0..256).rev().max_by_key(|&grey| around(grey)).unwrap_or(255)
}
