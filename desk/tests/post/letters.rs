//! A whole mail, as it leaves the building.

use chrono::TimeDelta;

use super::stage::{desk, letters};
use crate::support::{Caller as _, message};

/// Takes out of a letter what chance and clock put there.
fn steady(letter: &str) -> String {
    let mut names = Vec::new();
    let mut out = Vec::new();
    for line in letter.replace('\r', "").lines() {
        let mut line = line.to_owned();
        for start in ["msg_", "support+", "boundary=\"", "--"] {
            if let Some(at) = line.find(start) {
                let from = at + start.len();
                let len = line[from..]
                    .chars()
                    .take_while(char::is_ascii_alphanumeric)
                    .count();
                if len >= 26 {
                    let name = line[from..from + len].to_owned();
                    let place = names
                        .iter()
                        .position(|known| *known == name)
                        .unwrap_or_else(|| {
                            names.push(name);
                            names.len() - 1
                        });
                    line.replace_range(from..from + len, &format!("<{place}>"));
                }
            }
        }
        if line.starts_with("Date: ") {
            line = "Date: <now>".to_owned();
        }
        out.push(line);
    }
    out.join("\n")
}

#[tokio::test]
async fn a_whole_letter_with_its_headers() {
    let (stage, host) = desk().await;
    let linh = stage.agent("linh").await;
    let id = host
        .reporter("lan")
        .await
        .files("It fails")
        .await
        .summary
        .id;
    stage.desk.world.pass(TimeDelta::seconds(1));
    let path = format!("/api/agent/tickets/{id}/messages");
    linh.post(&path, &message("Since when does it fail?")).await;
    insta::assert_snapshot!(steady(&letters(&stage).await[1]));
}
