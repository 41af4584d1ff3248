//! No solution in time: the agent explains before the clock runs out, the approver chooses, a third
//! party's invoice is checked and settled.

use anyhow::{Result, ensure};
use thirtyfour::prelude::*;

use super::{file, open, open_at_desk, unfold};
use crate::mailbox::mail_to;
use crate::page::at;
use crate::steps::Steps;
use crate::story::Cast;

const EXPLANATION: &str = "The rounding is deep inside of the tax engine.";

pub(super) async fn tell(steps: &mut Steps, cast: &Cast<'_>) -> Result<()> {
    let (lan, hoa, linh) = (&cast.lan, &cast.hoa, &cast.linh);
    let reference = steps
        .step("the clerk cannot invoice", async {
            let words = "Taxes of quotation S00040 are rounded wrongly, so we cannot invoice.";
            file(cast, lan, "/quotations/40", words, "blocked").await
        })
        .await?;
    steps
        .step("the agent explains, with a plan and an estimate", async {
            open_at_desk(cast, &reference).await?;
            linh.click(&at("plan")).await?;
            linh.fill(&at("plan-explanation"), EXPLANATION).await?;
            linh.fill(
                &at("plan-proposal"),
                "Rewrite the rounding, test it, upgrade at night.",
            )
            .await?;
            set_moment(linh, "plan-eta", 9).await?;
            linh.click(&at("plan-send")).await?;
            linh.see(".state[data-state=planned]").await.map(drop)
        })
        .await?;
    steps
        .step("the approver is sent it with clause 3.1b", async {
            let mail = mail_to(&cast.demo.mailbox, "hoa@minhlong.example", EXPLANATION).await?;
            ensure!(mail.text.contains("3.1b"), "the clause is missing");
            Ok(())
        })
        .await?;
    steps
        .step("the clerk reads it, and cannot choose", async {
            open(cast, lan, &reference).await?;
            unfold(lan, "part-plan").await?;
            lan.reads(&at("part-plan"), EXPLANATION).await?;
            ensure!(
                !lan.sees(&at("choose-third_party")).await,
                "a clerk is offered to choose"
            );
            Ok(())
        })
        .await?;
    steps
        .step(
            "the approver has a third party do it, liability told",
            async {
                open(cast, hoa, &reference).await?;
                hoa.reads("body", "3.1b").await?;
                hoa.click(&at("choose-third_party")).await?;
                hoa.see(&at("settlement-send")).await.map(drop)
            },
        )
        .await?;
    steps
        .step("invoice and documents go in", async {
            let folder = tempfile::tempdir()?;
            let invoice = folder.path().join("invoice-17.pdf");
            std::fs::write(&invoice, "%PDF-1.4 an invoice")?;
            hoa.fill(&at("settlement-amount"), "12500000").await?;
            hoa.fill(
                &at("settlement-words"),
                "An Phat fixed the rounding on site.",
            )
            .await?;
            hoa.driver
                .find(By::Css(format!("{} input[type=file]", at("settlement"))))
                .await?
                .send_keys(invoice.to_string_lossy().as_ref())
                .await?;
            hoa.reads(&at("settlement"), "invoice-17.pdf").await?;
            hoa.click(&at("settlement-send")).await?;
            hoa.see(&format!("{}[data-state=submitted]", at("settlement-state")))
                .await
                .map(drop)
        })
        .await?;
    steps
        .step("the agent checks, accepts and settles them", async {
            open_at_desk(cast, &reference).await?;
            linh.reads("body", "invoice-17.pdf").await?;
            linh.click(&at("settlement-accept")).await?;
            linh.fill(&at("settlement-reference"), "PAY-2026-0117")
                .await?;
            linh.click(&at("settlement-settle")).await?;
            linh.see(&format!("{}[data-state=settled]", at("settlement-state")))
                .await?;
            mail_to(&cast.demo.mailbox, "hoa@minhlong.example", "PAY-2026-0117")
                .await
                .map(drop)
        })
        .await
}

/// Sets a field for a moment to this many days from now, as its reader's own zone has it.
pub(super) async fn set_moment(page: &crate::page::Page, hook: &str, days: u32) -> Result<()> {
    let field = page.see(&at(hook)).await?;
    let script = "const at = new Date(Date.now() + arguments[1] * 86400000); at.setMinutes(at.getMinutes() - at.getTimezoneOffset()); \
        arguments[0].value = at.toISOString().slice(0, 16); arguments[0].dispatchEvent(new Event('input', { bubbles: true })); arguments[0].dispatchEvent(new Event('change', { bubbles: true }));";
    page.driver
        .execute(script, vec![field.to_json()?, serde_json::json!(days)])
        .await?;
    Ok(())
}
