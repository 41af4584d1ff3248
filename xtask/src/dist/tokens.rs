//! `%{name}` in a source becomes the address of the file with that logical name.

use anyhow::{Result, bail};

use super::shelf::Shelf;

/// Fills in every name; `loader_text` is what `%{loader-text}` stands for, where that is allowed.
pub(crate) fn fill(
    origin: &str,
    source: &str,
    shelf: &Shelf,
    loader_text: Option<&str>,
) -> Result<String> {
    let mut out = String::new();
    let mut rest = source;
    while let Some((before, from)) = rest.split_once("%{") {
        out.push_str(before);
        let Some((name, after)) = from.split_once('}') else {
            bail!("{origin}: a %{{ has no end");
        };
        match (name, loader_text, shelf.address(name)) {
            ("loader-text", Some(text), _) => out.push_str(text),
            (_, _, Some(address)) => out.push_str(&address),
            _ => bail!("{origin}: there is no file with the logical name %{{{name}}}"),
        }
        rest = after;
    }
    out.push_str(rest);
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_become_addresses_and_unknown_ones_are_told() {
        let mut shelf = Shelf::new();
        shelf.plain("boot.js", Vec::new());
        assert_eq!(
            fill("x", "a %{boot.js} {{lang}} `${b}`", &shelf, None).unwrap(),
            "a /boot.js {{lang}} `${b}`"
        );
        assert_eq!(
            fill("x", "t = %{loader-text};", &shelf, Some("{}")).unwrap(),
            "t = {};"
        );
        let told = fill("index.html", "%{bot.js}", &shelf, None)
            .unwrap_err()
            .to_string();
        assert_eq!(
            told,
            "index.html: there is no file with the logical name %{bot.js}"
        );
        assert!(fill("x", "%{loader-text}", &shelf, None).is_err());
        assert!(fill("x", "%{boot.js", &shelf, None).is_err());
    }
}
