use crate::arguments::FileArguments;
use draftlens_page::{Document, OpenOptions, PageError, Stop, Watch};
use serde_json::json;
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
    /// Reading or writing failed outside the drawing.
    Other(anyhow::Error),
}

impl Failure {
    pub(crate) fn exit_code(&self) -> u8 {
        match self {
            Self::Other(_) => 1,
            Self::File(_) => 3,
            Self::Page(_) => 4,
        }
    }

    /// Tells the person on standard error, or the program on standard output.
    pub(crate) fn report(&self, wants_json: bool) {
        match self {
            Self::File(error) | Self::Page(error) if wants_json => {
                println!(
                    "{}",
                    json!({"error": {"code": error.code(), "message": error.to_string(), "hint": error.hint()}})
                );
            }
            Self::File(error) | Self::Page(error) => eprintln!("draftlens: {error}\n  {}", error.hint()),
            Self::Other(error) if wants_json => {
                println!("{}", json!({"error": {"code": "io", "message": format!("{error:#}"), "hint": ""}}));
            }
            Self::Other(error) => eprintln!("draftlens: {error:#}"),
        }
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
    arguments: &FileArguments,
    work: impl FnOnce(&Document, &mut Deadline) -> Result<T, PageError> + Send + 'static,
) -> Result<T, Failure> {
    let bytes = read(&arguments.file)?;
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
