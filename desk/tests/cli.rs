//! The command line.

use std::io::Write as _;
use std::os::unix::fs::PermissionsExt as _;
use std::process::{Command, Output, Stdio};

use serde_json::Value;
use tempfile::TempDir;

pub(crate) fn desk(data: &TempDir, arguments: &[&str], stdin: &str) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_deskside-desk"))
        .args(arguments)
        .args(["--data", data.path().to_str().unwrap()])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child
        .stdin
        .take()
        .unwrap()
        .write_all(stdin.as_bytes())
        .unwrap();
    child.wait_with_output().unwrap()
}

#[test]
fn adding_a_system_prints_one_line_of_json() {
    let data = TempDir::new().unwrap();
    let arguments = [
        "system",
        "add",
        "--name",
        "Minh Long",
        "--origin",
        "http://localhost:9200",
    ];
    let output = desk(&data, &arguments, "");
    assert!(output.status.success());
    let text = String::from_utf8(output.stdout).unwrap();
    assert_eq!(text.lines().count(), 1);
    let line: Value = serde_json::from_str(&text).unwrap();
    assert!(line["system"].as_str().unwrap().starts_with("sys_"));
    assert_eq!(line["code"].as_str().unwrap().len(), 23);
    for secret in ["desk.key", "desk.sqlite"] {
        let mode = data
            .path()
            .join(secret)
            .metadata()
            .unwrap()
            .permissions()
            .mode();
        assert_eq!(mode & 0o777, 0o600, "{secret}");
    }
}

#[test]
fn adding_an_agent_reads_the_password_from_standard_input() {
    let data = TempDir::new().unwrap();
    let arguments = [
        "agent",
        "add",
        "--email",
        "linh@desk.example",
        "--name",
        "Linh Do",
    ];
    assert!(desk(&data, &arguments, "demo-linh\n").status.success());
    let twice = desk(&data, &arguments, "demo-linh\n");
    assert!(!twice.status.success());
    assert!(String::from_utf8_lossy(&twice.stderr).contains("taken"));
    let short = ["agent", "add", "--email", "a@desk.example", "--name", "A"];
    assert!(!desk(&data, &short, "short\n").status.success());
}

#[test]
fn a_contact_is_named_for_a_system_that_is_there() {
    let data = TempDir::new().unwrap();
    let add = [
        "system",
        "add",
        "--name",
        "X",
        "--origin",
        "http://x.example",
    ];
    let added: Value = serde_json::from_slice(&desk(&data, &add, "").stdout).unwrap();
    let system = added["system"].as_str().unwrap();
    let contact = |system: &str, email: &str| {
        let words = ["system", "contact", "--system", system, "--email", email];
        let name = ["--name", "Quang IT", "--lang", "vi"];
        desk(&data, &[words.as_slice(), name.as_slice()].concat(), "")
    };
    assert!(contact(system, "it@x.example").status.success());
    assert!(contact(system, "IT@x.example").status.success());
    for (system, email) in [(system, "it"), ("sys_elsewhere", "it@x.example")] {
        assert!(!contact(system, email).status.success());
    }
}

#[test]
fn what_makes_no_sense_is_told_in_words() {
    let data = TempDir::new().unwrap();
    let output = desk(
        &data,
        &["system", "add", "--name", "X", "--origin", "erp"],
        "",
    );
    assert!(!output.status.success());
    assert!(String::from_utf8_lossy(&output.stderr).contains("is no origin"));
    let help = Command::new(env!("CARGO_BIN_EXE_deskside-desk"))
        .args(["serve", "--help"])
        .output()
        .unwrap();
    let help = String::from_utf8(help.stdout).unwrap();
    for option in [
        "--public-url",
        "--web",
        "--smtp",
        "--mail-from",
        "--probe-every",
        "--exit-with-stdin",
    ] {
        assert!(help.contains(option), "{option}");
    }
}
