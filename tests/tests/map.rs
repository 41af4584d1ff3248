//! ARCHITECTURE.md is a promise: this walks its map and what must be absent.

use std::collections::{BTreeMap, BTreeSet};
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

/// Package name -> names of packages it needs in normal builds, whatever the target.
fn graph() -> (BTreeMap<String, BTreeSet<String>>, BTreeSet<String>) {
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--format-version=1", "--locked", "--offline"])
        .current_dir(root())
        .output()
        .unwrap();
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let metadata: Value = serde_json::from_slice(&output.stdout).unwrap();
    let name = |id: &Value| -> String {
        metadata["packages"]
            .as_array()
            .unwrap()
            .iter()
            .find(|package| package["id"] == *id)
            .unwrap()["name"]
            .as_str()
            .unwrap()
            .to_owned()
    };
    let members = metadata["workspace_members"]
        .as_array()
        .unwrap()
        .iter()
        .map(name)
        .collect();
    let mut graph: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for node in metadata["resolve"]["nodes"].as_array().unwrap() {
        let needs = node["deps"].as_array().unwrap().iter().filter(|dep| {
            dep["dep_kinds"]
                .as_array()
                .unwrap()
                .iter()
                .any(|kind| kind["kind"].is_null())
        });
        graph
            .entry(name(&node["id"]))
            .or_default()
            .extend(needs.map(|dep| name(&dep["pkg"])));
    }
    (graph, members)
}

#[test]
fn every_part_knows_only_what_the_map_says() {
    let (graph, members) = graph();
    let rows = rows();
    for member in &members {
        assert!(
            rows.iter().any(|row| row.package == *member) || member.starts_with("xtask"),
            "{member} is not on the map"
        );
    }
    for row in &rows {
        let direct: BTreeSet<String> = graph[&row.package]
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
    let (graph, _) = graph();
    for row in rows() {
        let mut reached = BTreeSet::new();
        // A dependency's own optional needs count too: the whole tree is walked.
        let mut to_walk = vec![row.package.clone()];
        while let Some(package) = to_walk.pop() {
            if reached.insert(package.clone()) {
                to_walk.extend(graph.get(&package).into_iter().flatten().cloned());
            }
        }
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
