/// The best of many, without holding all of them.
pub(crate) struct Nearest {
    most: usize,
    best: Vec<(f32, u32)>,
    /// What a score must exceed to be among the best.
    floor: f32,
}

impl Nearest {
    pub(crate) fn new(most: usize) -> Self {
        Self { most, best: Vec::new(), floor: f32::NEG_INFINITY }
    }

    /// Rows come in the order of their numbers: of equal ones the first is kept.
    #[inline]
    pub(crate) fn tell(&mut self, score: f32, row: u32) {
        if score > self.floor {
            self.best.push((score, row));
            if self.best.len() >= 2 * self.most.max(512) {
                self.keep_best();
            }
        }
    }

    fn keep_best(&mut self) {
        if self.best.len() <= self.most {
            return;
        }
        self.best.select_nth_unstable_by(self.most, better_first);
        self.best.truncate(self.most);
        self.floor = self.best.iter().map(|(score, _)| *score).fold(f32::INFINITY, f32::min);
    }

    /// Score and row, best first.
    pub(crate) fn into_sorted(mut self) -> Vec<(f32, u32)> {
        self.keep_best();
        self.best.sort_unstable_by(better_first);
        self.best
    }
}

fn better_first(a: &(f32, u32), b: &(f32, u32)) -> std::cmp::Ordering {
    b.0.total_cmp(&a.0).then(a.1.cmp(&b.1))
}
