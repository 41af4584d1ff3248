//! The clerk hits the error and files a ticket; the agent answers.

use anyhow::{Result, ensure};
use thirtyfour::prelude::*;

use super::Cast;
use crate::mailbox::mail_to;
use crate::page::at;
use crate::steps::Steps;
use crate::widget::Widget;

/// From the error to the reference.
pub(super) async fn file(steps: &mut Steps, cast: &Cast<'_>) -> Result<String> {
    let lan = &cast.lan;
    let widget = Widget { page: lan };
    steps
        .step(
            "the clerk signs in to the ERP",
            cast.erp(lan).sign_in("lan", "demo-lan"),
        )
        .await?;
    steps
        .step("confirming a quotation fails", async {
            cast.erp(lan).go("/quotations/42").await?;
            lan.click("#confirm").await?;
            lan.see("#crash").await.map(drop)
        })
        .await?;
    steps
        .step("the widget opens on the first field", async {
            widget.open().await?;
            lan.fill(
                &at("describe"),
                "Confirming quotation S00042 fails with a server error. The customer is waiting.",
            )
            .await?;
            lan.click(&at("next")).await
        })
        .await?;
    steps
        .step(
            "she says what she cannot do, and that Tuan's password was shared",
            async {
                lan.click(&at("impact-blocked")).await?;
                lan.click(&at("shared-yes")).await?;
                lan.fill(&at("shared-login"), "tuan").await?;
                lan.click(&at("next")).await
            },
        )
        .await?;
    steps
        .step("the context shows that very error", async {
            lan.reads(
                &at("context-part-failed_requests"),
                "/api/quotations/42/confirm",
            )
            .await?;
            lan.reads(&at("context-part-failed_requests"), "500")
                .await?;
            lan.reads(&at("context-part-system"), "fast_quote")
                .await
                .map(drop)
        })
        .await?;
    steps
        .step(
            "verdict, clause and due time are told before sending",
            async {
                lan.reads(&at("verdict"), "1.1a").await?;
                lan.reads(&at("due"), "3.1a").await.map(drop)
            },
        )
        .await?;
    let reference = steps
        .step("sent: the reference stands there", async {
            lan.click(&at("send")).await?;
            let reference = lan.reads(&at("reference"), "T-").await?;
            Ok(reference.trim().to_owned())
        })
        .await?;
    steps
        .step(
            "a mail says the same",
            mail_to(&cast.demo.mailbox, "lan@minhlong.example", &reference),
        )
        .await?;
    Ok(reference)
}

/// The agent sees it first and answers; the clerk reads it without a reload.
pub(super) async fn answer(steps: &mut Steps, cast: &Cast<'_>, reference: &str) -> Result<()> {
    let console = cast.console();
    steps
        .step(
            "the agent signs in to the console",
            console.sign_in("linh@desk.example", "demo-linh"),
        )
        .await?;
    steps
        .step(
            "the ticket stands first in the queue, or after those due sooner",
            async {
                let rows = console.rows().await?;
                let before: Vec<_> = rows
                    .into_iter()
                    .take_while(|row| row != reference)
                    .collect();
                let sooner = console.due_before(reference).await?;
                ensure!(
                    before == sooner,
                    "before {reference} stand {before:?}, due sooner are {sooner:?}"
                );
                console.open(reference).await?;
                cast.linh
                    .reads(&at("context"), "/api/quotations/42/confirm")
                    .await
                    .map(drop)
            },
        )
        .await?;
    let lan = &cast.lan;
    steps
        .step("the clerk has her ticket open", async {
            lan.click(&at("tab-tickets")).await?;
            lan.click(&format!(
                "{}[data-reference=\"{reference}\"]",
                at("ticket-row")
            ))
            .await?;
            lan.see(&at("reply")).await.map(drop)
        })
        .await?;
    steps
        .step("the agent's answer appears there without a reload", async {
            console
                .reply("Thank you, we can see the failing call. We are looking into it.")
                .await?;
            lan.reads(&at("conversation"), "we can see the failing call")
                .await
                .map(drop)
        })
        .await?;
    steps
        .step("and the clerk's answer appears at the agent's", async {
            lan.fill(&at("reply"), "Thank you! <b>Please hurry</b>")
                .await?;
            lan.click(&at("reply-send")).await?;
            cast.linh
                .reads(&at("conversation"), "<b>Please hurry</b>")
                .await?;
            let bold = cast
                .linh
                .driver
                .find_all(By::Css(format!("{} b", at("conversation"))))
                .await?;
            ensure!(bold.is_empty(), "a message became markup");
            Ok(())
        })
        .await
}
