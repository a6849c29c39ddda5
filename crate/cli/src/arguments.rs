use crate::embed::part::Shard;
use crate::eval::Change;
use clap::{Args, Parser, Subcommand, ValueEnum};
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
  5  the page cannot be read: a model failed
  6  the index cannot be opened or changed, or is of another model

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
    /// Read dimensions, threads, tolerance frames and texts off drawings.
    #[command(after_help = "\
Examples:
  draftlens analyze bracket.png
  draftlens analyze bracket.pdf --page 2 --json | jq '.annotations[] | select(.unsure)'
  draftlens analyze bracket.tif --overlay bracket.svg
  draftlens analyze archive/ --jsonl > readings.jsonl

Several files or a folder are read one after the other, with a progress bar; one that cannot be read
is named, the others are read all the same. --json prints one analysis; --jsonl one a line, with
its file and, for one that failed, the error.")]
    Analyze(AnalyzeArguments),
    /// Turn drawings into the vectors by which similar ones are found.
    #[command(after_help = "\
Examples:
  draftlens embed bracket.pdf
  draftlens embed archive/ --all-pages --jsonl > vectors.jsonl
  draftlens embed --manifest drawings.txt --shard 3/16 --out parts/part-3.parquet

Prints a line of JSON for each page: {\"id\",\"page\",\"model\",\"dim\",\"vector\",\"views\"}. The id is the file's
name without its end; `vector` is that of the sheet, and each view has its own. Vectors compare only
where \"model\" is the same. A file that cannot be embedded is named with its error, the others are
embedded all the same. --out writes all pages of all files to a Parquet file, as one of many machines
does with its share; an id is the path as the list has it. Stopped at any time, the same command goes on
where it was. `draftlens index --parts` makes one index of such files, `draftlens-server load` puts them
into a server's store.")]
    Embed(EmbedArguments),
    /// Make a folder of drawings searchable, or bring its index up to date.
    #[command(after_help = "\
Examples:
  draftlens index archive/ --out archive.index
  draftlens index archive/ --out archive.index --facets --json
  draftlens index --parts parts/ --out archive.index

All files in all folders, with all their pages; an entry's id is the file's path within the folder. May be
stopped at any time, and goes on where it was: files whose content is in the index are left, those
that are gone are forgotten, and those that cannot be read are named and left out. A search may run
meanwhile.")]
    Index(IndexArguments),
    /// Find the drawings of an index that are like a given one.
    #[command(after_help = "\
Examples:
  draftlens search archive.index bracket.pdf --top 20
  draftlens search archive.index bracket.pdf --json \\
    --filter '[{\"facet\":\"material\",\"prefix\":\"s235\"},{\"facet\":\"largest_mm\",\"at_most\":250}]'

A score is 1 for the same drawing and about 0 for a stranger. A condition asks a facet for equals,
one_of, at_least, at_most, prefix or contains; all conditions must hold.")]
    Search(SearchArguments),
    /// Read labelled pages and say how much of them is found and right.
    #[command(after_help = "\
Examples:
  draftlens eval drawings/pages --json | jq .total.all.e2eF1
  draftlens eval drawings/pages --under rotate90,scan

A labelled page is NAME.json, with \"image\" and \"annotations\", beside its image. Dimensions, threads
and frames are scored, strictly (the boxes overlap by half) and leniently; e2eF1 also wants the text
right, CER is the share of wrong characters in what was found.")]
    Eval(EvalArguments),
    /// Show what this machine computes with: adapters, self-test, speed, models, and who serves which.
    #[command(after_help = "\
Examples:
  draftlens doctor
  draftlens doctor --json | jq '.models[].backend'
  draftlens doctor --plan --compare

Tests and measures anew; what is found is remembered, and later calls choose by it.")]
    Doctor(DoctorArguments),
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
pub(crate) struct AnalyzeArguments {
    /// Drawings, or folders of them
    #[arg(required = true, value_name = "FILE")]
    pub(crate) files: Vec<PathBuf>,
    #[command(flatten)]
    pub(crate) opening: OpeningArguments,
    #[command(flatten)]
    pub(crate) pages: PageChoice,
    #[command(flatten)]
    pub(crate) form: FormArguments,
    /// Draw what was read over the page: an SVG or a PNG
    #[arg(long, value_name = "X.svg|X.png")]
    pub(crate) overlay: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) nets: NetArguments,
}

