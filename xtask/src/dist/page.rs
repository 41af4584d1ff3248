//! The pages: Trunk's own links become references to what was built.

use anyhow::{Result, bail};

use super::{shelf::Shelf, tokens};
use crate::place;

/// What a page loads, by logical name.
#[derive(Clone, Copy)]
pub(crate) struct Parts {
    wasm: &'static str,
    glue: &'static str,
    sheet: &'static str,
    boot: &'static str,
}

pub(crate) const WIDGET: Parts = Parts {
    wasm: "widget.wasm",
    glue: "widget.js",
    sheet: "widget.css",
    boot: "boot.js",
};

pub(crate) const CONSOLE: Parts = Parts {
    wasm: "console.wasm",
    glue: "console.js",
    sheet: "console.css",
    boot: "console-boot.js",
};

/// A page with every reference in place; `{{…}}` is left for the desk.
pub(crate) fn stamp(origin: &str, parts: Parts, shelf: &Shelf) -> Result<Vec<u8>> {
    let source = without_comments(&place::read(origin)?);
    let page = tokens::fill(origin, &linked(origin, &source, parts)?, shelf, None)?;
    Ok(page.into_bytes())
}

/// Takes out `<link data-trunk …>` and sees to it that all four parts are named, once.
///
/// The WASM is asked for beside the glue, not after it has run: that is half a second on a slow line.
fn linked(origin: &str, source: &str, parts: Parts) -> Result<String> {
    let mut missing = String::new();
    let Parts {
        wasm,
        glue,
        sheet,
        boot,
    } = parts;
    for (name, line) in [
        (
            sheet,
            format!("<link rel=\"stylesheet\" href=\"%{{{sheet}}}\">\n"),
        ),
        (
            glue,
            format!("<link rel=\"modulepreload\" href=\"%{{{glue}}}\">\n"),
        ),
        (
            wasm,
            format!(
                "<link rel=\"preload\" as=\"fetch\" type=\"application/wasm\" crossorigin href=\"%{{{wasm}}}\">\n"
            ),
        ),
        (
            boot,
            format!("<script type=\"module\" src=\"%{{{boot}}}\"></script>\n"),
        ),
    ] {
        if !source.contains(&format!("%{{{name}}}")) {
            missing.push_str(&line);
        }
    }
    let mut out = String::new();
    let mut rest = source;
    while let Some((before, from)) = rest.split_once("<link data-trunk") {
        let Some((_, after)) = from.split_once('>') else {
            bail!("{origin}: a <link data-trunk has no end");
        };
        out.push_str(before.trim_end_matches([' ', '\t']));
        rest = after.strip_prefix('\n').unwrap_or(after);
    }
    out.push_str(rest);
    match out.find("</head>") {
        Some(at) => out.insert_str(at, &missing),
        None => bail!("{origin} has no </head>"),
    }
    Ok(out)
}

/// Comments are for those who read the source.
fn without_comments(source: &str) -> String {
    let mut out = String::new();
    let mut rest = source;
    while let Some((before, from)) = rest.split_once("<!--") {
        out.push_str(before);
        rest = from
            .split_once("-->")
            .map_or("", |(_, after)| after.strip_prefix('\n').unwrap_or(after));
    }
    out + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = "<!doctype html>\n<html lang=\"{{lang}}\">\n<head>\n<!-- why -->\n  <link data-trunk rel=\"rust\" href=\"Cargo.toml\">\n</head>\n";

    #[test]
    fn trunks_links_become_references() {
        let page = linked("index.html", &without_comments(PAGE), WIDGET).unwrap();
        assert!(
            !page.contains("data-trunk") && !page.contains("why"),
            "{page}"
        );
        assert!(page.contains("lang=\"{{lang}}\""), "{page}");
        for name in ["widget.wasm", "widget.js", "widget.css", "boot.js"] {
            assert_eq!(page.matches(&format!("%{{{name}}}")).count(), 1, "{page}");
        }
    }

    #[test]
    fn a_reference_that_is_there_is_not_repeated() {
        let own = PAGE.replace(
            "</head>",
            "<script async type=\"module\" src=\"%{boot.js}\"></script>\n</head>",
        );
        let page = linked("index.html", &own, WIDGET).unwrap();
        assert_eq!(page.matches("%{boot.js}").count(), 1, "{page}");
    }
}
