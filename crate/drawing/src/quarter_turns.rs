//! Between a page as it came and the sheet as it is read.

use crate::{Grey, Point};

/// How a page is turned to be read: so many quarter turns, clockwise.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct QuarterTurns(u8);

/// The left and upper edge of a rectangle, its width and its height.
pub(crate) type Rectangle = (usize, usize, usize, usize);

impl QuarterTurns {
    /// Four of them are none.
    #[must_use]
    pub fn new(count: u8) -> Self {
        Self(count % 4)
    }

    /// 0 to 3.
    #[must_use]
    pub fn count(self) -> u8 {
        self.0
    }

    /// Width and height, of the page from those of the sheet or the other way.
    pub(crate) fn size<T>(self, (width, height): (T, T)) -> (T, T) {
        if self.0.is_multiple_of(2) { (width, height) } else { (height, width) }
    }

    /// `size` is the page's.
    pub(crate) fn sheet_from_page(self, [x, y]: Point, (width, height): (f64, f64)) -> Point {
        match self.0 {
            0 => [x, y],
            1 => [height - y, x],
            2 => [width - x, height - y],
            _ => [y, width - x],
        }
    }

    /// `size` is the page's.
    pub(crate) fn page_from_sheet(self, point: Point, size: (f64, f64)) -> Point {
        self.back().sheet_from_page(point, self.size(size))
    }

    /// Where a rectangle of the sheet lies on a page of this size.
    pub(crate) fn rectangle_in_page(
        self,
        (x, y, width, height): Rectangle,
        (page_width, page_height): (usize, usize),
    ) -> Rectangle {
        match self.0 {
            0 => (x, y, width, height),
            1 => (y, page_height - x - width, height, width),
            2 => (page_width - x - width, page_height - y - height, width, height),
            _ => (page_width - y - height, x, height, width),
        }
    }

    /// A part of the page as it stands on the sheet.
    pub(crate) fn turned(self, part: Grey) -> Grey {
        let (width_px, height_px) = self.size((part.width_px, part.height_px));
        let from = &part.pixels;
        let pixels = match self.0 {
            0 => return part,
            2 => from.iter().rev().copied().collect(),
            quarter => {
                let mut pixels = Vec::with_capacity(from.len());
                for y in 0..height_px {
                    let column = if quarter == 1 { y } else { height_px - 1 - y };
                    let down = from.iter().skip(column).step_by(height_px);
                    if quarter == 1 { pixels.extend(down.rev()) } else { pixels.extend(down) }
                }
                pixels
            }
        };
        Grey { width_px, height_px, pixels }
    }

    fn back(self) -> Self {
        Self::new(4 - self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pixels_rectangles_and_points_turn_alike() {
        let (width, height) = (5, 3);
        let page = Grey { width_px: width, height_px: height, pixels: (0..15).collect() };
        let size = (width as f64, height as f64);
        for quarter_turns in (0..4).map(QuarterTurns::new) {
            let sheet = quarter_turns.turned(page.clone());
            for y in 0..sheet.height_px {
                for x in 0..sheet.width_px {
                    let middle = [x as f64 + 0.5, y as f64 + 0.5];
                    let [page_x, page_y] = quarter_turns.page_from_sheet(middle, size);
                    let pixel = page.row(page_y as usize)[page_x as usize];
                    assert_eq!(sheet.row(y)[x], pixel, "{quarter_turns:?}");
                    let (left, top, ..) = quarter_turns.rectangle_in_page((x, y, 1, 1), (width, height));
                    assert_eq!((left, top), (page_x as usize, page_y as usize), "{quarter_turns:?}");
                    assert_eq!(quarter_turns.sheet_from_page([page_x, page_y], size), middle);
                }
            }
        }
    }

    #[test]
    fn a_quarter_turn_is_clockwise() {
        let page = Grey { width_px: 2, height_px: 1, pixels: vec![1, 2] };
        let sheet = QuarterTurns::new(1).turned(page);
        assert_eq!((sheet.width_px, sheet.height_px, sheet.pixels), (1, 2, vec![1, 2]));
        assert_eq!(QuarterTurns::new(1).sheet_from_page([0.0, 0.0], (2.0, 1.0)), [1.0, 0.0]);
    }
}
