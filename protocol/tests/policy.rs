//! The tables of `tests/policy/`: for every clause facts, and the verdict, the due time and the text
//! that they must lead to.

#![expect(
    clippy::unwrap_used,
    reason = "a table that cannot be read says so in the plainest way"
)]

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use chrono::{DateTime, FixedOffset, NaiveDate, Offset as _, TimeZone as _, Utc};
use chrono_tz::Tz;
use deskside_protocol::identity::Text;
use deskside_protocol::policy::{
    Because, Cause, Channel, Cover, Due, Facts, Impact, IncidentKind, Module, Policy, Reckoning,
    Span, TermKind, Zones,
};
use rstest::rstest;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

/// A table: cases under one version of the policy.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    policy: String,
    cases: Vec<Case>,
}

/// A case: what is asked of the policy, what it must say, and words of the clause it goes by.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    case: String,
    plan: Option<String>,
    ask: Ask,
    expect: Value,
    says: Text,
}

#[derive(Deserialize)]
#[serde(tag = "for", rename_all = "snake_case", deny_unknown_fields)]
enum Ask {
    Verdict(Told),
    Answer(Received),
    Solution(Received),
    Notice(Received),
    Terms {
        activated_on: Option<NaiveDate>,
        released_on: Option<NaiveDate>,
        today: NaiveDate,
    },
    Exclusion {
        cause: Cause,
    },
    Channel {
        channel: Channel,
    },
    Incident {
        kind: IncidentKind,
    },
    Backup {},
    Clause {
        name: String,
    },
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Told {
    impact: Impact,
    activated_on: Option<NaiveDate>,
    released_on: Option<NaiveDate>,
    today: NaiveDate,
    #[serde(default)]
    modules: Vec<Named>,
    maintenance_until: Option<DateTime<Utc>>,
    incident: Option<IncidentKind>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Named {
    name: String,
    maker: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Received {
    impact: Impact,
    received: DateTime<FixedOffset>,
    #[serde(default)]
    maintenance: Vec<Span>,
}

/// What must be said, for each kind of question.
#[derive(Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
struct Said {
    cover: Cover,
    clause: String,
    because: Vec<Because>,
}

#[derive(Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
struct By {
    at: DateTime<Utc>,
    hours: u32,
    clause: String,
}

#[derive(Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
struct Terms {
    terms: Vec<Term>,
}

#[derive(Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
struct Term {
    kind: TermKind,
    ends_on: NaiveDate,
    days_left: i64,
    clause: String,
}

#[derive(Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
struct Stands {
    clause: Option<String>,
}

#[derive(Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
struct Free {
    free: bool,
    clause: String,
}

#[derive(Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
struct Backups {
    every_hours: u32,
    keep_days: u32,
    clause: String,
}

struct Tables;

impl Zones for Tables {
    fn offset(&self, zone: &str, at: DateTime<Utc>) -> Option<i32> {
        let zone: Tz = zone.parse().ok()?;
        let offset = zone.offset_from_utc_datetime(&at.naive_utc()).fix();
        Some(offset.local_minus_utc())
    }
}

fn root() -> PathBuf {
    PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/.."))
}

fn read<T: DeserializeOwned>(path: &Path) -> T {
    let text = std::fs::read_to_string(path).unwrap();
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn policy(id: &str) -> Policy {
    let built_in = root().join(format!("policy/{id}.json"));
    let example = root().join(format!("policy/examples/{id}.json"));
    read(if built_in.exists() {
        &built_in
    } else {
        &example
    })
}

impl Case {
    /// Asserts that the policy says what is expected, and answers with the clause it goes by.
    fn holds(&self, table: &str, policy: &Policy) -> Option<String> {
        let policy = &policy.for_plan(self.plan.as_deref());
        let told = format!("{table}: {}", self.case);
        let clause = match &self.ask {
            Ask::Verdict(facts) => {
                let verdict = facts.judged(policy);
                let said = Said {
                    cover: verdict.cover,
                    clause: verdict.clause.clone(),
                    because: verdict.because,
                };
                assert_eq!(said, self.expected(), "{told}");
                assert!(!verdict.ruled, "{told}: a forecast rules nothing");
                Some(verdict.clause)
            }
            Ask::Answer(received) => Some(self.due(&told, received, |r| {
                policy.answer_due(received.impact.severity(), received.received.to_utc(), r)
            })),
            Ask::Solution(received) => Some(self.due(&told, received, |r| {
                policy.solution_due(received.impact.severity(), received.received.to_utc(), r)
            })),
            Ask::Notice(received) => Some(self.due(&told, received, |r| {
                policy.not_covered_due(received.received.to_utc(), r)
            })),
            Ask::Terms {
                activated_on,
                released_on,
                today,
            } => {
                let terms = policy.terms(*activated_on, *released_on, *today);
                let term = |term: deskside_protocol::policy::TermView| Term {
                    kind: term.kind,
                    ends_on: term.ends_on,
                    days_left: term.days_left,
                    clause: term.clause,
                };
                let terms: Vec<_> = terms.into_iter().map(term).collect();
                let clause = terms.last().map(|term| term.clause.clone());
                assert_eq!(Terms { terms }, self.expected(), "{told}");
                Some(clause.unwrap_or_else(|| policy.lifecycle.clause.clone()))
            }
            Ask::Exclusion { cause } => {
                let clause = policy.excludes(*cause).map(|one| one.clause.clone());
                self.stands(&told, clause)
            }
            Ask::Channel { channel } => {
                let rule = policy.channel(*channel).unwrap();
                let said = Free {
                    free: rule.free,
                    clause: rule.clause.clone(),
                };
                assert_eq!(said, self.expected(), "{told}");
                Some(said.clause)
            }
            Ask::Incident { kind } => {
                let clause = policy.incident(*kind).map(|rule| rule.clause.clone());
                self.stands(&told, clause)
            }
            Ask::Backup {} => {
                let rule = policy.backup.clone().unwrap();
                let said = Backups {
                    every_hours: rule.every_hours,
                    keep_days: rule.keep_days,
                    clause: rule.clause,
                };
                assert_eq!(said, self.expected(), "{told}");
                Some(said.clause)
            }
            Ask::Clause { name } => self.stands(&told, Some(named(policy, name))),
        };
        if let Some(clause) = &clause {
            self.worded(&told, policy, clause);
        }
        clause
    }

    fn expected<T: DeserializeOwned>(&self) -> T {
        serde_json::from_value(self.expect.clone())
            .unwrap_or_else(|error| panic!("{}: {error}", self.case))
    }

    fn due(&self, told: &str, received: &Received, due: impl Fn(Reckoning<'_>) -> Due) -> String {
        let due = due(Reckoning {
            zones: &Tables,
            maintenance: &received.maintenance,
        });
        let said = By {
            at: due.at,
            hours: due.hours,
            clause: due.clause,
        };
        assert_eq!(said, self.expected(), "{told}");
        said.clause
    }

    fn stands(&self, told: &str, clause: Option<String>) -> Option<String> {
        let said = Stands { clause };
        assert_eq!(said, self.expected(), "{told}");
        said.clause
    }

    /// The clause's text says so, in both languages.
    fn worded(&self, told: &str, policy: &Policy, clause: &str) {
        let found = policy.clauses.iter().find(|one| one.id == clause).unwrap();
        assert!(
            found.text.en.contains(&self.says.en),
            "{told}: {}",
            found.text.en
        );
        assert!(
            found.text.vi.contains(&self.says.vi),
            "{told}: {}",
            found.text.vi
        );
    }
}

impl Told {
    fn judged(&self, policy: &Policy) -> deskside_protocol::policy::Verdict {
        let modules = self.modules.iter().map(|module| Module {
            name: &module.name,
            maker: &module.maker,
        });
        policy.judge(&Facts {
            impact: self.impact,
            activated_on: self.activated_on,
            released_on: self.released_on,
            today: self.today,
            unassessed: modules.collect(),
            maintenance_until: self.maintenance_until,
            incident: self.incident,
        })
    }
}

/// A clause that stands by itself.
fn named(policy: &Policy, name: &str) -> String {
    let clause = match name {
        "unsolved" => &policy.unsolved_clause,
        "out_of_scope" => &policy.out_of_scope_clause,
        "recovery" => &policy.recovery_clause,
        "privacy" => &policy.privacy_clause,
        "credentials" => &policy.credentials_clause,
        other => panic!("no clause stands for {other}"),
    };
    clause.clone()
}

#[rstest]
fn clause(#[files("../tests/policy/*.json")] path: PathBuf) {
    let table: Table = read(&path);
    let policy = policy(&table.policy);
    let name = path.file_stem().unwrap().to_string_lossy();
    assert!(!table.cases.is_empty());
    for case in &table.cases {
        case.holds(&name, &policy);
    }
}

#[test]
fn every_clause_of_the_policy_has_a_case() {
    let policy = policy("VIIN.WTS.POL.080423");
    let mut met = BTreeSet::new();
    for entry in std::fs::read_dir(root().join("tests/policy")).unwrap() {
        let table: Table = read(&entry.unwrap().path());
        if table.policy == policy.id {
            met.extend(
                table
                    .cases
                    .iter()
                    .filter_map(|case| case.holds("", &policy)),
            );
        }
    }
    let all: BTreeSet<_> = policy
        .clauses
        .iter()
        .map(|clause| clause.id.clone())
        .collect();
    assert_eq!(met, all);
}
