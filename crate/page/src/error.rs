use crate::{Format, Stop};
use serde::{Deserialize, Serialize};
use thiserror::Error;

/// Why a file or a page could not be opened. The message says what is wrong in the words of somebody who
/// buys machine parts; [`PageError::hint`] what to do; [`PageError::code`] is stable for programs.
#[derive(Debug, Clone, PartialEq, Error)]
#[non_exhaustive]
#[allow(missing_docs, reason = "the messages say it")]
pub enum PageError {
    #[error("The file is empty: it has 0 bytes.")]
    Empty,
    #[error("This is not a drawing file that can be opened: it starts with {starts_with}.")]
    UnknownFormat { starts_with: String },
    #[error("This {format} file uses {feature}, which cannot be opened yet.")]
    Unsupported { format: Format, feature: String },
    #[error("The {format} file is incomplete: {detail}.")]
    Truncated { format: Format, detail: String },
    #[error("The {format} file is damaged: {detail}.")]
    Damaged { format: Format, detail: String },
    #[error(
        "The page is too large: {width_px} × {height_px} pixels, where at most {limit_mpx} megapixels are opened."
    )]
    TooManyPixels { width_px: u64, height_px: u64, limit_mpx: u64 },
    #[error(
        "Opening this page would take {needed_mb} MB of memory, where at most {limit_mb} MB are allowed ({what})."
    )]
    TooMuchMemory { needed_mb: u64, limit_mb: u64, what: String },
    #[error("The file has {size_mb} MB, where at most {limit_mb} MB are opened.")]
    FileTooLarge { size_mb: u64, limit_mb: u64 },
    #[error("The PDF is protected: a password is needed to open it.")]
    PasswordNeeded,
    #[error("The PDF is protected, and the password given does not open it.")]
    PasswordWrong,
    #[error("There is no page {index} (counted from 0): the file has {count}.")]
    NoSuchPage { index: usize, count: usize },
    #[error("{dpi} dpi cannot be rendered: choose between {min} and {max}.")]
    BadDpi { dpi: f32, min: f32, max: f32 },
    #[error("Opening was cancelled.")]
    Cancelled,
    #[error("Opening took longer than allowed and was stopped.")]
    DeadlineExceeded,
    #[error("The reader of {format} files failed inside: {detail}.")]
    Crashed { format: Format, detail: String },
}

impl PageError {
    /// A stable word for programs: never renamed, never translated.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Empty => "empty",
            Self::UnknownFormat { .. } => "unknown-format",
            Self::Unsupported { .. } => "unsupported",
            Self::Truncated { .. } => "truncated",
            Self::Damaged { .. } => "damaged",
            Self::TooManyPixels { .. } => "too-many-pixels",
            Self::TooMuchMemory { .. } => "too-much-memory",
            Self::FileTooLarge { .. } => "file-too-large",
            Self::PasswordNeeded => "password-needed",
            Self::PasswordWrong => "password-wrong",
            Self::NoSuchPage { .. } => "no-such-page",
            Self::BadDpi { .. } => "bad-dpi",
            Self::Cancelled => "cancelled",
            Self::DeadlineExceeded => "deadline-exceeded",
            Self::Crashed { .. } => "crashed",
        }
    }

    /// What the person in front of the screen can do about it.
    pub fn hint(&self) -> &'static str {
        match self {
            Self::Empty => "Download or export the file again; it was probably never written.",
            Self::UnknownFormat { .. } => {
                "Export the drawing as PDF, TIFF, PNG or JPEG; native CAD files cannot be opened."
            }
            Self::Unsupported { .. } => {
                "Export the drawing again as PDF, or as PNG or TIFF with usual settings."
            }
            Self::Truncated { .. } => {
                "The end of the file is missing: download it again or ask the sender for it."
            }
            Self::Damaged { .. } => {
                "Ask the sender for a new copy, or open and save it in the program it came from."
            }
            Self::TooManyPixels { .. } | Self::TooMuchMemory { .. } => {
                "Ask for a lower resolution, or for the drawing as vector PDF or as 1-bit TIFF."
            }
            Self::FileTooLarge { .. } => {
                "Split the file into single drawings, or export it with less resolution."
            }
            Self::PasswordNeeded => "Enter the password, or ask the sender for a copy without protection.",
            Self::PasswordWrong => "Check the password with the sender.",
            Self::NoSuchPage { .. } => "Choose a page that exists.",
            Self::BadDpi { .. } => "200 dpi suits most drawings.",
            Self::Cancelled => "Open the file again if that was not wanted.",
            Self::DeadlineExceeded => "Try a lower resolution, or allow more time.",
            Self::Crashed { .. } => "Please report this file; meanwhile export it in another format.",
        }
    }
}

impl From<Stop> for PageError {
    fn from(stop: Stop) -> Self {
        match stop {
            Stop::Cancelled => Self::Cancelled,
            Stop::DeadlineExceeded => Self::DeadlineExceeded,
        }
    }
}

/// Something that a person should know about a file that did open: nothing is silently left out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Notice {
    /// A stable word for programs.
    pub code: String,
    /// The page it concerns, counted from 0; none when it concerns the whole file.
    pub page: Option<usize>,
    /// The sentence to show.
    pub message: String,
}

impl Notice {
    #[cfg(feature = "pdf")]
    pub(crate) fn file(code: &str, message: impl Into<String>) -> Self {
        Self { code: code.to_owned(), page: None, message: message.into() }
    }

    pub(crate) fn page(code: &str, page: usize, message: impl Into<String>) -> Self {
        Self { code: code.to_owned(), page: Some(page), message: message.into() }
    }
}
