//! Shaders → what the crate embeds. Each file of `shaders/` is joined with the files of `shaders/lib/` that it imports (one
//! level deep) and validated with each prelude; a fault stops the build and names file and line.

use std::error::Error;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

use naga::valid::{Capabilities, ValidationFlags, Validator};

const IMPORT: &str = "//#import ";

fn main() -> Result<(), Box<dyn Error>> {
    let shaders = Path::new(&env::var("CARGO_MANIFEST_DIR")?).join("../../shaders").canonicalize()?;
    println!("cargo::rerun-if-changed={}", shaders.display());
    println!("cargo::rerun-if-changed=build.rs");

    // No more than what a browser offers: validating with all capabilities hides what browsers refuse.
    let preludes = [("number_f32", Capabilities::empty()), ("number_f16", Capabilities::SHADER_FLOAT16)];
    let mut embedded = String::from("[\n");
    for path in sorted(&shaders)? {
        let name =
            path.file_stem().and_then(|stem| stem.to_str()).ok_or("a shader without a name")?.to_owned();
        let body = joined(&shaders, &path)?;
        for (prelude, capabilities) in preludes {
            let source =
                fs::read_to_string(shaders.join("lib").join(prelude).with_extension("wgsl"))? + &body;
            validate(&source, capabilities)
                .map_err(|error| format!("{name}.wgsl with {prelude}: {error}"))?;
        }
        writeln!(embedded, "    Shader {{ name: {name:?}, body: {body:?} }},")?;
    }
    embedded.push(']');
    fs::write(Path::new(&env::var("OUT_DIR")?).join("shaders.rs"), embedded)?;
    Ok(())
}

fn sorted(shaders: &Path) -> Result<Vec<PathBuf>, Box<dyn Error>> {
    let mut paths = fs::read_dir(shaders)?
        .map(|entry| entry.map(|entry| entry.path()))
        .filter(|path| path.as_ref().is_ok_and(|path| path.extension().is_some_and(|end| end == "wgsl")))
        .collect::<Result<Vec<_>, _>>()?;
    paths.sort();
    Ok(paths)
}

/// The files that one imports, then itself, without comments.
fn joined(shaders: &Path, path: &Path) -> Result<String, Box<dyn Error>> {
    let own = fs::read_to_string(path)?;
    let mut body = String::new();
    for import in own.lines().filter_map(|line| line.strip_prefix(IMPORT)) {
        let path = shaders.join("lib").join(import).with_extension("wgsl");
        let library = fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?;
        if library.lines().any(|line| line.starts_with(IMPORT)) {
            return Err(format!("{}: files of lib import nothing", path.display()).into());
        }
        push_without_comments(&mut body, &library);
    }
    push_without_comments(&mut body, &own);
    Ok(body)
}

/// Comment lines are a third of the bytes, and no driver reads them.
fn push_without_comments(body: &mut String, source: &str) {
    for line in source.lines().filter(|line| !line.trim_start().starts_with("//") && !line.trim().is_empty())
    {
        body.push_str(line);
        body.push('\n');
    }
}

fn validate(source: &str, capabilities: Capabilities) -> Result<(), String> {
    let options = naga::front::wgsl::Options { parse_doc_comments: false, capabilities };
    let mut parser = naga::front::wgsl::Frontend::new_with_options(options);
    let module = parser.parse(source).map_err(|error| error.emit_to_string(source))?;
    Validator::new(ValidationFlags::all(), capabilities)
        .validate(&module)
        .map_err(|error| error.emit_to_string(source))?;
    Ok(())
}
