//! The SMTP side: takes every mail for everybody and keeps it. The protocol is mailin's; here are
//! the sockets and what becomes of a mail.

use std::io::{self, BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::time::Duration;

use mailin::{Action, Handler, Response, SessionBuilder, response};
use tokio::sync::broadcast;

use crate::mailbox::store::Store;

/// Largest mail, in bytes.
const LARGEST: usize = 25 * 1024 * 1024;
/// A peer that says nothing for so long is gone.
const PATIENCE: Duration = Duration::from_secs(300);

/// Takes mails until the program ends. Blocks its thread.
pub fn serve(listener: &TcpListener, store: &Store, news: &broadcast::Sender<()>) {
    let sessions = SessionBuilder::new("mailbox.example");
    for stream in listener.incoming() {
        let (store, news, sessions) = (store.clone(), news.clone(), sessions.clone());
        let taken = stream.map(|stream| {
            std::thread::spawn(move || {
                if let Err(error) = talk(stream, &sessions, Sink::new(store, news)) {
                    tracing::debug!(%error, "a peer hung up");
                }
            })
        });
        if let Err(error) = taken {
            tracing::warn!(%error, "a connection was not taken");
        }
    }
}

fn talk(stream: TcpStream, sessions: &SessionBuilder, sink: Sink) -> io::Result<()> {
    stream.set_read_timeout(Some(PATIENCE))?;
    stream.set_write_timeout(Some(PATIENCE))?;
    let peer = stream.peer_addr()?.ip();
    let (mut reader, mut writer) = (BufReader::new(stream.try_clone()?), stream);
    let mut session = sessions.build(peer, sink);
    say(&mut writer, &session.greeting())?;
    let mut line = Vec::new();
    loop {
        line.clear();
        if reader.read_until(b'\n', &mut line)? == 0 {
            return Ok(());
        }
        let answer = session.process(&line);
        match answer.action {
            Action::NoReply => {}
            Action::Reply => say(&mut writer, &answer)?,
            Action::Close | Action::UpgradeTls => return say(&mut writer, &answer),
        }
    }
}

fn say(writer: &mut TcpStream, answer: &Response) -> io::Result<()> {
    writer.write_all(&answer.buffer()?)?;
    writer.flush()
}

/// What becomes of one peer's mails.
struct Sink {
    store: Store,
    news: broadcast::Sender<()>,
    from: String,
    to: Vec<String>,
    mail: Vec<u8>,
    too_large: bool,
}

impl Sink {
    fn new(store: Store, news: broadcast::Sender<()>) -> Self {
        Self {
            store,
            news,
            from: String::new(),
            to: Vec::new(),
            mail: Vec::new(),
            too_large: false,
        }
    }
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