#[derive(Args)]
pub(crate) struct EmbedArguments {
    /// Drawings, or folders of them
    #[arg(required_unless_present = "manifest", conflicts_with = "manifest", value_name = "FILE")]
    pub(crate) files: Vec<PathBuf>,
    /// A file that lists the drawings, a path a line
    #[arg(long, value_name = "LIST")]
    pub(crate) manifest: Option<PathBuf>,
    /// Embed only this machine's share: the first of four is 0/4
    #[arg(long, value_name = "I/N")]
    pub(crate) shard: Option<Shard>,
    /// Write all pages to a Parquet file instead, which is there when it is whole
    #[arg(long, value_name = "PARQUET", conflicts_with_all = ["page", "all_pages", "jsonl"])]
    pub(crate) out: Option<PathBuf>,
    /// Also read each page, for its facets: takes several times longer
    #[arg(long, requires = "out")]
    pub(crate) facets: bool,
    /// Files at once; as many as there are cores where not said
    #[arg(long, value_name = "N", requires = "out", value_parser = clap::value_parser!(u16).range(1..=256))]
    pub(crate) jobs: Option<u16>,
    #[command(flatten)]
    pub(crate) opening: OpeningArguments,
    #[command(flatten)]
    pub(crate) pages: PageChoice,
    /// One line of JSON a page, which is the form where no file is named
    #[arg(long)]
    pub(crate) jsonl: bool,
    /// Where texts are found, if elsewhere than vectors are made: to compare devices by these alone
    #[arg(long, value_enum, value_name = "DEVICE", conflicts_with = "out")]
    pub(crate) texts_on: Option<DeviceArgument>,
    #[command(flatten)]
    pub(crate) nets: NetArguments,
}

#[derive(Args)]
pub(crate) struct IndexArguments {
    /// The drawings
    #[arg(value_name = "DIR")]
    pub(crate) folder: PathBuf,
    /// The folder holds the Parquet files of `draftlens embed --out` in the drawings' place
    #[arg(long, conflicts_with_all = ["facets", "jobs"])]
    pub(crate) parts: bool,
    /// The index, which is made or brought up to date
    #[arg(long, value_name = "INDEX")]
    pub(crate) out: PathBuf,
    /// Also read each page, so that searches can ask for material, size, threads …: takes several times longer
    #[arg(long)]
    pub(crate) facets: bool,
    /// How exactly a new index keeps vectors
    #[arg(long, value_enum, default_value_t = PrecisionArgument::Int8)]
    pub(crate) precision: PrecisionArgument,
    /// Files at once; as many as there are cores where not said
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=256))]
    pub(crate) jobs: Option<u16>,
    /// Print one JSON object at the end
    #[arg(long)]
    pub(crate) json: bool,
    #[command(flatten)]
    pub(crate) opening: OpeningArguments,
    #[command(flatten)]
    pub(crate) nets: NetArguments,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum PrecisionArgument {
    /// Two bytes a number
    F16,
    /// One byte a number
    Int8,
    /// One byte a number, and a bit beside it that is searched first
    Bits,
}

