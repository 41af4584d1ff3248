//! The postman: reads the mailbox over IMAP. A mail is marked as read only when all that it brought about
//! is safe; the desk deletes none.

use std::sync::Arc;
use std::time::Duration;

use anyhow::Context as _;
use async_imap::types::Fetch;
use async_imap::{Client, Session};
use futures::TryStreamExt as _;
use rustls::pki_types::ServerName;
use rustls::{ClientConfig, RootCertStore};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;

use super::read::LARGEST;
use super::take::{Arrival, take};
use crate::desk::Desk;
use crate::mail::Login;
use crate::mail::courier::on_this_machine;

/// A server that says nothing for so long is gone.
const PATIENCE: Duration = Duration::from_secs(60);
/// How long one waits for news before looking anyhow.
const IDLE: Duration = Duration::from_secs(120);
/// How often one looks where the server cannot send news.
const POLL: Duration = Duration::from_secs(10);
/// How much of a mail is read that is too large.
const BEGINNING: usize = 64 * 1024;

/// The mailbox people write to.
#[derive(Clone, Debug)]
pub struct Account {
    /// `host:port`.
    pub server: String,
    /// How to sign in.
    pub login: Login,
    /// The folder that is read.
    pub folder: String,
}

/// What mail is read through.
trait Wire: AsyncRead + AsyncWrite + Unpin + Send + Sync + std::fmt::Debug {}
impl<T: AsyncRead + AsyncWrite + Unpin + Send + Sync + std::fmt::Debug> Wire for T {}

type Mailbox = Session<Box<dyn Wire>>;

/// Reads until the desk stops.
pub async fn run(desk: Desk, account: Account) {
    let mut stopped = Box::pin(desk.stopped());
    let mut pause = Duration::from_secs(1);
    loop {
        let visit = async {
            let mut visit = Visit::begin(&account).await?;
            pause = Duration::from_secs(1);
            loop {
                visit.round(&desk).await?;
                visit = visit.wait().await?;
            }
        };
        let ended: anyhow::Result<()> = tokio::select! {
            ended = visit => ended,
            () = &mut stopped => return,
        };
        if let Err(error) = ended {
            tracing::warn!(
                error = format!("{error:#}"),
                "the mailbox could not be read"
            );
        }
        tokio::select! {
            () = tokio::time::sleep(pause) => pause = (pause * 2).min(PATIENCE),
            () = &mut stopped => return,
        }
    }
}

/// One visit to the mailbox.
struct Visit {
    mailbox: Mailbox,
    name: String,
    folder: String,
    gets_news: bool,
}

impl Visit {
    async fn begin(account: &Account) -> anyhow::Result<Self> {
        let mut client = Client::new(in_time(connect(&account.server)).await?);
        in_time(async { Ok(client.read_response().await?) })
            .await?
            .context("the mail server hung up")?;
        let Login { user, password } = &account.login;
        let mut mailbox = in_time(async {
            let signed_in = client.login(user, password).await;
            Ok(signed_in.map_err(|(error, _)| error)?)
        })
        .await
        .context("the mail server refuses the sign-in")?;
        let able = in_time(async { Ok(mailbox.capabilities().await?) }).await?;
        Ok(Self {
            gets_news: able.has_str("IDLE"),
            mailbox,
            name: format!("{user}@{}/{}", account.server, account.folder),
            folder: account.folder.clone(),
        })
    }

    /// Takes in all that is new, in the order in which it came.
    async fn round(&mut self, desk: &Desk) -> anyhow::Result<()> {
        let folder = self.folder.clone();
        let opened = in_time(async { Ok(self.mailbox.select(&folder).await?) }).await?;
        let validity = opened
            .uid_validity
            .context("the mail server gives mails no lasting names")?;
        let seen = self.newest(desk, validity).await?;
        // What somebody else marked as read meanwhile is still new to the desk.
        let query = seen.map_or_else(
            || "UNSEEN".to_owned(),
            |uid| format!("OR UNSEEN UID {}:*", uid.saturating_add(1)),
        );
        let found = in_time(async { Ok(self.mailbox.uid_search(&query).await?) }).await?;
        let mut uids: Vec<u32> = found.into_iter().collect();
        uids.sort_unstable();
        for uid in uids {
            self.one(desk, validity, uid).await?;
        }
        Ok(())
    }

