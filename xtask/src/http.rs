//! Just enough HTTP to ask a neighbour on this machine whether it is well.

use std::io::{Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpStream};
use std::time::Duration;

/// The status a server on this machine answers a GET with, if it answers at all.
pub(crate) fn status(port: u16, path: &str) -> Option<u16> {
    let wait = Duration::from_secs(2);
    let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
    let mut stream = TcpStream::connect_timeout(&address, wait).ok()?;
    stream.set_read_timeout(Some(wait)).ok()?;
    write!(
        stream,
        "GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\n\r\n"
    )
    .ok()?;
    let mut head = [0; 64];
    let length = stream.read(&mut head).ok()?;
    let line = std::str::from_utf8(&head[..length]).ok()?;
    line.split(' ').nth(1)?.get(..3)?.parse().ok()
}

/// Whether the server's health page says that all is well.
pub(crate) fn healthy(port: u16) -> bool {
    status(port, "/healthz").is_some_and(|status| (200..300).contains(&status))
}
