//! What Trunk's `post_build` hook calls.
//!
//! Trunk has compiled the widget and run its own wasm-bindgen; this takes that pair and lays everything out as
//! `dist` does, in the folder that Trunk then moves to `dist/`. So a demo that is running serves what `trunk serve` built.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use crate::dist::{self, Effort, wasm};
use crate::{place, say};

/// Lays out what Trunk staged.
pub(crate) fn run() -> Result<()> {
    let Some(staging) = std::env::var_os("TRUNK_STAGING_DIR").map(PathBuf::from) else {
        bail!(
            "`stamp` is called by Trunk (see Trunk.toml); to build without Trunk, type: cargo xtask dist"
        );
    };
    let _alone = dist::alone()?;
    let step = say::begin("taking over what Trunk built");
    let (wasm_file, glue_file) = staged(&staging)?;
    let widget = wasm::read(&wasm_file, &glue_file)?;
    step.done(format!("{} bytes of WASM", say::bytes(widget.wasm.len())));
    let console = wasm::console()?;
    // Everything there comes anew from the layout.
    place::forget(&staging, |_| true)?;
    let shipped = std::env::var("TRUNK_PROFILE").is_ok_and(|profile| profile == "release");
    let effort = if shipped { Effort::Ship } else { Effort::Quick };
    dist::lay_out(&staging, &widget, &console, effort)?;
    // Trunk's own server opens index.html: there it is the widget's page by itself.
    let page = fs::read(staging.join("frame.html")).context("cannot read frame.html")?;
    place::write(&staging.join("index.html"), &page)
}

/// The one WASM file there and the glue of the same name.
fn staged(folder: &Path) -> Result<(PathBuf, PathBuf)> {
    for entry in
        fs::read_dir(folder).with_context(|| format!("cannot read {}", folder.display()))?
    {
        let wasm = entry?.path();
        let name = wasm
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        if let Some(stem) = name.strip_suffix("_bg.wasm") {
            let glue = wasm.with_file_name(format!("{stem}.js"));
            return Ok((wasm, glue));
        }
    }
    bail!("Trunk left no *_bg.wasm in {}", folder.display());
}
