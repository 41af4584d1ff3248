//! Style sheets: what widget and console share first, then each room's file in the order of its name.

use std::fs;

use anyhow::{Context, Result, bail};

use crate::place;

/// What widget and console share: the one file that names colours, sizes and fonts, and the views
/// about what is promised and done.
const SHARED: [&str; 3] = ["style/tokens.css", "style/promise.css", "style/steps.css"];

/// One sheet from all the files of a folder.
pub(crate) fn sheet(folder: &str) -> Result<Vec<u8>> {
    let mut files = Vec::new();
    for entry in fs::read_dir(place::root().join(folder))
        .with_context(|| format!("cannot read {folder}/"))?
    {
        let name = entry
            .with_context(|| format!("cannot read {folder}/"))?
            .file_name();
        if let Some(name) = name.to_str().filter(|name| name.ends_with(".css")) {
            files.push(format!("{folder}/{name}"));
        }
    }
    files.retain(|file| !SHARED.contains(&file.as_str()));
    files.sort();
    let mut sheet = String::new();
    for file in SHARED.map(str::to_owned).into_iter().chain(files) {
        sheet.push_str(&lean(&place::read(&file)?).with_context(|| file.clone())?);
    }
    Ok(sheet.into_bytes())
}

/// Drops comments, indentation and empty lines; what stands in quotes stays as it is.
fn lean(source: &str) -> Result<String> {
    let mut out = String::new();
    let mut rest = source;
    while let Some(at) = rest.find(['/', '"', '\'']) {
        let (before, from) = rest.split_at(at);
        out.push_str(before);
        let length = if from.starts_with("/*") {
            let Some(end) = from.find("*/") else {
                bail!("a comment does not end")
            };
            rest = &from[end + 2..];
            continue;
        } else if from.starts_with('/') {
            1
        } else {
            quoted(from).context("a text in quotes does not end")?
        };
        out.push_str(&from[..length]);
        rest = &from[length..];
    }
    out.push_str(rest);
    Ok(out
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .fold(String::new(), |all, line| all + line + "\n"))
}

/// The length of the quoted text at the beginning, quotes included.
fn quoted(from: &str) -> Option<usize> {
    let quote = from.chars().next()?;
    let mut escaped = false;
    for (at, letter) in from.char_indices().skip(1) {
        if letter == quote && !escaped {
            return Some(at + 1);
        }
        escaped = letter == '\\' && !escaped;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_go_and_quotes_stay() {
        let source =
            "/* a */\n.x {\n  content: \"/* not \\\" this */\";\n\n  width: calc(1rem / 2);\n}\n";
        assert_eq!(
            lean(source).unwrap(),
            ".x {\ncontent: \"/* not \\\" this */\";\nwidth: calc(1rem / 2);\n}\n"
        );
        assert!(lean("/* open").is_err());
        assert!(lean("'open").is_err());
    }
}
