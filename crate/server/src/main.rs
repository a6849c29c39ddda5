//! `draftlens-server`.
#![forbid(unsafe_code)]

use clap::Parser;
use draftlens_server::commands::{Arguments, run};
use std::process::ExitCode;

#[tokio::main]
async fn main() -> ExitCode {
    match run(Arguments::parse()).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("draftlens-server: {error:#}");
            ExitCode::FAILURE
        }
    }
}
