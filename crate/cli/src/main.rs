//! `draftlens` on the command line: the same pages as in the browser, by the same code.
#![forbid(unsafe_code)]

mod arguments;
mod open;
mod pages;
mod render;

use arguments::{Arguments, Command};
use clap::Parser;
use open::Failure;
use std::process::ExitCode;

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let wants_json = matches!(&arguments.command, Command::Pages(pages) if pages.json);
    let outcome = match arguments.command {
        Command::Pages(arguments) => pages::run(&arguments),
        Command::Render(arguments) => render::run(&arguments),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            failure.report(wants_json);
            ExitCode::from(failure.exit_code())
        }
    }
}

/// What every command gives back.
type Outcome = Result<(), Failure>;
