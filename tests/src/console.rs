//! The console as an agent uses it.

use anyhow::{Context, Result};
use deskside_protocol::api::TicketSummary;
use thirtyfour::WindowHandle;
use thirtyfour::prelude::*;

use crate::page::{Page, at};

/// An agent at the console.
pub struct Console<'a> {
    /// Their browser.
    pub page: &'a Page,
    /// Where the desk is.
    pub desk: &'a str,
}

impl Console<'_> {
    /// Signs in and waits for the queue.
    ///
    /// # Errors
    /// When the desk does not let them in.
    pub async fn sign_in(&self, email: &str, password: &str) -> Result<()> {
        self.page.open(&format!("{}/console/", self.desk)).await?;
        self.page.fill(&at("sign-in-email"), email).await?;
        self.page.fill(&at("sign-in-password"), password).await?;
        self.page.click(&at("sign-in-submit")).await?;
        self.page.see(&at("queue")).await?;
        Ok(())
    }

    /// References of the queue, from the top.
    ///
    /// # Errors
    /// When the queue is empty.
    pub async fn rows(&self) -> Result<Vec<String>> {
        self.page.see(&at("queue-row")).await?;
        let mut references = Vec::new();
        for row in self.page.driver.find_all(By::Css(at("queue-row"))).await? {
            references.push(row.attr("data-reference").await?.unwrap_or_default());
        }
        Ok(references)
    }

    /// References of unanswered tickets whose answer is due before this one's, as the desk tells its agents.
    ///
    /// # Errors
    /// When the desk does not answer.
    pub async fn due_before(&self, reference: &str) -> Result<Vec<String>> {
        let script = "const done = arguments[arguments.length - 1]; fetch('/api/agent/tickets').then(r => r.text()).then(done)";
        let answer: String = self
            .page
            .driver
            .execute_async(script, vec![])
            .await?
            .convert()?;
        let tickets: Vec<TicketSummary> = serde_json::from_str(&answer)?;
        let ours = tickets
            .iter()
            .find(|ticket| ticket.reference == reference)
            .context("the ticket is not in the queue")?;
        let next = |ticket: &TicketSummary| ticket.next_clock().map(|clock| clock.due.at);
        let ours = next(ours).context("no clock runs")?;
        let sooner = tickets
            .iter()
            .filter(|other| next(other).is_some_and(|due| due < ours));
        Ok(sooner.map(|ticket| ticket.reference.clone()).collect())
    }

    /// Opens a ticket from the queue.
    ///
    /// # Errors
    /// When it is not there.
    pub async fn open(&self, reference: &str) -> Result<()> {
        self.page
            .click(&format!(
                "{}[data-reference=\"{reference}\"]",
                at("queue-row")
            ))
            .await?;
        self.page.see(&at("ticket-subject")).await?;
        Ok(())
    }

    /// Writes to the reporter.
    ///
    /// # Errors
    /// When it is not sent.
    pub async fn reply(&self, text: &str) -> Result<()> {
        self.page.fill(&at("reply"), text).await?;
        self.page.click(&at("reply-send")).await?;
        self.page.reads("[data-at=\"conversation\"]", text).await?;
        Ok(())
    }

    /// Asks for access.
    ///
    /// # Errors
    /// When it is not asked.
    pub async fn ask(&self, scope: &str, minutes: u32, reason: &str) -> Result<()> {
        self.page.click(&at("ask-access")).await?;
        let scope = at(&format!("ask-scope-{scope}"));
        if !self.page.see(&scope).await?.is_selected().await? {
            self.page.click(&scope).await?;
        }
        self.page
            .click(&at(&format!("ask-minutes-{minutes}")))
            .await?;
        self.page.fill(&at("ask-reason"), reason).await?;
        self.page.click(&at("ask-send")).await?;
        self.page.see(&at("grant-state")).await?;
        Ok(())
    }

    /// Enters the customer's system; the browser turns to the new tab.
    ///
    /// # Errors
    /// When no tab opens.
    pub async fn enter(&self) -> Result<WindowHandle> {
        self.page.see(&at("enter")).await?;
        self.page.new_tab(self.page.click(&at("enter"))).await
    }

    /// Opens what an action of the head leads to, through its menu where space is short.
    ///
    /// # Errors
    /// When it is not there.
    pub async fn begin(&self, action: &str) -> Result<()> {
        let button = format!(".acts {}", at(action));
        self.page.see(&at("rule")).await?;
        if !self.page.sees(&button).await {
            self.page.click(&at("more")).await?;
        }
        self.page.click(&button).await?;
        self.page.see("dialog[open]").await.map(drop)
    }

    /// Closes the dialog that is open.
    ///
    /// # Errors
    /// When none is.
    pub async fn let_go(&self) -> Result<()> {
        self.page.click("dialog[open] .dialog-head button").await?;
        let gone = || async { Ok(!self.page.sees("dialog[open]").await) };
        self.page.until("the dialog closes", gone).await.map(drop)
    }

    /// Goes to a room of the console: `queue`, `maintenance`, `report`, `inbox`.
    ///
    /// # Errors
    /// When it does not open.
    pub async fn visit(&self, room: &str) -> Result<()> {
        self.page.click(&at(&format!("nav-{room}"))).await?;
        let current = format!("{}[aria-current=page]", at(&format!("nav-{room}")));
        self.page.see(&current).await.map(drop)
    }

    /// Resolves and closes the open ticket.
    ///
    /// # Errors
    /// When either is not possible.
    pub async fn resolve_and_close(&self) -> Result<()> {
        self.page.click(&at("resolve")).await?;
        self.page
            .see(&format!(
                "{}:not([disabled]):not([aria-disabled=true])",
                at("close")
            ))
            .await?;
        self.page.click(&at("close")).await
    }
}
