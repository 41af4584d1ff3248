//! No markup from strings: Trusted Types forbid it, and texts from people must never become HTML.

use anyhow::{Result, bail};

/// What wasm-bindgen writes for `Element::set_inner_html`.
const ASSIGNMENT: &str = "arg0.innerHTML = getStringFromWasm0(arg1, arg2);";

/// What stands there instead: emptying an element needs no markup, and nothing else is allowed.
const EMPTYING: &str = "if (arg2) throw new TypeError(\"markup\"); arg0.replaceChildren();";

/// The function's name, in the glue and in the WASM that imports it, and another of the same length.
const NAME: &str = "__wbg_set_innerHTML_";
const OTHER: &str = "__wbg_set_emptiness_";

/// The pair without any assignment of markup.
///
/// A view that holds a literal is built by cloning a `<template>` filled through `innerHTML`; that fails the build.
/// The framework also names `innerHTML` to empty an element whose attributes change their kind. That is harmless, but
/// cannot be told apart from the outside, so the WASM is given a function that can do nothing but empty.
pub(crate) fn without_markup(wasm: Vec<u8>, glue: &str) -> Result<(Vec<u8>, String)> {
    if !glue.contains("innerHTML") {
        return Ok((wasm, glue.to_owned()));
    }
    if glue.contains("__wbg_content_") {
        bail!(
            "a view holds a literal, which would be built through innerHTML: \
             write literal texts and attributes as blocks, <h2 class={{\"title\"}}>{{\"Text\"}}</h2>"
        );
    }
    let glue = glue.replace(ASSIGNMENT, EMPTYING).replace(NAME, OTHER);
    if glue.contains("innerHTML") {
        bail!("the glue uses innerHTML in a way that is not known to be harmless");
    }
    Ok((renamed(wasm), glue))
}

/// Names have their length before them in WASM; a name of the same length changes nothing else.
fn renamed(mut wasm: Vec<u8>) -> Vec<u8> {
    let mut from = 0;
    while let Some(found) = wasm[from..]
        .windows(NAME.len())
        .position(|part| part == NAME.as_bytes())
    {
        let at = from + found;
        wasm[at..at + NAME.len()].copy_from_slice(OTHER.as_bytes());
        from = at + NAME.len();
    }
    wasm
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn emptying_stays_and_markup_goes() {
        let glue = "__wbg_set_innerHTML_1: function(arg0, arg1, arg2) { arg0.innerHTML = getStringFromWasm0(arg1, arg2); }";
        let (wasm, glue) = without_markup(b"\0\x15__wbg_set_innerHTML_1\0".to_vec(), glue).unwrap();
        assert_eq!(wasm, b"\0\x15__wbg_set_emptiness_1\0");
        assert!(
            glue.starts_with("__wbg_set_emptiness_1") && glue.contains("replaceChildren"),
            "{glue}"
        );
    }

    #[test]
    fn a_literal_view_fails_the_build() {
        let glue = "__wbg_content_1: function(arg0) { return arg0.content; }, set_innerHTML";
        assert!(without_markup(Vec::new(), glue).is_err());
        assert!(without_markup(Vec::new(), "return arg0.innerHTML;").is_err());
    }
}
