//! What the demo says about itself: `demo.json` for programs, a card for people.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Result;
use serde::{Deserialize, Serialize};

use super::data::{Data, Made, System};
use super::world::{SIGN_INS, SignIn};
use crate::{http, place, say};

/// `demo.json`.
#[derive(Serialize)]
pub(crate) struct Note<'a> {
    pub(crate) pids: Pids,
    erp: String,
    desk: String,
    console: String,
    mailbox: String,
    smtp: String,
    systems: &'a [System],
    sign_ins: &'a [SignIn],
    data: &'a Path,
    logs: PathBuf,
    desk_db: Option<PathBuf>,
    host_dbs: Vec<PathBuf>,
    /// While this file exists a desk that died is not started again.
    desk_hold: PathBuf,
    /// Seconds in this file are added to the ERP's own clock.
    clock_file: PathBuf,
}

/// The programs of a running demo.
#[derive(Clone, Copy, Serialize, Deserialize)]
pub(crate) struct Pids {
    pub(crate) xtask: u32,
    pub(crate) desk: u32,
    pub(crate) host: u32,
    pub(crate) mailbox: u32,
}

/// Writes `demo.json`.
pub(crate) fn write(data: &Data, made: &Made, pids: Pids) -> Result<()> {
    let ports = made.ports;
    let desk = format!("http://127.0.0.1:{}", ports.desk);
    let note = Note {
        pids,
        erp: format!("http://localhost:{}", ports.erp),
        console: format!("{desk}/console/"),
        desk,
        mailbox: format!("http://127.0.0.1:{}", ports.mail),
        smtp: format!("127.0.0.1:{}", ports.smtp),
        systems: &made.systems,
        sign_ins: &SIGN_INS,
        data: data.root(),
        logs: data.logs(),
        desk_db: databases(&data.desk()).into_iter().next(),
        host_dbs: databases(&data.host()),
        desk_hold: data.hold(),
        clock_file: data.clock(),
    };
    place::write(&data.note(), &serde_json::to_vec_pretty(&note)?)
}

/// The SQLite files in a folder.
fn databases(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let mut files: Vec<PathBuf> = entries
        .map(|entry| entry.path())
        .filter(|path| {
            path.extension()
                .is_some_and(|kind| kind == "sqlite" || kind == "db")
        })
        .collect();
    files.sort();
    files
}

/// Whether the demo of this folder is up: somebody holds the folder and the desk it names answers.
pub(crate) fn is_up(data: &Data) -> bool {
    #[derive(Deserialize)]
    struct Seen {
        desk: String,
    }
    let seen = fs::read(data.note())
        .ok()
        .and_then(|text| serde_json::from_slice::<Seen>(&text).ok());
    let port = seen.and_then(|seen| seen.desk.rsplit_once(':')?.1.parse().ok());
    data.in_use() && port.is_some_and(http::healthy)
}

/// Tells people where to go and who to be.
pub(crate) fn show(data: &Data, made: &Made) {
    let ports = made.ports;
    let people = |at: &str| {
        let here: Vec<_> = SIGN_INS
            .iter()
            .filter(|who| who.at == at)
            .copied()
            .collect();
        here.into_iter().map(|who| {
            format!(
                "    {:<18} {:<10}  {:<10} {}, {}",
                who.login, who.password, who.role, who.name, who.company
            )
        })
    };
    let mut lines = vec![
        String::new(),
        format!("ERP       http://localhost:{}", ports.erp),
    ];
    lines.extend(people("erp"));
    lines.extend([
        String::new(),
        format!("Console   http://127.0.0.1:{}/console/", ports.desk),
    ]);
    lines.extend(people("console"));
    lines.extend([
        String::new(),
        format!("Mailbox   http://127.0.0.1:{}", ports.mail),
        String::new(),
        format!("Data and logs in {}", data.root().display()),
        "Ctrl-C stops all of it.".to_owned(),
    ]);
    say::card("Deskside demo", &lines);
}
