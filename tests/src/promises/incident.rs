//! Data is gone: the short path with urgent advice, the investigation with owners and questions, the
//! recovery that an admin approves, the final report.

use anyhow::Result;

use super::{begin, open, open_at_desk};
use crate::mailbox::mail_to;
use crate::page::at;
use crate::steps::Steps;
use crate::story::Cast;

pub(super) async fn tell(steps: &mut Steps, cast: &Cast<'_>) -> Result<()> {
    let (lan, hoa, linh) = (&cast.lan, &cast.hoa, &cast.linh);
    let reference = steps
        .step(
            "the clerk is told at once what to do, and what to leave",
            async {
                let words = "All contacts of Hue are gone since this morning.";
                begin(cast, lan, "/contacts", words, "security").await?;
                lan.click(&at("next")).await?;
                lan.click(&at("incident-data_lost")).await?;
                lan.see(&at("incident-advice")).await?;
                lan.see(&at("incident-leave")).await?;
                lan.click(&at("next")).await?;
                lan.click(&at("send")).await?;
                Ok(lan.reads(&at("reference"), "T-").await?.trim().to_owned())
            },
        )
        .await?;
    steps
        .step(
            "the agent begins the first steps, and asks the customer",
            async {
                open_at_desk(cast, &reference).await?;
                linh.click(&at("incident-first-0")).await?;
                linh.see(&at("incident-step")).await?;
                linh.fill(&at("incident-ask"), "Who worked on contacts this morning?")
                    .await?;
                linh.click(&at("incident-ask-send")).await?;
                linh.reads("body", "Who worked on contacts this morning?")
                    .await
                    .map(drop)
            },
        )
        .await?;
    steps
        .step("the clerk answers in the widget", async {
            open(cast, lan, &reference).await?;
            lan.fill(&at("ask-answer-0"), "Only Quang, from nine o'clock on.")
                .await?;
            lan.click(&at("ask-answer-send-0")).await?;
            linh.reads("body", "Only Quang, from nine o'clock on.")
                .await
                .map(drop)
        })
        .await?;
    steps
        .step(
            "the agent proposes the nearest backup, with an estimate",
            async {
                linh.click(&at("recovery-propose")).await?;
                linh.see(&at("recovery")).await?;
                mail_to(&cast.demo.mailbox, "hoa@minhlong.example", "2.4")
                    .await
                    .map(drop)
            },
        )
        .await?;
    steps
        .step("the customer's admin approves it", async {
            open(cast, hoa, &reference).await?;
            hoa.click(&at("recovery-approve")).await?;
            hoa.see(&format!("{}[data-decision=approved]", at("recovery")))
                .await
                .map(drop)
        })
        .await?;
    steps
        .step("the result is told with how it was checked", async {
            open_at_desk(cast, &reference).await?;
            linh.click(&at("recovery-restored-yes")).await?;
            linh.fill(
                &at("recovery-text"),
                "214 contacts are back; counted against the backup.",
            )
            .await?;
            linh.click(&at("recovery-result-send")).await?;
            mail_to(&cast.demo.mailbox, "hoa@minhlong.example", "214 contacts")
                .await
                .map(drop)
        })
        .await?;
    steps
        .step("no incident ends without its report", async {
            linh.see(&format!("{}[aria-disabled=true]", at("resolve")))
                .await?;
            linh.fill(
                &at("incident-report"),
                "A bulk import overwrote them. The import now asks first.",
            )
            .await?;
            linh.click(&at("incident-report-send")).await?;
            mail_to(&cast.demo.mailbox, "lan@minhlong.example", "bulk import").await?;
            cast.console().resolve_and_close().await
        })
        .await?;
    steps
        .step("the clerk sees who looked at what", async {
            open(cast, lan, &reference).await?;
            lan.click(&format!("{} summary", at("timeline"))).await?;
            lan.reads(&at("timeline"), "Linh Do").await.map(drop)
        })
        .await
}
