//! The command line.

use std::net::SocketAddr;
use std::path::PathBuf;

use chrono_tz::Tz;
use clap::{Args, Parser, Subcommand, ValueEnum};
use deskside_protocol::identity::Lang;

use crate::keys::PublicKey;

/// The desk: the vendor's support server of Deskside.
#[derive(Debug, Parser)]
#[command(name = "deskside-desk", version, about, propagate_version = true)]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// What the desk can be told to do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Run the desk until it is told to stop (Ctrl-C, SIGTERM).
    Serve(Box<Serve>),
    /// Systems under support.
    #[command(subcommand)]
    System(SystemCommand),
    /// The support staff.
    #[command(subcommand)]
    Agent(AgentCommand),
    /// Put everything the desk keeps into one archive, beside a running desk. Prints one line of JSON:
    /// {"files": how many, "bytes": in them}.
    Backup {
        /// Folder that holds everything the desk keeps.
        #[arg(long, env = "DESKSIDE_DATA")]
        data: PathBuf,
        /// The archive, such as desk-2026-11-24.tar.gz; it must not be there yet. It holds the desk's
        /// key: keep it where only you can read it.
        #[arg(long)]
        out: PathBuf,
    },
    /// Bring everything back from an archive, if nothing in it is damaged. Prints one line of JSON:
    /// {"files": how many, "bytes": in them}.
    Restore {
        /// The archive.
        #[arg(long)]
        from: PathBuf,
        /// Folder for everything the desk keeps: empty, or not there yet.
        #[arg(long, env = "DESKSIDE_DATA")]
        data: PathBuf,
    },
    /// Policies as data.
    #[command(subcommand)]
    Policy(PolicyCommand),
    /// The list of modules that the vendor made or assessed.
    #[command(subcommand)]
    Modules(ModulesCommand),
}

/// How the desk runs.
#[derive(Debug, Args)]
pub struct Serve {
    /// Folder that holds everything the desk keeps; made where it is missing.
    #[arg(long, env = "DESKSIDE_DATA")]
    pub data: PathBuf,
    /// Address to listen on.
    #[arg(long, env = "DESKSIDE_LISTEN", default_value = "127.0.0.1:9100")]
    pub listen: SocketAddr,
    /// Address under which browsers and hosts reach the desk, such as <https://desk.example>.
    #[arg(
        long,
        env = "DESKSIDE_PUBLIC_URL",
        default_value = "http://127.0.0.1:9100"
    )]
    pub public_url: String,
    /// Folder with the built widget and console (`cargo xtask dist`).
    #[arg(long, env = "DESKSIDE_WEB", value_name = "DIR")]
    pub web: Option<PathBuf>,
    /// Mail server; without one mails wait in the outbox.
    #[arg(long, env = "DESKSIDE_SMTP", value_name = "HOST:PORT")]
    pub smtp: Option<String>,
    /// Name with which the desk signs in to the mail server, where it wants one.
    #[arg(long, env = "DESKSIDE_SMTP_USER", requires = "smtp_password_file")]
    pub smtp_user: Option<String>,
    /// File that holds the password for it.
    #[arg(long, env = "DESKSIDE_SMTP_PASSWORD_FILE", value_name = "FILE")]
    pub smtp_password_file: Option<PathBuf>,
    /// Mailbox to which people write (IMAP; encrypted from the start unless on this machine). Without
    /// one, answers by mail reach nobody, and letters say so.
    #[arg(
        long,
        env = "DESKSIDE_IMAP",
        value_name = "HOST:PORT",
        requires = "imap_user"
    )]
    pub imap: Option<String>,
    /// Name with which the desk signs in to the mailbox.
    #[arg(long, env = "DESKSIDE_IMAP_USER", requires = "imap_password_file")]
    pub imap_user: Option<String>,
    /// File that holds the password for it.
    #[arg(long, env = "DESKSIDE_IMAP_PASSWORD_FILE", value_name = "FILE")]
    pub imap_password_file: Option<PathBuf>,
    /// Folder that is read.
    #[arg(long, env = "DESKSIDE_IMAP_FOLDER", default_value = "INBOX")]
    pub imap_folder: String,
    /// Sender of all mails. Where a mailbox is read, mail to this address, and to the same with
    /// `+something` before the `@`, must land in it.
    #[arg(
        long,
        env = "DESKSIDE_MAIL_FROM",
        default_value = "Support desk <support@desk.example>"
    )]
    pub mail_from: String,
    /// Seconds between two looks whether systems answer, of which availability is told; 0 for none.
    #[arg(
        long,
        env = "DESKSIDE_PROBE_EVERY",
        value_name = "SECONDS",
        default_value_t = 60,
        value_parser = clap::value_parser!(u64).range(..=3600)
    )]
    pub probe_every: u64,
    /// Folder with versions of the policy beside those built in, a JSON file for each.
    #[arg(long, env = "DESKSIDE_POLICIES", value_name = "DIR")]
    pub policies: Option<PathBuf>,
    /// List of modules that the vendor made or assessed, signed by the vendor (`modules sign`);
    /// without one, no module is held against anybody.
    #[arg(
        long,
        env = "DESKSIDE_ASSESSED",
        value_name = "FILE",
        requires = "vendor_key"
    )]
    pub assessed: Option<PathBuf>,
    /// The vendor's public key, with which that list is verified (`modules key` prints it).
    #[arg(long, env = "DESKSIDE_VENDOR_KEY", value_name = "KEY")]
    pub vendor_key: Option<PublicKey>,
    /// Stop when standard input ends: a desk started by another program ends with it.
    #[arg(long)]
    pub exit_with_stdin: bool,
}

