//! Reading a policy's file: what is no policy or has faults is refused, with everything that is
//! wrong named by its place.

use deskside_protocol::identity::Lang;
use deskside_protocol::policy::{FaultCode, Policy, PolicyFault};
use serde_json::Value;

use super::Tables;
use crate::mail::Texts;

/// Why a file is refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wrong {
    /// It cannot be read as a policy.
    Unreadable {
        /// The line at which reading stopped.
        line: usize,
        /// The column.
        column: usize,
        /// The field.
        place: String,
        /// What was found, as the reader of JSON puts it.
        why: String,
    },
    /// It can be read, but does not hold together.
    Faulty(Vec<PolicyFault>),
}

/// Reads a policy.
///
/// # Errors
/// When it is none, or has faults: all of them.
pub fn read(text: &str) -> Result<Policy, Wrong> {
    let policy: Policy =
        serde_path_to_error::deserialize(&mut serde_json::Deserializer::from_str(text))
            .map_err(|error| unreadable(error.path().to_string(), error.inner()))?;
    let given: Value =
        serde_json::from_str(text).map_err(|error| unreadable(String::new(), &error))?;
    let mut faults = policy.faults(&Tables);
    let understood = serde_json::to_value(&policy).unwrap_or_default();
    unknown("", &given, &understood, &mut faults);
    if faults.is_empty() {
        Ok(policy)
    } else {
        Err(Wrong::Faulty(faults))
    }
}

fn unreadable(place: String, error: &serde_json::Error) -> Wrong {
    // The reader says where it is at the end of its sentence, and the caller says it by itself.
    let why = error.to_string();
    let why = why.split(" at line ").next().unwrap_or_default();
    Wrong::Unreadable {
        line: error.line(),
        column: error.column(),
        place,
        why: why.to_owned(),
    }
}

/// Fields that were given and not understood: read without a word, a slip of the pen would change
/// what is promised.
fn unknown(place: &str, given: &Value, understood: &Value, faults: &mut Vec<PolicyFault>) {
    match (given, understood) {
        (Value::Object(given), Value::Object(understood)) => {
            for (name, value) in given.iter().filter(|(_, value)| !value.is_null()) {
                let dot = if place.is_empty() { "" } else { "." };
                let inside = format!("{place}{dot}{name}");
                match understood.get(name) {
                    Some(known) => unknown(&inside, value, known, faults),
                    // A list without entries is the same as none.
                    None if value.as_array().is_some_and(Vec::is_empty) => {}
                    None => faults.push(PolicyFault {
                        code: FaultCode::UnknownField,
                        place: inside,
                        found: name.clone(),
                    }),
                }
            }
        }
        (Value::Array(given), Value::Array(understood)) => {
            for (n, (value, known)) in given.iter().zip(understood).enumerate() {
                unknown(&format!("{place}[{n}]"), value, known, faults);
            }
        }
        _ => {}
    }
}

impl Wrong {
    /// It in words, a line for each fault.
    #[must_use]
    pub fn told(&self, texts: &Texts, lang: Lang) -> Vec<String> {
        let faults = match self {
            Wrong::Faulty(faults) => faults,
            Wrong::Unreadable {
                line,
                column,
                place,
                why,
            } => {
                let place = if place == "." { "" } else { place };
                let blanks = [
                    ("line", line.to_string()),
                    ("column", column.to_string()),
                    ("place", place.to_owned()),
                    ("why", why.clone()),
                ];
                let key = match place {
                    "" => "policy.unreadable",
                    _ => "policy.unreadable_field",
                };
                let blanks = blanks
                    .each_ref()
                    .map(|(name, value)| (*name, value.as_str()));
                return vec![texts.say(lang, key, &blanks)];
            }
        };
        let tell = |fault: &PolicyFault| {
            let key = format!("policy.fault.{}", fault.code.as_str());
            let words = texts.say(lang, &key, &[("found", &fault.found)]);
            format!("{}: {words}", fault.place)
        };
        faults.iter().map(tell).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str = include_str!("../../../policy/VIIN.WTS.POL.080423.json");

    fn wrong(text: &str) -> Vec<String> {
        let texts = Texts::load().unwrap();
        let wrong = read(text).unwrap_err();
        assert_ne!(wrong.told(&texts, Lang::Vi), wrong.told(&texts, Lang::En));
        wrong.told(&texts, Lang::En)
    }

    #[test]
    fn a_slip_of_the_pen_is_found_at_any_depth() {
        assert!(read(FILE).is_ok());
        let slip = FILE.replace("\"pauses_clocks\"", "\"pause_clocks\"");
        assert_eq!(
            wrong(&slip),
            [
                "maintenance.pause_clocks: “pause_clocks” means nothing here; is it a slip of the pen?"
            ]
        );
        let slip = FILE.replacen("\"hours\": 24,", "\"hours\": 24, \"count\": {}, ", 1);
        assert_eq!(wrong(&slip).len(), 1);
        assert!(wrong(&slip)[0].starts_with("response[0].count:"));
        let slip = FILE.replace("\"effective_from\"", "\"effective\"");
        assert!(
            wrong(&slip)[0].starts_with("line 4, column 13"),
            "{:?}",
            wrong(&slip)
        );
    }

    #[test]
    fn what_cannot_be_read_names_line_and_field() {
        let bad = FILE.replace("\"2023-04-08\"", "\"the 8th\"");
        let told = wrong(&bad);
        assert!(told[0].starts_with("line 4, column "), "{told:?}");
        assert!(told[0].contains("effective_from"), "{told:?}");
        let missing = FILE.replace("  \"effective_from\": \"2023-04-08\",\n", "");
        assert!(wrong(&missing)[0].contains("missing field `effective_from`"));
        assert!(wrong("{")[0].starts_with("line 1, column 1"));
    }

    #[test]
    fn every_kind_of_fault_has_its_words() {
        let texts = Texts::load().unwrap();
        for code in FaultCode::ALL {
            let key = format!("policy.fault.{}", code.as_str());
            assert_ne!(texts.say(Lang::Vi, &key, &[]), key);
            assert_eq!(serde_json::to_value(code).unwrap(), code.as_str());
        }
    }
}