    /// The newest mail that was taken in before.
    async fn newest(&self, desk: &Desk, validity: u32) -> anyhow::Result<Option<u32>> {
        let newest: Option<i64> = sqlx::query_scalar(
            "SELECT MAX(uid) FROM mails_in WHERE mailbox = $1 AND uidvalidity = $2",
        )
        .bind(&self.name)
        .bind(i64::from(validity))
        .fetch_one(&mut *desk.read().await?)
        .await?;
        Ok(newest.and_then(|uid| u32::try_from(uid).ok()))
    }

    async fn one(&mut self, desk: &Desk, uidvalidity: u32, uid: u32) -> anyhow::Result<()> {
        let mut arrival = Arrival {
            mailbox: self.name.clone(),
            uidvalidity,
            uid,
            raw: Vec::new(),
            whole: true,
        };
        if !arrival.known(&mut *desk.read().await?).await? {
            let told = self.fetch(uid, "(UID RFC822.SIZE)").await?;
            let Some(size) = told.and_then(|told| told.size) else {
                // Somebody removed it meanwhile.
                return Ok(());
            };
            arrival.whole = usize::try_from(size).is_ok_and(|size| size <= LARGEST);
            let most = if arrival.whole { LARGEST } else { BEGINNING };
            let wanted = format!("(UID BODY.PEEK[]<0.{most}>)");
            let Some(mail) = self.fetch(uid, &wanted).await? else {
                return Ok(());
            };
            arrival.raw = mail.body().unwrap_or_default().to_vec();
            let fate = take(desk, arrival).await?;
            tracing::info!(uid, ?fate, "a mail was taken in");
        }
        in_time(async {
            let told = self
                .mailbox
                .uid_store(uid.to_string(), "+FLAGS.SILENT (\\Seen)")
                .await?;
            let _: Vec<Fetch> = told.try_collect().await?;
            Ok(())
        })
        .await
    }

    async fn fetch(&mut self, uid: u32, what: &str) -> anyhow::Result<Option<Fetch>> {
        in_time(async {
            let told = self.mailbox.uid_fetch(uid.to_string(), what).await?;
            let told: Vec<Fetch> = told.try_collect().await?;
            Ok(told.into_iter().find(|told| told.uid == Some(uid)))
        })
        .await
    }

    /// Waits for news, or for a while.
    async fn wait(self) -> anyhow::Result<Self> {
        if !self.gets_news {
            tokio::time::sleep(POLL).await;
            return Ok(self);
        }
        let mut idle = self.mailbox.idle();
        in_time(async { Ok(idle.init().await?) }).await?;
        let (news, _until) = idle.wait_with_timeout(IDLE);
        news.await?;
        Ok(Self {
            mailbox: in_time(async { Ok(idle.done().await?) }).await?,
            ..self
        })
    }
}

/// Whatever a mail server is asked, it answers in time or is gone.
async fn in_time<T>(asked: impl Future<Output = anyhow::Result<T>>) -> anyhow::Result<T> {
    tokio::time::timeout(PATIENCE, asked)
        .await
        .context("the mail server does not answer")?
}

/// Connects, encrypted unless the server runs on this very machine.
async fn connect(server: &str) -> anyhow::Result<Box<dyn Wire>> {
    let (host, _) = server
        .rsplit_once(':')
        .with_context(|| format!("--imap wants host:port, not `{server}`"))?;
    let tcp = TcpStream::connect(server).await?;
    if on_this_machine(host) {
        return Ok(Box::new(tcp));
    }
    let roots = RootCertStore::from_iter(webpki_roots::TLS_SERVER_ROOTS.iter().cloned());
    let config = ClientConfig::builder()
        .with_root_certificates(roots)
        .with_no_client_auth();
    let name = ServerName::try_from(host.to_owned())?;
    let tls = TlsConnector::from(Arc::new(config))
        .connect(name, tcp)
        .await?;
    Ok(Box::new(tls))
}
