//! One engine in a process of its own, told line by line what to do, so that the benchmark can make several take turns:
//! `peers draftlens|rten|tract|wonnx`; and `peers models FOLDER`, which writes the benchmark's models.
//!
//! | line in | line out |
//! |---|---|
//! | `load MODEL.onnx 1,1,640,640` | milliseconds |
//! | `run` | milliseconds |
//! | `answer FILE` | 0; the file holds the latest answer, f32, little-endian |
//!
//! What fails answers `error WHY`. Every engine has one thread; wonnx, built only with its feature, has the GPU.

mod draftlens;
mod models;
mod rten_native;
mod tract;
#[cfg(feature = "wonnx")]
mod wonnx_on_gpu;

use std::error::Error;
use std::io::{BufRead, Write};
use std::time::Instant;

type Outcome<T> = Result<T, Box<dyn Error>>;

/// A model that is ready to run; numbers in row-major order.
type Run = Box<dyn FnMut(&[f32]) -> Outcome<Vec<f32>>>;

/// An ONNX file and the shape of its input → a model that is ready to run.
type Load = fn(Vec<u8>, &[usize]) -> Outcome<Run>;

fn main() -> Outcome<()> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    match words.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["draftlens"] => serve(draftlens::load),
        ["rten"] => serve(rten_native::load),
        ["tract"] => serve(tract::load),
        #[cfg(feature = "wonnx")]
        ["wonnx"] => serve(wonnx_on_gpu::load),
        ["models", folder] => models::write(folder.as_ref()),
        _ => Err("peers draftlens|rten|tract|wonnx, or peers models FOLDER".into()),
    }
}

/// What is loaded at the moment.
struct Loaded {
    run: Run,
    input: Vec<f32>,
    answer: Vec<f32>,
}

fn serve(load: Load) -> Outcome<()> {
    let mut loaded = None;
    for line in std::io::stdin().lock().lines() {
        match obey(&line?, load, &mut loaded) {
            Ok(millis) => println!("{millis}"),
            Err(error) => println!("error {}", error.to_string().replace('\n', " ")),
        }
        std::io::stdout().flush()?;
    }
    Ok(())
}

fn obey(line: &str, load: Load, loaded: &mut Option<Loaded>) -> Outcome<f64> {
    let began;
    match (line.split(' ').collect::<Vec<_>>()[..].as_ref(), loaded) {
        (["load", path, shape], loaded) => {
            let shape: Vec<usize> = shape.split(',').map(str::parse).collect::<Result<_, _>>()?;
            let file = std::fs::read(path)?;
            began = Instant::now();
            let run = load(file, &shape)?;
            *loaded = Some(Loaded { run, input: numbers(shape.iter().product()), answer: Vec::new() });
        }
        (["run"], Some(Loaded { run, input, answer })) => {
            began = Instant::now();
            *answer = run(input)?;
        }
        (["answer", path], Some(Loaded { answer, .. })) => {
            let bytes: Vec<u8> = answer.iter().flat_map(|number| number.to_le_bytes()).collect();
            std::fs::write(path, bytes)?;
            return Ok(0.0);
        }
        _ => return Err(format!("'{line}' is no command, or nothing is loaded").into()),
    }
    Ok(began.elapsed().as_secs_f64() * 1e3)
}

/// The input of every engine, here, in the browser and in Python.
fn numbers(len: usize) -> Vec<f32> {
    (0..len).map(|index| (((7919 * index + 13) % 2003) as f32 - 1001.0) / 1001.0).collect()
}
