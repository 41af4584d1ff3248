//! The SMTP side: takes every mail for everybody and keeps it.

use std::io;
use std::net::TcpListener;

use mailin_embedded::{Handler, Response, Server, SslConfig, response};
use tokio::sync::broadcast;

use crate::mailbox::store::Store;

/// Largest mail, in bytes.
const LARGEST: usize = 25 * 1024 * 1024;

#[derive(Clone)]
struct Sink {
    store: Store,
    news: broadcast::Sender<()>,
    from: String,
    to: Vec<String>,
    mail: Vec<u8>,
    too_large: bool,
}

impl Handler for Sink {
    fn data_start(&mut self, _domain: &str, from: &str, _is8bit: bool, to: &[String]) -> Response {
        from.clone_into(&mut self.from);
        self.to = to.to_vec();
        self.mail.clear();
        self.too_large = false;
        response::OK
    }

    fn data(&mut self, part: &[u8]) -> io::Result<()> {
        if self.mail.len() + part.len() > LARGEST {
            self.too_large = true;
        } else {
            self.mail.extend_from_slice(part);
        }
        Ok(())
    }

    fn data_end(&mut self) -> Response {
        if self.too_large {
            return Response::custom(552, "the mail is too large".to_owned());
        }
        match self.store.keep(&self.from, &self.to, &self.mail) {
            Ok(()) => {
                // Nobody may be looking at the page, which is fine.
                let _ = self.news.send(());
                response::OK
            }
            Err(error) => {
                tracing::error!(%error, "a mail could not be kept");
                // Temporary: the sender tries again.
                Response::custom(451, "cannot keep the mail now".to_owned())
            }
        }
    }
}

/// Takes mails until the program ends. Blocks its thread.
///
/// # Errors
/// When the server cannot run.
pub fn serve(
    listener: TcpListener,
    store: Store,
    news: broadcast::Sender<()>,
) -> anyhow::Result<()> {
    let mut server = Server::new(Sink {
        store,
        news,
        from: String::new(),
        to: Vec::new(),
        mail: Vec::new(),
        too_large: false,
    });
    server
        .with_name("mailbox.example")
        .with_ssl(SslConfig::None)
        .map_err(|error| anyhow::anyhow!("{error}"))?
        .with_num_threads(8)
        .with_tcp_listener(listener);
    server.serve().map_err(|error| anyhow::anyhow!("{error}"))
}
