//! What the widget costs those who load it, in bytes.

use anyhow::{Context, Result};
use clap::Args;
use serde::Serialize;

use crate::dist::{self, Item, Shelf};
use crate::say;

/// How to tell it.
#[derive(Args)]
pub(crate) struct Wish {
    /// End with one line of JSON: brotli bytes before the click, to the first usable field, for all of filing.
    #[arg(long)]
    json: bool,
}

/// Loaded with every page of the host.
const BEFORE_CLICK: [&str; 1] = ["deskside.js"];
/// Loaded before a person can begin to write: the field is in the page itself.
const FIRST_FIELD: [&str; 3] = ["frame.html", "widget.css", "boot.js"];
/// Loaded meanwhile; of the languages only one, and the larger is counted.
const FILING: [&str; 2] = ["widget.js", "widget.wasm"];

/// The sums, as they are promised to other programs.
#[derive(Serialize)]
struct Sums {
    before_click_br: usize,
    first_field_br: usize,
    filing_br: usize,
}

/// Builds `dist/` and measures it.
pub(crate) fn run(wish: &Wish) -> Result<()> {
    let shelf = dist::build()?;
    let text = ["text.en.json", "text.vi.json"]
        .into_iter()
        .max_by_key(|name| shelf.get(name).map_or(0, |item| item.brotli))
        .unwrap_or_default();
    let before = BEFORE_CLICK.to_vec();
    let first = [&before[..], &FIRST_FIELD].concat();
    let filing = [&first[..], &FILING, &[text]].concat();

    println!("{:<28} {:>10} {:>10} {:>10}", "", "raw", "gzip", "brotli");
    for name in &filing {
        line(name, &[item(&shelf, name)?]);
    }
    println!();
    let sums = Sums {
        before_click_br: sum("before the click", &shelf, &before)?,
        first_field_br: sum("to the first usable field", &shelf, &first)?,
        filing_br: sum("all of filing", &shelf, &filing)?,
    };
    if wish.json {
        println!("{}", serde_json::to_string(&sums)?);
    }
    Ok(())
}

fn item<'a>(shelf: &'a Shelf, name: &str) -> Result<&'a Item> {
    shelf
        .get(name)
        .with_context(|| format!("dist/ has no {name}"))
}

fn sum(title: &str, shelf: &Shelf, names: &[&str]) -> Result<usize> {
    let items = names
        .iter()
        .map(|name| item(shelf, name))
        .collect::<Result<Vec<_>>>()?;
    line(title, &items);
    Ok(items.iter().map(|item| item.brotli).sum())
}

fn line(title: &str, items: &[&Item]) {
    let total = |size: fn(&Item) -> usize| say::bytes(items.iter().map(|item| size(item)).sum());
    println!(
        "{title:<28} {:>10} {:>10} {:>10}",
        total(|item| item.bytes.len()),
        total(|item| item.gzip),
        total(|item| item.brotli)
    );
}