#[derive(Args)]
pub(crate) struct SearchArguments {
    /// What `draftlens index` made
    #[arg(value_name = "INDEX")]
    pub(crate) index: PathBuf,
    /// The drawing
    #[arg(value_name = "FILE")]
    pub(crate) file: PathBuf,
    /// Its page, counted from 0
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub(crate) page: usize,
    /// At most so many
    #[arg(long, value_name = "K", default_value_t = 10)]
    pub(crate) top: usize,
    /// Conditions that facets must fulfil, as JSON
    #[arg(long, value_name = "JSON")]
    pub(crate) filter: Option<String>,
    /// Compare the views of all drawings, not only of those whose sheets are alike
    #[arg(long)]
    pub(crate) thorough: bool,
    /// Print one JSON object instead of a table
    #[arg(long)]
    pub(crate) json: bool,
    #[command(flatten)]
    pub(crate) opening: OpeningArguments,
    #[command(flatten)]
    pub(crate) nets: NetArguments,
}

/// Which pages of each file.
#[derive(Args)]
pub(crate) struct PageChoice {
    /// The page of each file, counted from 0
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub(crate) page: usize,
    /// All pages of each file
    #[arg(long, conflicts_with = "page")]
    pub(crate) all_pages: bool,
}

/// How an analysis is printed: as a table, unless one of these is given.
#[derive(Args)]
#[group(multiple = false)]
pub(crate) struct FormArguments {
    /// Print the analysis as one JSON object
    #[arg(long)]
    pub(crate) json: bool,
    /// Print each page's analysis as one line of JSON
    #[arg(long)]
    pub(crate) jsonl: bool,
    /// Print each annotation as one line of comma-separated values
    #[arg(long)]
    pub(crate) csv: bool,
}

#[derive(Args)]
pub(crate) struct EvalArguments {
    /// Folder of labelled pages
    #[arg(value_name = "DIR")]
    pub(crate) folder: PathBuf,
    /// Print one JSON object instead of a table
    #[arg(long)]
    pub(crate) json: bool,
    /// Also read each page after such a change, and say what is left
    #[arg(long, value_enum, value_delimiter = ',', value_name = "CHANGE")]
    pub(crate) under: Vec<Change>,
    /// Also write each page's analysis into this folder, as NAME.json, or CHANGE/NAME.json
    #[arg(long, value_name = "DIR")]
    pub(crate) out: Option<PathBuf>,
    /// Detector and reader of this folder, with their manifests, in place of those that this program carries
    #[arg(long, value_name = "DIR")]
    pub(crate) models: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) opening: OpeningArguments,
    #[command(flatten)]
    pub(crate) nets: NetArguments,
}

#[derive(Args)]
pub(crate) struct NetArguments {
    /// Where the models run
    #[arg(long, value_enum, default_value_t = DeviceArgument::Auto)]
    pub(crate) device: DeviceArgument,
    /// Read the pixels alone, whatever words a PDF holds
    #[arg(long)]
    pub(crate) pixels_only: bool,
}

#[derive(Args)]
pub(crate) struct DoctorArguments {
    /// Print one JSON object instead of a table
    #[arg(long)]
    pub(crate) json: bool,
    /// Say what each step of each model costs a GPU
    #[arg(long)]
    pub(crate) plan: bool,
    /// Run each model step by step on GPU and CPU, and name the first step in which they differ
    #[arg(long)]
    pub(crate) compare: bool,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum DeviceArgument {
    /// Where they are faster on this machine
    Auto,
    /// On the GPU, as long as there is one that works
    Gpu,
    /// On the processor
    Cpu,
}

#[derive(Args)]
pub(crate) struct FileArguments {
    /// The drawing
    pub(crate) file: PathBuf,
    #[command(flatten)]
    pub(crate) opening: OpeningArguments,
}

#[derive(Args)]
pub(crate) struct OpeningArguments {
    /// Opens a protected PDF; better given as DRAFTLENS_PASSWORD, which other users cannot see
    #[arg(long, value_name = "WORD")]
    pub(crate) password: Option<String>,
    /// Give up after so many seconds
    #[arg(long, value_name = "SECONDS", default_value_t = 120.0)]
    pub(crate) timeout: f64,
}
