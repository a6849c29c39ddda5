//! `draftlens` on the command line: the same pages as in the browser, by the same code.
#![forbid(unsafe_code)]

mod arguments;
mod open;
mod picture;
mod pages;
mod render;
mod device;
mod nets;
mod analyze;
mod embed;
mod index;
mod search;
mod eval;
mod doctor;

use arguments::{Arguments, Command};
use clap::Parser;
use open::Failure;
use std::process::ExitCode;

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let wants_json = match &arguments.command {
        Command::Pages(arguments) => arguments.json,
        Command::Doctor(arguments) => arguments.json,
        Command::Render(_) => false,
        Command::Embed(arguments) => arguments.out.is_some(),
        Command::Analyze(arguments) => arguments.form.json,
        Command::Index(arguments) => arguments.json,
        Command::Search(arguments) => arguments.json,
        Command::Eval(arguments) => arguments.json,
    };
    let outcome = match arguments.command {
        Command::Pages(arguments) => pages::run(&arguments),
        Command::Render(arguments) => render::run(&arguments),
        Command::Analyze(arguments) => analyze::run(&arguments),
        Command::Embed(arguments) => embed::run(&arguments),
        Command::Index(arguments) => index::run(&arguments),
        Command::Search(arguments) => search::run(&arguments),
        Command::Eval(arguments) => eval::run(&arguments),
        Command::Doctor(arguments) => doctor::run(&arguments),
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