/// What can be done about systems.
#[derive(Debug, Subcommand)]
pub enum SystemCommand {
    /// Add a system. Prints one line of JSON: {"system": its id, "code": the one-time pairing code,
    /// good for 24 hours}.
    Add {
        /// Folder that holds everything the desk keeps.
        #[arg(long, env = "DESKSIDE_DATA")]
        data: PathBuf,
        /// The customer's name.
        #[arg(long)]
        name: String,
        /// Origin whose pages may embed the widget, such as <https://erp.example>; may be repeated.
        #[arg(long, required = true)]
        origin: Vec<String>,
        /// The system's IANA time zone, in which days are counted.
        #[arg(long, default_value = "Asia/Ho_Chi_Minh")]
        zone: Tz,
    },
    /// Name somebody who is written to about a system as a whole (maintenance, terms) beside those
    /// who may approve access; the same e-mail again names them anew.
    Contact {
        /// Folder that holds everything the desk keeps.
        #[arg(long, env = "DESKSIDE_DATA")]
        data: PathBuf,
        /// The system's id.
        #[arg(long)]
        system: String,
        /// Where mail reaches them.
        #[arg(long)]
        email: String,
        /// Their name.
        #[arg(long)]
        name: String,
        /// Their language.
        #[arg(long, value_enum, default_value_t = Tongue::Vi)]
        lang: Tongue,
    },
    /// Note which version of the policy a system's customer signed, and which plan they booked:
    /// what is filed from now on is pinned to it.
    Sign {
        /// Folder that holds everything the desk keeps.
        #[arg(long, env = "DESKSIDE_DATA")]
        data: PathBuf,
        /// Which system, such as sys_...
        #[arg(long)]
        system: String,
        /// The number of a version that the desk was started with.
        #[arg(long)]
        policy: String,
        /// One of its plans; without it, none.
        #[arg(long)]
        plan: Option<String>,
    },
}

/// What can be done about agents.
#[derive(Debug, Subcommand)]
pub enum AgentCommand {
    /// Add an agent. The password is read from standard input; prints one line of JSON:
    /// {"agent": their id}.
    Add {
        /// Folder that holds everything the desk keeps.
        #[arg(long, env = "DESKSIDE_DATA")]
        data: PathBuf,
        /// Work e-mail, with which they sign in.
        #[arg(long)]
        email: String,
        /// Name as shown.
        #[arg(long)]
        name: String,
        /// What they are at the desk.
        #[arg(long, value_enum, default_value_t = Role::Agent)]
        role: Role,
    },
}

/// What can be done about policies.
#[derive(Debug, Subcommand)]
pub enum PolicyCommand {
    /// Check a policy's file, and explain in words what it promises. Ends with 1 and names every
    /// fault when it is wrong.
    Check {
        /// The file, such as policy/VIIN.WTS.POL.080423.json.
        file: PathBuf,
        /// The language of the explanation.
        #[arg(long, value_enum, default_value_t = Tongue::En)]
        lang: Tongue,
    },
}

/// What can be done about the list of assessed modules.
#[derive(Debug, Subcommand)]
pub enum ModulesCommand {
    /// Make a key to sign lists with. Prints its public half in one line.
    Key {
        /// The file for the private half, which must not be there yet.
        #[arg(long, value_name = "FILE")]
        out: PathBuf,
    },
    /// Sign a list of modules. Prints what was signed in one line, for `serve --assessed`.
    Sign {
        /// The file with the private half of the key.
        #[arg(long, value_name = "FILE")]
        key: PathBuf,
        /// Who signs, as people know them; the vendor of the policy built in when left out.
        #[arg(long)]
        vendor: Option<String>,
        /// The list: a JSON array of technical names.
        list: PathBuf,
    },
}

/// A language to explain something in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Tongue {
    /// English.
    En,
    /// Vietnamese.
    Vi,
}

impl From<Tongue> for Lang {
    fn from(tongue: Tongue) -> Self {
        match tongue {
            Tongue::En => Lang::En,
            Tongue::Vi => Lang::Vi,
        }
    }
}

/// What somebody is at the desk.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Role {
    /// Support staff.
    Agent,
    /// Runs the desk.
    Lead,
}
