//! From Rust to WASM and the JavaScript glue beside it.
//!
//! wasm-bindgen is used as a library in the very version of Cargo.lock: there is no second tool to install
//! that could drift from it.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};
use wasm_bindgen_cli_support::Bindgen;

use super::shelf::{digest, hex};
use super::{guard, sections};
use crate::{cargo, place, say};

/// A program for the browser.
pub(crate) struct Compiled {
    /// The WASM module.
    pub(crate) wasm: Vec<u8>,
    /// The module that loads it and lends it the browser's functions.
    pub(crate) glue: String,
}

/// The widget, alone: `--workspace` would unify its features with the servers' and make it larger.
pub(crate) fn widget() -> Result<Compiled> {
    compile("widget", "deskside", "deskside-widget")
}

/// The console.
pub(crate) fn console() -> Result<Compiled> {
    compile("console", "deskside-console", "deskside-console")
}

fn compile(name: &str, package: &str, program: &str) -> Result<Compiled> {
    let step = say::begin(format!("building the {name} for browsers"));
    let arguments = [
        "--profile",
        "wasm-release",
        "--target",
        "wasm32-unknown-unknown",
        "-p",
        package,
        "--bin",
        program,
    ];
    let raw = cargo::program(&arguments, program)?;
    let compiled = bind(name, &raw)?;
    step.done(format!("{} bytes of WASM", say::bytes(compiled.wasm.len())));
    Ok(compiled)
}

/// Runs wasm-bindgen over what the compiler made, or takes what it made of the same bytes before.
fn bind(name: &str, raw: &Path) -> Result<Compiled> {
    let bytes = fs::read(raw).with_context(|| format!("cannot read {}", raw.display()))?;
    let folder = place::cache("bindgen")?.join(format!("{name}-{}", hex(&digest(&bytes)[..8])));
    let (wasm, glue) = (folder.join("out_bg.wasm"), folder.join("out.js"));
    if !glue.is_file() {
        let part = folder.with_extension("part");
        let _ = fs::remove_dir_all(&part);
        let mut bindgen = Bindgen::new();
        bindgen
            .input_bytes("out", bytes)
            .remove_name_section(true)
            .remove_producers_section(true);
        bindgen.typescript(false).omit_default_module_path(true);
        bindgen
            .web(true)
            .and_then(|bindgen| bindgen.generate(&part))
            .with_context(|| format!("wasm-bindgen on {name}"))?;
        place::forget(&place::cache("bindgen")?, |kept| {
            kept.starts_with(name) && !kept.ends_with(".part")
        })?;
        fs::rename(&part, &folder).with_context(|| format!("cannot make {}", folder.display()))?;
    }
    read(&wasm, &glue)
}

/// Reads a pair that wasm-bindgen made, and refuses what the content security policy would refuse later.
pub(crate) fn read(wasm: &Path, glue: &Path) -> Result<Compiled> {
    if glue.with_file_name("snippets").exists() {
        bail!(
            "a crate brings JavaScript snippets of its own; the layout of dist/ has no place for them"
        );
    }
    let told = |path: &Path| format!("cannot read {}", path.display());
    let bytes = fs::read(wasm).with_context(|| told(wasm))?;
    let text = fs::read_to_string(glue).with_context(|| told(glue))?;
    let (wasm, glue) = guard::without_markup(bytes, &text)?;
    Ok(Compiled {
        wasm: sections::lean(&wasm)?,
        glue,
    })
}
