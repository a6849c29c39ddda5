/// Why a decode was asked to stop.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stop {
    /// The caller does not want the page any more.
    Cancelled,
    /// The caller's time is up.
    DeadlineExceeded,
}

/// Follows a decode and may stop it: told `(done, total)` in rows every few rows or bands.
///
/// Any `FnMut(u64, u64) -> Result<(), Stop>` is one; [`Unwatched`] never stops.
pub trait Watch {
    /// Called with the rows done so far; an error ends the decode with it.
    fn at(&mut self, done: u64, total: u64) -> Result<(), Stop>;
}

impl<F: FnMut(u64, u64) -> Result<(), Stop>> Watch for F {
    fn at(&mut self, done: u64, total: u64) -> Result<(), Stop> {
        self(done, total)
    }
}

/// Lets the decode run to its end.
#[derive(Debug, Clone, Copy, Default)]
pub struct Unwatched;

impl Watch for Unwatched {
    fn at(&mut self, _: u64, _: u64) -> Result<(), Stop> {
        Ok(())
    }
}
