//! ARCHITECTURE.md is a promise: this walks its map and what must be absent.
#![expect(
    clippy::unwrap_used,
    reason = "a walk that cannot read the map has failed"
)]

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

const ROOMS: [&str; 5] = ["policy", "context", "ticket", "access", "rotation"];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .unwrap()
        .to_owned()
}

struct Row {
    folder: String,
    package: String,
    knows: BTreeSet<String>,
    absent: Vec<String>,
}

/// The rows of the table under "The map".
fn rows() -> Vec<Row> {
    let text = std::fs::read_to_string(root().join("ARCHITECTURE.md")).unwrap();
    let names = |cell: &str| -> Vec<String> {
        cell.split(',')
            .map(|name| name.trim().trim_matches('`').to_owned())
            .filter(|name| name != "-" && !name.is_empty())
            .collect()
    };
    let rows: Vec<Row> = text
        .lines()
        .filter(|line| line.starts_with("| `"))
        .map(|line| {
            line.trim_matches('|')
                .split('|')
                .map(str::trim)
                .collect::<Vec<_>>()
        })
        .filter(|cells| cells.len() == 4)
        .map(|cells| Row {
            folder: names(cells[0])[0].clone(),
            package: names(cells[1])[0].clone(),
            knows: names(cells[2]).into_iter().collect(),
            absent: names(cells[3]),
        })
        .collect();
    assert!(rows.len() >= 7, "the map has lost its rows");
    rows
}

/// What runs in the browser is looked at as built for the browser, the rest as built here.
fn platform(package: &str) -> String {
    if ["deskside-protocol", "deskside", "deskside-console"].contains(&package) {
        return "wasm32-unknown-unknown".into();
    }
    let said = Command::new("rustc").arg("-vV").output().unwrap();
    let said = String::from_utf8(said.stdout).unwrap();
    said.lines()
        .find_map(|line| line.strip_prefix("host: "))
        .unwrap()
        .into()
}

/// Names of what a package needs in a normal build, down to this depth.
fn needs(package: &str, depth: Option<u32>) -> BTreeSet<String> {
    let mut tree = Command::new(env!("CARGO"));
    tree.args(["tree", "--locked", "--offline", "--edges=normal"])
        .args(["--prefix=none", "--format={p}", "--package", package])
        .args(["--target", &platform(package)])
        .current_dir(root());
    if let Some(depth) = depth {
        tree.arg(format!("--depth={depth}"));
    }
    let output = tree.output().unwrap();
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let names = String::from_utf8(output.stdout).unwrap();
    names
        .lines()
        .filter_map(|line| line.split(' ').next())
        .filter(|name| *name != package)
        .map(str::to_owned)
        .collect()
}

/// Names of the workspace's own packages.
fn members() -> BTreeSet<String> {
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--format-version=1", "--no-deps", "--offline"])
        .current_dir(root())
        .output()
        .unwrap();
    let metadata: Value = serde_json::from_slice(&output.stdout).unwrap();
    let packages = metadata["packages"].as_array().unwrap();
    packages
        .iter()
        .map(|package| package["name"].as_str().unwrap().to_owned())
        .collect()
}

#[test]
fn every_part_knows_only_what_the_map_says() {
    let rows = rows();
    let members = members();
    for member in &members {
        assert!(
            rows.iter().any(|row| row.package == *member),
            "{member} is not on the map"
        );
    }
    for row in &rows {
        let direct: BTreeSet<String> = needs(&row.package, Some(1))
            .intersection(&members)
            .cloned()
            .collect();
        assert!(
            direct.is_subset(&row.knows),
            "{} knows {direct:?}, the map says {:?}",
            row.package,
            row.knows
        );
    }
}

#[test]
fn what_must_be_absent_is_absent() {
    for row in rows() {
        let reached = needs(&row.package, None);
        for absent in &row.absent {
            assert!(
                !reached.contains(absent),
                "{} reaches {absent}",
                row.package
            );
        }
    }
}

fn files(folder: &Path, endings: &[&str]) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            found.extend(files(&path, endings));
        } else if endings
            .iter()
            .any(|ending| path.to_string_lossy().ends_with(ending))
        {
            found.push(path);
        }
    }
    found
}

fn sources(row: &Row) -> PathBuf {
    if row.package == "deskside" {
        root().join("src")
    } else {
        root().join(&row.folder).join("src")
    }
}

#[test]
fn an_earlier_room_never_uses_a_later_one() {
    for row in rows() {
        for file in files(&sources(&row), &[".rs"]) {
            let inside = file.strip_prefix(sources(&row)).unwrap();
            let first = inside
                .components()
                .next()
                .unwrap()
                .as_os_str()
                .to_string_lossy()
                .trim_end_matches(".rs")
                .to_owned();
            let Some(place) = ROOMS.iter().position(|room| *room == first) else {
                continue;
            };
            let text = std::fs::read_to_string(&file).unwrap();
            let code = text.split("#[cfg(test)]").next().unwrap();
            for later in &ROOMS[place + 1..] {
                for use_of in [format!("crate::{later}::"), format!("crate::{{{later}")] {
                    assert!(
                        !code.contains(&use_of),
                        "{} uses the later room {later}",
                        file.display()
                    );
                }
            }
        }
    }
}

#[test]
fn no_text_becomes_markup_in_the_browser() {
    for folder in ["src", "console", "demo-host/static"] {
        for file in files(&root().join(folder), &[".rs", ".js"]) {
            let text = std::fs::read_to_string(&file).unwrap();
            for markup in [
                "innerHTML",
                "outerHTML",
                "insertAdjacentHTML",
                "document.write",
                "inner_html",
            ] {
                assert!(!text.contains(markup), "{} has {markup}", file.display());
            }
        }
    }
}

#[test]
fn colours_stand_in_one_file() {
    for folder in ["style", "console/style"] {
        for file in files(&root().join(folder), &[".css"]) {
            if file.ends_with("style/tokens.css") {
                continue;
            }
            for (number, line) in std::fs::read_to_string(&file).unwrap().lines().enumerate() {
                let code = line.split("/*").next().unwrap();
                let hex = code.split('#').skip(1).any(|rest| {
                    rest.len() >= 3
                        && rest.chars().take(3).all(|c| c.is_ascii_hexdigit())
                        && code.contains(':')
                });
                let named = ["rgb(", "rgba(", "hsl(", "oklch("]
                    .iter()
                    .any(|form| code.contains(form));
                assert!(!hex && !named, "{}:{}: {line}", file.display(), number + 1);
            }
        }
    }
}
