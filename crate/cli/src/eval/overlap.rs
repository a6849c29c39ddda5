//! How much two boxes share.

use draftlens_drawing::{Point, Quad};

/// A convex outline, clockwise on the screen.
pub(super) struct Outline(Vec<Point>);

impl Outline {
    /// The hull of a quad, whatever the order of its corners.
    pub(super) fn of(quad: &Quad) -> Self {
        let mut corners = quad.0.to_vec();
        corners.sort_by(|a, b| a[0].total_cmp(&b[0]).then(a[1].total_cmp(&b[1])));
        let mut hull = Vec::new();
        for points in [corners.clone(), corners.into_iter().rev().collect()] {
            let start = hull.len();
            for point in points {
                while hull.len() >= start + 2
                    && side(hull[hull.len() - 2], hull[hull.len() - 1], point) <= 0.0
                {
                    hull.pop();
                }
                hull.push(point);
            }
            hull.pop();
        }
        Self(hull)
    }

    fn edges(&self) -> impl Iterator<Item = (Point, Point)> {
        self.0.iter().copied().zip(self.0.iter().copied().cycle().skip(1))
    }

    pub(super) fn area(&self) -> f64 {
        self.edges().map(|(a, b)| a[0] * b[1] - b[0] * a[1]).sum::<f64>() / 2.0
    }

    pub(super) fn centroid(&self) -> Point {
        let sum = |i: usize| -> f64 {
            self.edges().map(|(a, b)| (a[i] + b[i]) * (a[0] * b[1] - b[0] * a[1])).sum()
        };
        let area = self.area().max(f64::MIN_POSITIVE);
        [sum(0) / (6.0 * area), sum(1) / (6.0 * area)]
    }

    pub(super) fn holds(&self, point: Point) -> bool {
        !self.0.is_empty() && self.edges().all(|(from, to)| side(from, to, point) > 0.0)
    }

    /// What both cover.
    pub(super) fn shared(&self, other: &Self) -> Self {
        let mut rest = self.0.clone();
        for (from, to) in other.edges() {
            let whole = std::mem::take(&mut rest);
            for (at, &point) in whole.iter().enumerate() {
                let before = whole[(at + whole.len() - 1) % whole.len()];
                let (was, is) = (side(from, to, before), side(from, to, point));
                if (was < 0.0) != (is < 0.0) {
                    let part = was / (was - is);
                    rest.push([0, 1].map(|i| before[i] + part * (point[i] - before[i])));
                }
                if is >= 0.0 {
                    rest.push(point);
                }
            }
        }
        Self(rest)
    }

    /// The shared area as a part of what either covers.
    pub(super) fn overlap(&self, other: &Self) -> f64 {
        let shared = self.shared(other).area();
        if shared > 0.0 { shared / (self.area() + other.area() - shared) } else { 0.0 }
    }
}

/// Above 0 where a point lies to the right of the way from one to the next, as seen on the screen.
fn side(from: Point, to: Point, point: Point) -> f64 {
    (to[0] - from[0]) * (point[1] - from[1]) - (to[1] - from[1]) * (point[0] - from[0])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn square(x: f64, y: f64, side: f64) -> Outline {
        Outline::of(&Quad([[x, y], [x + side, y], [x + side, y + side], [x, y + side]]))
    }

    #[test]
    fn overlaps_are_those_worked_out_by_hand() {
        assert!((square(0.0, 0.0, 2.0).overlap(&square(1.0, 0.0, 2.0)) - 1.0 / 3.0).abs() < 1e-12);
        assert!((square(0.0, 0.0, 2.0).overlap(&square(0.0, 0.0, 2.0)) - 1.0).abs() < 1e-12);
        assert_eq!(square(0.0, 0.0, 2.0).overlap(&square(5.0, 5.0, 2.0)), 0.0);
        // A square and the same square on its corner share an octagon of 2(√2 − 1) of its area.
        let half = f64::sqrt(2.0);
        let turned = Outline::of(&Quad([[0.0, -half], [half, 0.0], [0.0, half], [-half, 0.0]]));
        let shared = square(-1.0, -1.0, 2.0).shared(&turned).area();
        assert!((shared - 8.0 * (half - 1.0)).abs() < 1e-9, "{shared}");
    }

    #[test]
    fn the_order_of_corners_does_not_matter() {
        let (one, other) = (
            [[0.0, 0.0], [4.0, 0.0], [4.0, 2.0], [0.0, 2.0]],
            [[0.0, 2.0], [4.0, 2.0], [4.0, 0.0], [0.0, 0.0]],
        );
        for corners in [one, other] {
            let outline = Outline::of(&Quad(corners));
            assert_eq!((outline.area(), outline.centroid()), (8.0, [2.0, 1.0]));
            assert!(outline.holds([1.0, 1.0]) && !outline.holds([5.0, 1.0]));
        }
    }
}
