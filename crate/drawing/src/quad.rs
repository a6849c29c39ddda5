use serde::{Deserialize, Serialize};

/// x to the right, y down.
pub type Point = [f64; 2];

/// A box of any angle: from the text's own upper left, clockwise.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Quad(pub [Point; 4]);

/// A text's own axes: along its reading direction, and down towards its foot. Both are of length 1.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Axes {
    pub(crate) along: Point,
    pub(crate) down: Point,
}

impl Axes {
    pub(crate) fn at_angle(angle_deg: f64) -> Self {
        let angle = angle_deg.to_radians();
        Self::along([libm::cos(angle), libm::sin(angle)])
    }

    fn along(along: Point) -> Self {
        Self { along, down: [-along[1], along[0]] }
    }

    /// The box from `left` to `right` along and from `top` to `bottom` down, from the page's own origin.
    pub(crate) fn quad(&self, left: f64, top: f64, right: f64, bottom: f64) -> Quad {
        let at = |x, y| plus(times(self.along, x), times(self.down, y));
        Quad([at(left, top), at(right, top), at(right, bottom), at(left, bottom)])
    }
}

/// What a quad covers along some axes: x along them, y down.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Extent {
    pub(crate) left: f64,
    pub(crate) right: f64,
    pub(crate) top: f64,
    pub(crate) bottom: f64,
}

impl Extent {
    pub(crate) fn height(self) -> f64 {
        self.bottom - self.top
    }

    pub(crate) fn union(self, other: Self) -> Self {
        Self {
            left: self.left.min(other.left),
            right: self.right.max(other.right),
            top: self.top.min(other.top),
            bottom: self.bottom.max(other.bottom),
        }
    }

    pub(crate) fn quad(self, axes: &Axes) -> Quad {
        axes.quad(self.left, self.top, self.right, self.bottom)
    }
}

impl Quad {
    /// Along the reading direction.
    #[must_use]
    pub fn width(&self) -> f64 {
        length(minus(self.0[1], self.0[0]))
    }

    /// Across the reading direction.
    #[must_use]
    pub fn height(&self) -> f64 {
        length(minus(self.0[3], self.0[0]))
    }

    /// The mean of the corners.
    #[must_use]
    pub fn middle(&self) -> Point {
        times(self.0.iter().copied().fold([0.0; 2], plus), 0.25)
    }

    /// The least and the greatest x and y.
    #[must_use]
    pub fn bounds(&self) -> (Point, Point) {
        let pick = |of: fn(f64, f64) -> f64| {
            self.0[1..].iter().fold(self.0[0], |a, b| [of(a[0], b[0]), of(a[1], b[1])])
        };
        (pick(f64::min), pick(f64::max))
    }

    /// Of the reading direction, clockwise from the page's x axis.
    #[must_use]
    pub fn angle_deg(&self) -> f64 {
        let along = minus(self.0[1], self.0[0]);
        libm::atan2(along[1], along[0]).to_degrees()
    }

    /// With every coordinate multiplied.
    #[must_use]
    pub fn scaled(&self, factor: f64) -> Self {
        Self(self.0.map(|point| times(point, factor)))
    }

    /// With every side moved outward.
    #[must_use]
    pub fn grown(&self, margin: f64) -> Self {
        let Axes { along, down } = self.axes();
        let (along, down) = (times(along, margin), times(down, margin));
        let Self([a, b, c, d]) = *self;
        let corner = |point, x: f64, y: f64| plus(point, plus(times(along, x), times(down, y)));
        Self([corner(a, -1.0, -1.0), corner(b, 1.0, -1.0), corner(c, 1.0, 1.0), corner(d, -1.0, 1.0)])
    }

    /// As it reads from its other end.
    #[must_use]
    pub fn turned_round(&self) -> Self {
        let Self([a, b, c, d]) = *self;
        Self([c, d, a, b])
    }

    /// Whether a point lies within, and not on an edge.
    #[must_use]
    pub fn holds(&self, point: Point) -> bool {
        (0..4).all(|i| {
            let (from, to) = (self.0[i], self.0[(i + 1) % 4]);
            cross(minus(to, from), minus(point, from)) > 0.0
        })
    }

    pub(crate) fn extent(&self, axes: &Axes) -> Extent {
        let range = |axis| {
            let places = self.0.map(|corner| dot(corner, axis));
            (
                places.into_iter().fold(f64::INFINITY, f64::min),
                places.into_iter().fold(f64::NEG_INFINITY, f64::max),
            )
        };
        let ((left, right), (top, bottom)) = (range(axes.along), range(axes.down));
        Extent { left, right, top, bottom }
    }

    pub(crate) fn axes(&self) -> Axes {
        let along = minus(self.0[1], self.0[0]);
        Axes::along(times(along, 1.0 / length(along).max(1e-6)))
    }
}

pub(crate) fn plus(a: Point, b: Point) -> Point {
    [a[0] + b[0], a[1] + b[1]]
}

pub(crate) fn minus(a: Point, b: Point) -> Point {
    [a[0] - b[0], a[1] - b[1]]
}

pub(crate) fn times(a: Point, factor: f64) -> Point {
    [a[0] * factor, a[1] * factor]
}

pub(crate) fn dot(a: Point, b: Point) -> f64 {
    a[0] * b[0] + a[1] * b[1]
}

fn cross(a: Point, b: Point) -> f64 {
    a[0] * b[1] - a[1] * b[0]
}

fn length(a: Point) -> f64 {
    dot(a, a).sqrt()
}
