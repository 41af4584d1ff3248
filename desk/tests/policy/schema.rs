//! `policy/schema.json` says the same as what reads the files.

use boon::{Compiler, Draft, SchemaIndex, Schemas};
use deskside_desk::policy::read;
use serde_json::Value;

use super::{EXAMPLE, SHIPPED, text};

struct Schema {
    schemas: Schemas,
    index: SchemaIndex,
}

impl Schema {
    fn load() -> Self {
        let schema: Value = serde_json::from_str(&text("schema.json")).unwrap();
        let (mut schemas, mut compiler) = (Schemas::new(), Compiler::new());
        compiler.set_default_draft(Draft::V2020_12);
        compiler.enable_format_assertions();
        compiler.add_resource("schema.json", schema).unwrap();
        let index = compiler.compile("schema.json", &mut schemas).unwrap();
        Self { schemas, index }
    }

    fn refuses(&self, policy: &Value) -> Option<String> {
        let valid = self.schemas.validate(policy, self.index);
        valid.err().map(|error| error.to_string())
    }
}

fn value(file: &str) -> Value {
    serde_json::from_str(&text(file)).unwrap()
}

#[test]
fn every_policy_here_fits_the_schema() {
    let schema = Schema::load();
    for file in [SHIPPED, EXAMPLE] {
        assert_eq!(schema.refuses(&value(file)), None, "{file}");
    }
}

#[test]
fn schema_and_reader_ask_for_the_same_fields() {
    let schema = Schema::load();
    let policy = value(EXAMPLE);
    for field in policy.as_object().unwrap().keys() {
        let mut without = policy.clone();
        without.as_object_mut().unwrap().remove(field);
        // Plans and clocks lean on calendars, which is for the reader alone to know.
        if field == "calendars" {
            continue;
        }
        assert_eq!(
            schema.refuses(&without).is_some(),
            read(&without.to_string()).is_err(),
            "{field}"
        );
    }
}

#[test]
fn what_the_schema_refuses_the_reader_refuses_too() {
    let schema = Schema::load();
    let cases: [(&str, Value); 15] = [
        ("/id", "".into()),
        ("/effective_from", "2023-13-01".into()),
        ("/warranty/length/count", 0.into()),
        ("/warranty/length/unit", "weeks".into()),
        ("/lifecycle/length/count", (-3).into()),
        ("/response/0/hours", 9000.into()),
        ("/response/0/severity", "urgent".into()),
        ("/response/0/counted/in", "business".into()),
        ("/exclusions/0/cause", "bad_luck".into()),
        ("/channels/0/free", "yes".into()),
        ("/maintenance/night_from", "25:00:00".into()),
        ("/calendars/0/shifts/0/days/0", 8.into()),
        ("/calendars/0/holidays/0/on", "Tet".into()),
        ("/plans/1/changes/backup/every_hours", 0.into()),
        ("/clauses/0/text/vi", " ".into()),
    ];
    for (place, wrong) in cases {
        let mut policy = value(EXAMPLE);
        *policy.pointer_mut(place).unwrap() = wrong;
        assert!(schema.refuses(&policy).is_some(), "{place}");
        assert!(read(&policy.to_string()).is_err(), "{place}");
    }
    for place in [
        "",
        "/maintenance",
        "/response/0",
        "/plans/0/changes",
        "/calendars/0/shifts/0",
    ] {
        let mut policy = value(EXAMPLE);
        let object = policy.pointer_mut(place).unwrap().as_object_mut().unwrap();
        object.insert("pauses_clock".into(), true.into());
        assert!(schema.refuses(&policy).is_some(), "{place}");
        assert!(read(&policy.to_string()).is_err(), "{place}");
    }
}
