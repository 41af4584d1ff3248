//! Making a machine ready: the WASM target for building, a browser for testing.

use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};

use crate::browser::{self, Browser};
use crate::say;

const TARGET: &str = "wasm32-unknown-unknown";
const PACKAGES: [&str; 4] = [
    "chromium",
    "chromium-driver",
    "fontconfig",
    "fonts-noto-core",
];

/// Mail servers for the tests of mail both ways.
const MAIL: [&str; 3] = ["dovecot-imapd", "dovecot-lmtpd", "postfix"];

/// Everything building and testing need.
pub(crate) fn everything() -> Result<()> {
    wasm_target()?;
    let found = browser()?;
    say::note(format!(
        "browser: {}, driver: {}",
        found.browser.display(),
        found.driver.display()
    ));
    mail_servers()
}

/// Real mail servers: found, or installed where that is allowed. Without them the tests that need them
/// say that they were skipped; all others run.
pub(crate) fn mail_servers() -> Result<()> {
    let there = [
        "/usr/sbin/dovecot",
        "/usr/lib/dovecot/lmtp",
        "/usr/sbin/postfix",
    ];
    if there.iter().all(|path| Path::new(path).exists()) {
        return Ok(());
    }
    let told = format!(
        "apt-get install -y --no-install-recommends {}",
        MAIL.join(" ")
    );
    if browser::on_path("apt-get").is_none() || !is_root() {
        say::note(format!(
            "without mail servers the tests of mail both ways are skipped; to have them: sudo {told}"
        ));
        return Ok(());
    }
    install(&MAIL, &told)
}

/// Installs Debian packages.
fn install(packages: &[&str], told: &str) -> Result<()> {
    let step = say::begin(format!("installing {}", packages.join(", ")));
    call(Command::new("apt-get").args(["update", "-q"]))
        .with_context(|| format!("type: {told}"))?;
    call(
        Command::new("apt-get")
            .args(["install", "-y", "-q", "--no-install-recommends"])
            .args(packages)
            .env("DEBIAN_FRONTEND", "noninteractive"),
    )
    .with_context(|| format!("type: {told}"))?;
    step.done("installed");
    Ok(())
}

/// The compiler's library for WASM: already there, or added by rustup.
pub(crate) fn wasm_target() -> Result<()> {
    if has_target() {
        return Ok(());
    }
    if browser::on_path("rustup").is_none() {
        bail!(
            "the Rust target {TARGET} is missing and there is no rustup to add it; \
             install rustup from https://rustup.rs, or your distribution's package for that target"
        );
    }
    let step = say::begin(format!("adding the Rust target {TARGET}"));
    call(Command::new("rustup").args(["target", "add", TARGET])).with_context(|| {
        format!("the target could not be added; type: rustup target add {TARGET}")
    })?;
    if !has_target() {
        bail!(
            "rustup says it added {TARGET}, but the compiler does not find it; type: rustup show"
        );
    }
    step.done("added");
    Ok(())
}

fn has_target() -> bool {
    let told = Command::new("rustc")
        .args(["--print", "target-libdir", "--target", TARGET])
        .current_dir(crate::place::root())
        .stderr(Stdio::null())
        .output();
    told.is_ok_and(|told| {
        told.status.success() && Path::new(String::from_utf8_lossy(&told.stdout).trim()).is_dir()
    })
}

/// A browser, its driver and letters to draw Vietnamese with: found, or installed where that is allowed.
pub(crate) fn browser() -> Result<Browser> {
    if let Some(found) = Browser::find()
        && (browser::draws_vietnamese() || browser::on_path("apt-get").is_none())
    {
        return fitting(found);
    }
    let told = format!(
        "apt-get install -y --no-install-recommends {}",
        PACKAGES.join(" ")
    );
    if browser::on_path("apt-get").is_none() {
        bail!(
            "the tests need Chromium, its driver (chromedriver) and a font with Vietnamese letters; \
             install them with this system's packages, or set CHROMIUM and CHROMEDRIVER to where they lie"
        );
    }
    if !is_root() {
        bail!(
            "the tests need Chromium, its driver and a font with Vietnamese letters; type: sudo {told}"
        );
    }
    install(&PACKAGES, &told)?;
    match Browser::find() {
        Some(found) => fitting(found),
        None => bail!("the packages are installed, but no Chromium with its driver is on the PATH"),
    }
}

/// A driver of another version than its browser fails later and less clearly, so it is told here.
fn fitting(found: Browser) -> Result<Browser> {
    if let (Some(browser), Some(driver)) = found.versions()
        && browser != driver
    {
        bail!(
            "{} is version {browser} but {} is version {driver}; install both from one source",
            found.browser.display(),
            found.driver.display()
        );
    }
    Ok(found)
}

fn is_root() -> bool {
    let told = Command::new("id").arg("-u").output();
    told.is_ok_and(|told| String::from_utf8_lossy(&told.stdout).trim() == "0")
}

/// Runs a system command quietly; what it printed is shown only when it failed.
fn call(command: &mut Command) -> Result<()> {
    let name = command.get_program().to_string_lossy().into_owned();
    let told = command
        .stdin(Stdio::null())
        .output()
        .with_context(|| format!("cannot start {name}"))?;
    if !told.status.success() {
        eprintln!(
            "{}{}",
            String::from_utf8_lossy(&told.stdout),
            String::from_utf8_lossy(&told.stderr)
        );
        bail!("{name} failed, see above");
    }
    Ok(())
}
