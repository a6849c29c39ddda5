use clap::{Args, Parser, Subcommand};
use std::path::PathBuf;

/// Reads engineering drawings: PDF, TIFF, PNG, JPEG, WebP, BMP and GIF.
#[derive(Parser)]
#[command(
    version,
    about,
    max_term_width = 100,
    after_help = "\
Exit codes:
  0  done
  1  the result could not be written
  2  the command was called wrongly
  3  the file cannot be opened (the message says why and what to do)
  4  the file opens, but the page cannot be decoded or does not exist

A file is told by its content, never by its name. Nothing is sent anywhere."
)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Subcommand)]
pub(crate) enum Command {
    /// List a file's pages: size, resolution, depth and the words of its text layer.
    #[command(after_help = "\
Examples:
  draftlens pages bracket.pdf
  draftlens pages scan.tif --json | jq '.pages[].dpi'

With --json an error is JSON too, on standard output: {\"error\":{\"code\",\"message\",\"hint\"}}.")]
    Pages(PagesArguments),
    /// Draw one page into a PNG, grey or 1-bit, upright.
    #[command(after_help = "\
Examples:
  draftlens render bracket.pdf --out bracket.png
  draftlens render bracket.pdf --page 2 --dpi 300 --out sheet3.png

Without --dpi a picture is taken as it is; a PDF page is drawn at the resolution of its scan, or
at 200 dpi.")]
    Render(RenderArguments),
}

#[derive(Args)]
pub(crate) struct PagesArguments {
    #[command(flatten)]
    pub(crate) file: FileArguments,
    /// Print one JSON object instead of a table
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Args)]
pub(crate) struct RenderArguments {
    #[command(flatten)]
    pub(crate) file: FileArguments,
    /// The page, counted from 0
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub(crate) page: usize,
    /// Pixels per inch of paper, 10 to 2400
    #[arg(long, value_name = "D")]
    pub(crate) dpi: Option<f32>,
    /// The PNG to write
    #[arg(long, value_name = "X.png")]
    pub(crate) out: PathBuf,
}

#[derive(Args)]
pub(crate) struct FileArguments {
    /// The drawing
    pub(crate) file: PathBuf,
    /// Opens a protected PDF; better given as DRAFTLENS_PASSWORD, which other users cannot see
    #[arg(long, value_name = "WORD")]
    pub(crate) password: Option<String>,
    /// Give up after so many seconds
    #[arg(long, value_name = "SECONDS", default_value_t = 120.0)]
    pub(crate) timeout: f64,
}
