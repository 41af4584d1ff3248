//! The ports of the demo: free ones, or an error that names the busy one and what to do.

use std::io::ErrorKind;
use std::net::{Ipv4Addr, Ipv6Addr, TcpListener};

use anyhow::{Context, Result, bail};
use clap::Args;
use serde::{Deserialize, Serialize};

/// Ports as they were asked for; 0 means any free one.
#[derive(Args, Clone, Debug)]
#[group(skip)]
pub(crate) struct Wish {
    /// Where the ERP listens [default: 9200, or as before]; 0 picks a free port.
    #[arg(long, value_name = "PORT")]
    erp_port: Option<u16>,
    /// Where the desk listens [default: 9100, or as before]; 0 picks a free port.
    #[arg(long, value_name = "PORT")]
    desk_port: Option<u16>,
    /// Where the mailbox page is [default: 9300]; 0 picks a free port.
    #[arg(long, value_name = "PORT")]
    mail_port: Option<u16>,
    /// Where the mailbox takes mail [default: 9325]; 0 picks a free port.
    #[arg(long, value_name = "PORT")]
    smtp_port: Option<u16>,
}

/// The ports a demo has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Ports {
    pub(crate) erp: u16,
    pub(crate) desk: u16,
    pub(crate) mail: u16,
    pub(crate) smtp: u16,
}

impl Wish {
    /// Ports that are free now. ERP and desk keep the ports of their data: when they were paired they
    /// agreed on each other's addresses.
    pub(crate) fn settle(&self, before: Option<Ports>) -> Result<Ports> {
        // All are held until each has one, so that no free port is picked twice.
        let mut held = Vec::new();
        let mut hold = |port, part: &str, flag: &str| -> Result<u16> {
            let listener = free(port, part, flag)?;
            let port = listener
                .local_addr()
                .context("a port without an address")?
                .port();
            held.push(listener);
            Ok(port)
        };
        let erp = pinned(
            self.erp_port,
            before.map(|ports| ports.erp),
            9200,
            "--erp-port",
        )?;
        let desk = pinned(
            self.desk_port,
            before.map(|ports| ports.desk),
            9100,
            "--desk-port",
        )?;
        Ok(Ports {
            erp: hold(erp, "the ERP", "--erp-port")?,
            desk: hold(desk, "the desk", "--desk-port")?,
            mail: hold(
                self.mail_port.unwrap_or(9300),
                "the mailbox page",
                "--mail-port",
            )?,
            smtp: hold(
                self.smtp_port.unwrap_or(9325),
                "the mailbox's SMTP",
                "--smtp-port",
            )?,
        })
    }
}

fn pinned(wished: Option<u16>, before: Option<u16>, usual: u16, flag: &str) -> Result<u16> {
    match (wished, before) {
        (Some(wished), Some(before)) if wished != 0 && wished != before => bail!(
            "this demo's data was made for port {before}: leave out {flag}, \
             or start anew with --fresh, or keep both with another --data"
        ),
        (_, Some(before)) => Ok(before),
        (wished, None) => Ok(wished.unwrap_or(usual)),
    }
}

/// Takes a port on loopback. Browsers try `localhost` on IPv6 as well, so nobody else may be there either.
fn free(port: u16, part: &str, flag: &str) -> Result<TcpListener> {
    let told = || {
        format!(
            "port {port} is taken, and {part} needs it: stop what listens there, \
             or type {flag} 0 to pick a free one (if there is data already, with --fresh or another --data)"
        )
    };
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).with_context(told)?;
    if let Err(error) = TcpListener::bind((Ipv6Addr::LOCALHOST, port))
        && error.kind() == ErrorKind::AddrInUse
    {
        return Err(error).with_context(told);
    }
    Ok(listener)
}

#[cfg(test)]
mod tests {
    use super::*;

    const ANY: Wish = Wish {
        erp_port: Some(0),
        desk_port: Some(0),
        mail_port: Some(0),
        smtp_port: Some(0),
    };

    #[test]
    fn free_ports_differ() {
        let ports = ANY.settle(None).unwrap();
        let mut all = vec![ports.erp, ports.desk, ports.mail, ports.smtp];
        all.sort_unstable();
        all.dedup();
        assert_eq!(all.len(), 4);
    }

    #[test]
    fn a_busy_port_is_told_with_its_flag() {
        let busy = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let port = busy.local_addr().unwrap().port();
        let told = Wish {
            desk_port: Some(port),
            ..ANY
        }
        .settle(None)
        .unwrap_err()
        .to_string();
        assert!(
            told.contains(&port.to_string()) && told.contains("--desk-port 0"),
            "{told}"
        );
    }

    #[test]
    fn data_keeps_its_ports() {
        assert_eq!(pinned(None, Some(7), 9200, "--erp-port").unwrap(), 7);
        assert_eq!(pinned(Some(0), Some(7), 9200, "--erp-port").unwrap(), 7);
        assert_eq!(pinned(None, None, 9200, "--erp-port").unwrap(), 9200);
        assert!(pinned(Some(8), Some(7), 9200, "--erp-port").is_err());
    }
}
