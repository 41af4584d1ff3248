//! The demo's world: two companies with an ERP, and the vendor's staff at the desk.

use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};
use serde::{Deserialize, Serialize};

use super::data::{Data, Made, System};
use super::ports::Ports;
use crate::{place, say};

/// The companies, in the order in which the ERP expects their pairing codes.
const COMPANIES: [Company; 2] = [
    Company {
        name: MINH_LONG,
        plan: "premium",
        contact: ("Quang Pham", "it@minhlong.example", "vi"),
    },
    Company {
        name: SAO_VIET,
        plan: "standard",
        contact: ("Thu Dang", "it@saoviet.example", "en"),
    },
];
/// The version of the policy that both signed.
const POLICY: &str = "VIIN.WTS.POL.080423";
const MINH_LONG: &str = "Minh Long Ceramics";
const SAO_VIET: &str = "Sao Viet Logistics";
const DESK: &str = "the vendor's desk";

/// A customer: its name, the plan it booked, and whom it wants written to about its system as a whole.
struct Company {
    name: &'static str,
    plan: &'static str,
    contact: (&'static str, &'static str, &'static str),
}

/// Somebody who can sign in.
#[derive(Clone, Copy, Debug, Serialize)]
pub(crate) struct SignIn {
    /// `erp` or `console`.
    pub(crate) at: &'static str,
    pub(crate) company: &'static str,
    pub(crate) name: &'static str,
    pub(crate) role: &'static str,
    pub(crate) login: &'static str,
    pub(crate) password: &'static str,
}

/// Those whom the demo introduces.
pub(crate) const SIGN_INS: [SignIn; 6] = [
    erp(MINH_LONG, "Lan Tran", "clerk", "lan", "demo-lan"),
    erp(MINH_LONG, "Tuan Le", "colleague", "tuan", "demo-tuan"),
    erp(MINH_LONG, "Hoa Nguyen", "admin", "hoa", "demo-hoa"),
    erp(SAO_VIET, "Mai Vo", "clerk", "mai", "demo-mai"),
    staff("Linh Do", "agent", "linh@desk.example", "demo-linh"),
    staff("Khoa Bui", "lead", "khoa@desk.example", "demo-khoa"),
];

const fn erp(
    company: &'static str,
    name: &'static str,
    role: &'static str,
    login: &'static str,
    password: &'static str,
) -> SignIn {
    SignIn {
        at: "erp",
        company,
        name,
        role,
        login,
        password,
    }
}

const fn staff(
    name: &'static str,
    role: &'static str,
    login: &'static str,
    password: &'static str,
) -> SignIn {
    SignIn {
        at: "console",
        company: DESK,
        name,
        role,
        login,
        password,
    }
}

/// What the desk prints about a new system.
#[derive(Deserialize)]
struct Added {
    system: String,
    code: String,
}

/// The world as it was made before, or made now by the desk's own commands.
pub(crate) fn make(data: &Data, desk: &Path, ports: Ports) -> Result<Made> {
    if let Some(made) = data.made()? {
        return Ok(Made { ports, ..made });
    }
    let step = say::begin("introducing two companies and the vendor's staff to the desk");
    let made = first(data, desk, ports);
    if made.is_err() {
        // Half a world helps nobody: the next start finds an empty folder.
        let _ = std::fs::remove_dir_all(data.desk());
    }
    let made = made?;
    data.remember(&made)?;
    step.done("introduced");
    Ok(made)
}

fn first(data: &Data, desk: &Path, ports: Ports) -> Result<Made> {
    let origin = format!("http://localhost:{}", ports.erp);
    let mut systems = Vec::new();
    for company in COMPANIES {
        let words = [
            "system",
            "add",
            "--name",
            company.name,
            "--origin",
            &origin,
            "--zone",
            "Asia/Ho_Chi_Minh",
        ];
        let told = ask(desk, data, &words, "")?;
        let added: Added = serde_json::from_str(&told)
            .with_context(|| format!("the desk answered something else: {told}"))?;
        sign(desk, data, &added.system, &company)?;
        systems.push(System {
            name: company.name.to_owned(),
            system: added.system,
            code: added.code,
        });
    }
    for agent in SIGN_INS.iter().filter(|who| who.at == "console") {
        let words = [
            "agent",
            "add",
            "--email",
            agent.login,
            "--name",
            agent.name,
            "--role",
            agent.role,
        ];
        ask(desk, data, &words, agent.password)?;
    }
    Ok(Made { ports, systems })
}

/// Notes what a company signed and booked, and whom it wants written to.
fn sign(desk: &Path, data: &Data, system: &str, company: &Company) -> Result<()> {
    let signed = ["system", "sign", "--system", system, "--policy", POLICY];
    ask(
        desk,
        data,
        &[&signed[..], &["--plan", company.plan]].concat(),
        "",
    )?;
    let (name, email, lang) = company.contact;
    let contact = ["system", "contact", "--system", system, "--email", email];
    let who = ["--name", name, "--lang", lang];
    ask(desk, data, &[&contact[..], &who].concat(), "")?;
    Ok(())
}

/// Runs a command on the desk's data with something on its standard input, and answers with what it
/// printed.
fn ask(desk: &Path, data: &Data, words: &[&str], input: &str) -> Result<String> {
    let told = || format!("the desk's command `{}` failed", words[..2].join(" "));
    answer(
        Command::new(desk)
            .args(words)
            .arg("--data")
            .arg(data.desk()),
        input,
        told,
    )
}

/// Runs a command, and answers with what it printed.
pub(super) fn answer(
    command: &mut Command,
    input: &str,
    told: impl Fn() -> String + Copy,
) -> Result<String> {
    let mut child = command
        .current_dir(place::root())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .with_context(told)?;
    if let Some(mut stdin) = child.stdin.take() {
        stdin.write_all(input.as_bytes()).with_context(told)?;
    }
    let output = child.wait_with_output().with_context(told)?;
    if !output.status.success() {
        bail!(
            "{}: {}",
            told(),
            String::from_utf8_lossy(&output.stderr).trim()
        );
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}
