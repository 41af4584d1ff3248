//! Every key used exists in every language, none is unused, and no language loses a placeholder.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use super::fill;

type Sentences = BTreeMap<String, String>;

/// First words of keys: a literal in the sources that begins so and has a key's shape is one.
const ROOMS: [&str; 8] = [
    "policy", "context", "ticket", "access", "rotation", "panel", "ui", "loader",
];

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn read(folder: &str, language: &str) -> Sentences {
    let path = root().join(folder).join(format!("{language}.json"));
    serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap()
}

fn sources(folder: &Path, ending: &str, found: &mut String) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, ending, found);
        } else if path.to_string_lossy().ends_with(ending) && !path.ends_with("tests.rs") {
            found.push_str(&fs::read_to_string(&path).unwrap());
        }
    }
}

fn is_key(text: &str) -> bool {
    let mut parts = text.split('.');
    parts.next().is_some_and(|first| ROOMS.contains(&first))
        && parts.clone().next().is_some()
        && parts.all(|part| {
            !part.is_empty() && part.bytes().all(|b| b.is_ascii_lowercase() || b == b'_')
        })
}

/// All keys that the sources name, and the families whose members have names of their own.
fn used() -> (BTreeSet<String>, BTreeSet<String>) {
    let mut code = String::new();
    sources(&root().join("src"), ".rs", &mut code);
    let literals = code.split('"').filter(|piece| is_key(piece));
    let mut keys: BTreeSet<String> = literals.map(str::to_owned).collect();
    let page = fs::read_to_string(root().join("index.html")).unwrap();
    let placed = page.split("{{t:").skip(1);
    keys.extend(placed.map(|rest| rest.split("}}").next().unwrap().to_owned()));
    let families = ["word(\"", "family=\""]
        .into_iter()
        .flat_map(|before| code.split(before).skip(1));
    let families = families.map(|rest| rest.split('"').next().unwrap().to_owned());
    let families = families.collect();
    (keys, families)
}

#[test]
fn every_key_used_exists() {
    let (keys, families) = used();
    for language in ["en", "vi"] {
        let mut all = read("protocol/text", language);
        all.extend(read("src/text", language));
        let family = |name: &str| all.keys().any(|key| key.starts_with(&format!("{name}.")));
        let missing: Vec<_> = keys
            .iter()
            .filter(|key| !all.contains_key(*key) && !family(key))
            .collect();
        assert!(missing.is_empty(), "{language} lacks {missing:?}");
        let missing: Vec<_> = families.iter().filter(|name| !family(name)).collect();
        assert!(missing.is_empty(), "{language} has nothing of {missing:?}");
    }
}

#[test]
fn no_key_is_unused() {
    let (keys, families) = used();
    let mut loader = String::new();
    sources(&root().join("src/loader"), ".js", &mut loader);
    let unused: Vec<String> = read("src/text", "en")
        .into_keys()
        .filter(|key| {
            let (family, name) = key.rsplit_once('.').unwrap();
            let counted = matches!(name, "one" | "other") && keys.contains(family);
            let by_loader = family == "loader" && loader.contains(name);
            !(keys.contains(key) || families.contains(family) || counted || by_loader)
        })
        .collect();
    assert!(unused.is_empty(), "nobody says {unused:?}");
}

#[test]
fn languages_say_the_same() {
    for folder in ["src/text", "protocol/text"] {
        let (en, vi) = (read(folder, "en"), read(folder, "vi"));
        assert!(en.keys().eq(vi.keys()), "{folder}: keys differ");
        for (key, sentence) in &en {
            assert_eq!(
                placeholders(sentence),
                placeholders(&vi[key]),
                "{folder}: {key}"
            );
        }
    }
}

fn placeholders(sentence: &str) -> BTreeSet<&str> {
    sentence
        .split('{')
        .skip(1)
        .filter_map(|rest| rest.split_once('}'))
        .map(|(name, _)| name)
        .collect()
}

#[test]
fn values_fill_their_places_once() {
    let filled = fill(
        "{who} asks {whom} for {x}",
        &[("who", "{whom}"), ("whom", "Hoa")],
    );
    assert_eq!(filled, "{whom} asks Hoa for {x}");
    assert_eq!(fill("a { b", &[]), "a { b");
}
