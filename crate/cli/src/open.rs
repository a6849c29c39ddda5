use crate::arguments::OpeningArguments;
use draftlens_drawing::DrawingError;
use draftlens_page::{Document, OpenOptions, PageError, Stop, Watch};
use draftlens_search::SearchError;
use serde_json::{Value, json};
use std::fmt;
use std::path::Path;
use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant};

/// Decoders look at the clock every few rows; one that is stuck inside a library is left behind after this.
const GRACE: Duration = Duration::from_secs(2);
/// PDFs may nest deeply; the standard 2 MB of a thread are not enough for hostile ones.
const STACK_BYTES: usize = 64 << 20;

/// Why a command did not do what it was asked for.
pub(crate) enum Failure {
    /// The file cannot be opened.
    File(PageError),
    /// It opens, but the page does not.
    Page(PageError),
    /// It is decoded, but a net fails.
    Drawing(DrawingError),
    /// An index cannot be opened, changed or asked.
    Search(SearchError),
    /// Reading or writing failed outside the drawing.
    Other(anyhow::Error),
}

impl Failure {
    pub(crate) fn exit_code(&self) -> u8 {
        match self {
            Self::Other(_) => 1,
            Self::File(_) => 3,
            Self::Page(_) => 4,
            Self::Drawing(_) => 5,
            Self::Search(_) => 6,
        }
    }

    /// Tells the person on standard error, or the program on standard output.
    pub(crate) fn report(&self, wants_json: bool) {
        if wants_json {
            println!("{}", json!({ "error": self.as_json() }));
        } else {
            eprintln!("draftlens: {self}");
        }
    }

    pub(crate) fn as_json(&self) -> Value {
        let (code, hint) = match self {
            Self::File(error) | Self::Page(error) => (error.code(), error.hint()),
            Self::Drawing(_) => ("model-failed", ""),
            Self::Search(error) => (error.code(), error.hint()),
            Self::Other(_) => ("io", ""),
        };
        json!({ "code": code, "message": self.message(), "hint": hint })
    }

    fn message(&self) -> String {
        match self {
            Self::File(error) | Self::Page(error) => error.to_string(),
            Self::Drawing(error) => error.to_string(),
            Self::Search(error) => error.to_string(),
            Self::Other(error) => format!("{error:#}"),
        }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message())?;
        match self {
            Self::File(error) | Self::Page(error) => write!(f, "\n  {}", error.hint()),
            Self::Search(error) => write!(f, "\n  {}", error.hint()),
            Self::Drawing(_) | Self::Other(_) => Ok(()),
        }
    }
}

impl From<DrawingError> for Failure {
    fn from(error: DrawingError) -> Self {
        Self::Drawing(error)
    }
}

impl From<SearchError> for Failure {
    fn from(error: SearchError) -> Self {
        Self::Search(error)
    }
}

impl From<anyhow::Error> for Failure {
    fn from(error: anyhow::Error) -> Self {
        Self::Other(error)
    }
}

/// Stops a decode when the time is up.
pub(crate) struct Deadline(Instant);

impl Watch for Deadline {
    fn at(&mut self, _: u64, _: u64) -> Result<(), Stop> {
        if Instant::now() < self.0 { Ok(()) } else { Err(Stop::DeadlineExceeded) }
    }
}

/// Opens the file and works on it, in a thread that is left behind when it outlives the deadline.
pub(crate) fn with_document<T: Send + 'static>(
    path: &Path,
    arguments: &OpeningArguments,
    work: impl FnOnce(&Document, &mut Deadline) -> Result<T, PageError> + Send + 'static,
) -> Result<T, Failure> {
    let bytes = read(path)?;
    let password = arguments.password.clone().or_else(|| std::env::var("DRAFTLENS_PASSWORD").ok());
    let options = OpenOptions { password, ..OpenOptions::default() };
    let timeout = Duration::try_from_secs_f64(arguments.timeout)
        .map_err(|_| anyhow::anyhow!("--timeout {}: give a number of seconds", arguments.timeout))?;
    let (answer, answered) = mpsc::channel();
    thread::Builder::new()
        .name("decode".into())
        .stack_size(STACK_BYTES)
        .spawn(move || {
            let outcome = Document::open(bytes, &options).map_err(Failure::File).and_then(|document| {
                let mut deadline = Deadline(Instant::now() + timeout);
                work(&document, &mut deadline).map_err(Failure::Page)
            });
            // Nobody listens any more when the deadline has passed.
            let _ = answer.send(outcome);
        })
        .map_err(|error| anyhow::anyhow!("no thread could be started: {error}"))?;
    answered.recv_timeout(timeout + GRACE).unwrap_or(Err(Failure::Page(PageError::DeadlineExceeded)))
}

fn read(path: &Path) -> Result<Vec<u8>, Failure> {
    use anyhow::Context;
    std::fs::read(path).with_context(|| format!("{} cannot be read", path.display())).map_err(Failure::Other)
}
