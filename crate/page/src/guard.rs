use crate::{Format, PageError};
use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// Runs a decoder; a panic inside it becomes [`PageError::Crashed`]. The decoder is not used again after
/// one: its page is lost, the caller's program is not. In the browser a panic ends the module instead, and
/// the worker is started anew.
pub(crate) fn guarded<T>(
    format: Format,
    work: impl FnOnce() -> Result<T, PageError>,
) -> Result<T, PageError> {
    catch_unwind(AssertUnwindSafe(work))
        .unwrap_or_else(|payload| Err(PageError::Crashed { format, detail: words(payload.as_ref()) }))
}

fn words(payload: &(dyn Any + Send)) -> String {
    payload
        .downcast_ref::<&str>()
        .map(|words| (*words).to_owned())
        .or_else(|| payload.downcast_ref::<String>().cloned())
        .unwrap_or_else(|| "it gave no reason".to_owned())
}
