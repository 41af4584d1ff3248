//! The courier: takes letters out of the outbox until each is handed over. A letter that was handed
//! over but not crossed out goes again under the same Message-ID, so that it can be recognised.

use std::net::IpAddr;
use std::time::{Duration, SystemTime};

use chrono::TimeDelta;
use lettre::message::header::{Header, HeaderName, HeaderValue};
use lettre::message::{Mailbox, MultiPart};
use lettre::{Address, AsyncSmtpTransport, AsyncTransport as _, Message, Tokio1Executor};
use sqlx::Row as _;

use crate::desk::Desk;
use crate::problem::Fault;
use crate::store::{Row, ms};

/// Where mail is handed over, and in whose name.
#[derive(Clone, Debug)]
pub struct Post {
    smtp: AsyncSmtpTransport<Tokio1Executor>,
    from: Mailbox,
    domain: String,
}

/// Tells other machines not to answer.
#[derive(Clone, Debug)]
struct AutoSubmitted;

impl Header for AutoSubmitted {
    fn name() -> HeaderName {
        HeaderName::new_from_ascii_str("Auto-Submitted")
    }

    fn parse(_: &str) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        Ok(Self)
    }

    fn display(&self) -> HeaderValue {
        HeaderValue::new(Self::name(), "auto-generated".to_owned())
    }
}

impl Post {
    /// Hands mail over to this server, encrypted unless it is on this very machine.
    ///
    /// # Errors
    /// When the server or the sender cannot be understood.
    pub fn new(server: &str, from: &str) -> anyhow::Result<Self> {
        let (host, port) = server
            .rsplit_once(':')
            .ok_or_else(|| anyhow::anyhow!("--smtp wants host:port, not `{server}`"))?;
        let port: u16 = port.parse()?;
        let here = host == "localhost" || host.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback());
        let builder = if here {
            AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(host)
        } else {
            AsyncSmtpTransport::<Tokio1Executor>::starttls_relay(host)?
        };
        let from: Mailbox = from.parse()?;
        Ok(Self {
            smtp: builder
                .port(port)
                .timeout(Some(Duration::from_secs(20)))
                .build(),
            domain: from.email.domain().to_owned(),
            from,
        })
    }

    fn message(&self, row: &Row, now: SystemTime) -> anyhow::Result<Message> {
        let address: Address = row.try_get::<String, _>("recipient")?.parse()?;
        let to = Mailbox::new(Some(row.try_get("recipient_name")?), address);
        let id: String = row.try_get("id")?;
        Ok(Message::builder()
            .from(self.from.clone())
            .to(to)
            .subject(row.try_get::<String, _>("subject")?)
            .message_id(Some(format!("<{id}@{}>", self.domain)))
            .header(AutoSubmitted)
            .date(now)
            .multipart(MultiPart::alternative_plain_html(
                row.try_get::<String, _>("body_text")?,
                row.try_get::<String, _>("body_html")?,
            ))?)
    }
}

/// Sends until the desk stops.
pub async fn run(desk: Desk, post: Post) {
    let mut stopped = Box::pin(desk.stopped());
    loop {
        if let Err(error) = round(&desk, &post).await {
            tracing::error!(%error, "the outbox could not be read");
        }
        tokio::select! {
            () = desk.mail.notified() => {}
            () = tokio::time::sleep(Duration::from_secs(2)) => {}
            () = &mut stopped => return,
        }
    }
}

/// Sends all that is due.
async fn round(desk: &Desk, post: &Post) -> Result<(), Fault> {
    loop {
        let now = desk.world.now();
        let due = sqlx::query(
            "SELECT * FROM outbox WHERE try_at IS NOT NULL AND try_at <= $1 ORDER BY try_at LIMIT 20",
        )
        .bind(ms(now))
        .fetch_all(&mut *desk.read().await?)
        .await?;
        if due.is_empty() {
            return Ok(());
        }
        for row in due {
            let sent = match post.message(&row, now.into()) {
                Ok(message) => match post.smtp.send(message).await {
                    Ok(_) => Outcome::Sent,
                    Err(error) if error.is_permanent() => Outcome::Hopeless(error.to_string()),
                    Err(error) => Outcome::Later(error.to_string()),
                },
                Err(error) => Outcome::Hopeless(error.to_string()),
            };
            note(desk, &row, sent).await?;
        }
    }
}

/// What became of a letter.
enum Outcome {
    Sent,
    Later(String),
    Hopeless(String),
}

async fn note(desk: &Desk, row: &Row, outcome: Outcome) -> Result<(), Fault> {
    let (system, id): (String, String) = (row.try_get("system")?, row.try_get("id")?);
    let attempts: i64 = row.try_get("attempts")?;
    let now = desk.world.now();
    let (sent_at, try_at) = match outcome {
        Outcome::Sent => (Some(ms(now)), None),
        Outcome::Later(error) => {
            let wait = TimeDelta::seconds(2 << attempts.clamp(0, 10));
            tracing::warn!(%error, %id, "a mail could not be handed over yet");
            (None, Some(ms(now + wait)))
        }
        Outcome::Hopeless(error) => {
            tracing::error!(%error, %id, "a mail was refused for good");
            (None, None)
        }
    };
    desk.store
        .write(move |tx| {
            Box::pin(async move {
                sqlx::query(
                    "UPDATE outbox SET sent_at = $3, try_at = $4, attempts = attempts + 1
                     WHERE system = $1 AND id = $2",
                )
                .bind(system)
                .bind(id)
                .bind(sent_at)
                .bind(try_at)
                .execute(&mut **tx)
                .await?;
                Ok(())
            })
        })
        .await
}
