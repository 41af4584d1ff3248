//! Reading the demo's mail as a person would look into a mailbox.

use std::time::{Duration, Instant};

use anyhow::{Result, bail};
use serde::Deserialize;

/// A mail as the mailbox lists it.
#[derive(Clone, Debug, Deserialize)]
pub struct Mail {
    /// To whom.
    pub to: String,
    /// Subject.
    pub subject: String,
    /// Text part.
    pub text: String,
}

/// Waits for a mail to this address whose subject or text contains the words.
///
/// # Errors
/// When none comes in time.
pub async fn mail_to(mailbox: &str, to: &str, words: &str) -> Result<Mail> {
    let deadline = Instant::now() + Duration::from_secs(15);
    loop {
        let url = format!("{mailbox}/api/mails?to={to}");
        let mails: Vec<Mail> = reqwest::get(&url).await?.error_for_status()?.json().await?;
        if let Some(mail) = mails
            .iter()
            .find(|mail| mail.subject.contains(words) || mail.text.contains(words))
        {
            return Ok(mail.clone());
        }
        if Instant::now() > deadline {
            let subjects: Vec<_> = mails.iter().map(|mail| mail.subject.as_str()).collect();
            bail!("no mail to {to} says “{words}”; there are {subjects:?}");
        }
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
}
