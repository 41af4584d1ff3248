//! Building what browsers load: `dist/`.
//!
//! ```text
//! dist/deskside.js             the loader; the one file whose name must stay
//! dist/frame.html              the widget's page, from index.html; `{{…}}` is left for the desk to fill in
//! dist/console.html            the agents' page, from console/index.html
//! dist/assets/<name>.<hash>.*  everything else, named by the hash of its final bytes, never changed
//! dist/manifest.json           logical name -> file, sha256 (base64), sizes
//! ```
//!
//! Beside each file lie its `.br` and `.gz`, except for pages the desk fills in.
//!
//! A source may name another file by `%{logical name}`; it becomes that file's address, such as
//! `/assets/widget.0123456789abcdef.wasm`. The names are `widget.wasm`, `widget.js`, `widget.css`, `text.en.json`,
//! `text.vi.json`, `boot.js`, and for the console `console.wasm`, `console.js`, `console.css`, `console-text.en.json`,
//! `console-text.vi.json`, `console-boot.js`. In `src/loader/deskside.js` alone, `%{loader-text}` becomes the loader's
//! sentences in both languages. Any other name fails the build.

use std::fs::File;
use std::path::Path;

use anyhow::{Context, Result};

use crate::{place, say, setup};

mod bundle;
mod guard;
mod minify;
mod pack;
mod page;
mod sections;
mod shelf;
mod style;
mod text;
mod tokens;
pub(crate) mod wasm;

pub(crate) use pack::Effort;
pub(crate) use shelf::{Item, Shelf};

/// Builds widget and console and lays everything out in `dist/`.
pub(crate) fn build() -> Result<Shelf> {
    setup::wasm_target()?;
    let _alone = alone()?;
    let widget = wasm::widget()?;
    let console = wasm::console()?;
    lay_out(&place::dist(), &widget, &console, Effort::Ship)
}

/// Puts what was compiled, and everything beside it, into a folder.
pub(crate) fn lay_out(
    folder: &Path,
    widget: &wasm::Compiled,
    console: &wasm::Compiled,
    effort: Effort,
) -> Result<Shelf> {
    let step = say::begin("laying out dist/");
    let shared = text::Languages::read("protocol/text")?;
    let sentences = shared.with(text::Languages::read("src/text")?)?;
    let (loader, widget_text) = sentences.split_loader();
    let console_text = shared.with(text::Languages::read("console/text")?)?;

    let mut shelf = Shelf::new();
    shelf.asset("widget.wasm", widget.wasm.clone());
    shelf.asset(
        "widget.js",
        minify::module("the widget's glue", &widget.glue)?,
    );
    shelf.asset("widget.css", style::sheet("style")?);
    shelf.asset("console.wasm", console.wasm.clone());
    shelf.asset(
        "console.js",
        minify::module("the console's glue", &console.glue)?,
    );
    shelf.asset("console.css", style::sheet("console/style")?);
    for language in text::LANGUAGES {
        shelf.asset(
            &format!("text.{language}.json"),
            widget_text.json(language)?,
        );
        shelf.asset(
            &format!("console-text.{language}.json"),
            console_text.json(language)?,
        );
    }
    for (name, source) in [
        ("boot.js", "src/loader/boot.js"),
        ("console-boot.js", "console/boot.js"),
    ] {
        let script = tokens::fill(source, &bundle::module(source)?, &shelf, None)?;
        shelf.asset(name, minify::module(source, &script)?);
    }
    let source = "src/loader/deskside.js";
    let script = tokens::fill(
        source,
        &bundle::module(source)?,
        &shelf,
        Some(&loader.object()?),
    )?;
    shelf.plain("deskside.js", minify::module(source, &script)?);
    shelf.page(
        "frame.html",
        page::stamp("index.html", page::WIDGET, &shelf)?,
    );
    shelf.page(
        "console.html",
        page::stamp("console/index.html", page::CONSOLE, &shelf)?,
    );

    pack::store(folder, &mut shelf, effort)?;
    step.done(format!("{} files in {}", shelf.count(), folder.display()));
    Ok(shelf)
}

/// Two builds at once (a demo, a test) would undo each other's work: the second one waits here.
///
/// The lock is held until it is dropped; the system lets go of it when this program ends in any way.
pub(crate) fn alone() -> Result<File> {
    let path = place::cache("lock")?.join("dist");
    let file = File::create(&path).with_context(|| format!("cannot make {}", path.display()))?;
    if file.try_lock().is_err() {
        say::note("another build of dist/ is running, waiting for it");
        file.lock().context("cannot wait for the other build")?;
    }
    Ok(file)
}
