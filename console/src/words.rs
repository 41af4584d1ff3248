//! Every sentence the console says exists in both languages, none is left unsaid, and none loses a
//! placeholder.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

type Sentences = BTreeMap<String, String>;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn read(folder: &str, language: &str) -> Sentences {
    let path = root().join(folder).join(format!("{language}.json"));
    serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap()
}

/// What the console has at hand: its own words and the shared ones.
fn all(language: &str) -> Sentences {
    let mut all = read("text", language);
    for (key, sentence) in read("../protocol/text", language) {
        assert!(
            all.insert(key.clone(), sentence).is_none(),
            "{key} is given twice"
        );
    }
    all
}

fn sources(folder: &Path, found: &mut String) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, found);
        } else if !path.ends_with("words.rs") {
            let text = fs::read_to_string(&path).unwrap();
            found.push_str(text.split("#[cfg(test)]").next().unwrap());
        }
    }
}

/// Every text in quotes that has the shape of a key: lower case words with dots between.
fn literals() -> BTreeSet<String> {
    let mut code = String::new();
    sources(&root().join("src"), &mut code);
    let shaped = |text: &&str| {
        let mut words = text.split('.');
        let word = |word: &str| {
            !word.is_empty() && word.bytes().all(|b| b.is_ascii_lowercase() || b == b'_')
        };
        words.clone().count() > 1 && words.all(word)
    };
    code.split('"').filter(shaped).map(str::to_owned).collect()
}

/// Names after which something follows: `word("error", …)`, `family="ticket.state"`.
fn families() -> BTreeSet<String> {
    let mut code = String::new();
    sources(&root().join("src"), &mut code);
    ["word(\"", "family=\""]
        .iter()
        .flat_map(|call| code.split(call).skip(1))
        .filter_map(|rest| rest.split('"').next())
        .map(str::to_owned)
        .collect()
}

fn is_said(key: &str, literals: &BTreeSet<String>, families: &BTreeSet<String>) -> bool {
    let before = key.rsplit_once('.').map_or("", |(before, _)| before);
    let plural = (key.ends_with(".one") || key.ends_with(".other")) && literals.contains(before);
    literals.contains(key) || plural || families.contains(before)
}

#[test]
fn what_is_said_exists() {
    for language in ["en", "vi"] {
        let all = all(language);
        let begins: BTreeSet<&str> = all.keys().filter_map(|key| key.split('.').next()).collect();
        for literal in literals() {
            let ours = literal
                .split('.')
                .next()
                .is_some_and(|first| begins.contains(first))
                && !literal.starts_with("deskside.");
            let known = all.contains_key(&literal)
                || all.contains_key(&format!("{literal}.other"))
                || all
                    .keys()
                    .any(|key| key.starts_with(&format!("{literal}.")));
            assert!(!ours || known, "{language} has no sentence for {literal}");
        }
        for family in families() {
            let known = all.keys().any(|key| key.starts_with(&format!("{family}.")));
            assert!(known, "{language} has nothing of the family {family}");
        }
    }
}

#[test]
fn what_exists_is_said() {
    let (literals, families) = (literals(), families());
    let unsaid: Vec<_> = read("text", "en")
        .into_keys()
        .filter(|key| !is_said(key, &literals, &families))
        .collect();
    assert!(unsaid.is_empty(), "nobody says {unsaid:?}");
}

#[test]
fn both_languages_say_the_same() {
    let (en, vi) = (all("en"), all("vi"));
    assert!(en.keys().eq(vi.keys()), "the keys differ");
    for (key, sentence) in &en {
        assert_eq!(placeholders(sentence), placeholders(&vi[key]), "{key}");
    }
}

fn placeholders(sentence: &str) -> BTreeSet<&str> {
    let parts = sentence.split('{').skip(1);
    parts
        .filter_map(|rest| rest.split_once('}'))
        .map(|(name, _)| name)
        .collect()
}
