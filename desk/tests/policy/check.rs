//! `deskside-desk policy check`.

use tempfile::TempDir;

use super::{EXAMPLE, SHIPPED, folder, run, text};

#[test]
fn every_policy_here_is_without_faults_and_explained_in_both_languages() {
    for file in [SHIPPED, EXAMPLE] {
        let path = folder().join(file);
        let explained = ["en", "vi"].map(|lang| {
            let output = run(&["policy", "check", path.to_str().unwrap(), "--lang", lang]);
            assert!(output.status.success(), "{output:?}");
            assert!(output.stderr.is_empty(), "{output:?}");
            let text = String::from_utf8(output.stdout).unwrap();
            assert!(!text.contains("policy.") && !text.contains('{'), "{text}");
            text.replace(path.to_str().unwrap(), file)
        });
        let name = file.rsplit('/').next().unwrap();
        insta::assert_snapshot!(format!("{name}.en"), explained[0]);
        insta::assert_snapshot!(format!("{name}.vi"), explained[1]);
    }
}

#[test]
fn a_wrong_policy_is_refused_with_all_its_faults() {
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("wrong.json");
    let wrong = text(EXAMPLE)
        .replace("Asia/Ho_Chi_Minh", "Asia/Saigonn")
        .replacen("\"clause\": \"1.1a\"", "\"clause\": \"1.1x\"", 1)
        .replace("\"cover_clause\": \"1.1a\"", "\"cover_clause\": \"1.1x\"")
        .replace("\"keep_days\": 30", "\"keep_days\": 0");
    std::fs::write(&file, wrong).unwrap();
    let output = run(&["policy", "check", file.to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(1));
    assert!(output.stdout.is_empty(), "nothing is explained of it");
    let told = String::from_utf8(output.stderr).unwrap();
    for fault in [
        "cover_clause: clause “1.1x” has no text",
        "calendars[0].time_zone: no time zone “Asia/Saigonn”",
        "plans[1].changes.backup.keep_days: must be more than 0",
    ] {
        assert!(told.contains(fault), "{told}");
    }
    let output = run(&["policy", "check", file.to_str().unwrap(), "--lang", "vi"]);
    let told = String::from_utf8(output.stderr).unwrap();
    assert!(told.contains("phải lớn hơn 0"), "{told}");
}

#[test]
fn what_is_no_json_is_told_with_its_line() {
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("broken.json");
    std::fs::write(&file, text(SHIPPED).replace("\"days\"", "\"dais\"")).unwrap();
    let output = run(&["policy", "check", file.to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(1));
    let told = String::from_utf8(output.stderr).unwrap();
    assert!(told.contains("line 23"), "{told}");
    assert!(told.contains("warranty.length.unit"), "{told}");
    let output = run(&["policy", "check", "nowhere.json"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&output.stderr).contains("cannot read nowhere.json"));
}
