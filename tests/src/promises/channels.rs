//! Who cannot sign in asks by the desk's own form; who calls is written down, with the clause.

use anyhow::{Context, Result, ensure};

use crate::mailbox::mail_to;
use crate::page::at;
use crate::steps::Steps;
use crate::story::Cast;

pub(super) async fn tell(steps: &mut Steps, cast: &Cast<'_>) -> Result<()> {
    let (tuan, linh) = (&cast.tuan, &cast.linh);
    let reference = steps
        .step(
            "somebody who cannot sign in asks on the desk's form",
            async {
                tuan.open(&format!("{}/signin?lang=en", cast.demo.erp))
                    .await?;
                tuan.click("a[href*=\"/request\"]").await?;
                tuan.click("main [href*=\"/request/sys_\"]").await?;
                tuan.fill("[name=name]", "Tuan Le").await?;
                tuan.fill("[name=email]", "tuan.private@mail.example")
                    .await?;
                tuan.fill(
                    "[name=description]",
                    "The sign-in page says that my account is locked.",
                )
                .await?;
                tuan.click("[name=impact][value=blocked]").await?;
                tuan.click("form button:not([type=button])").await?;
                tuan.reads("main", "3.1a").await?;
                let said = tuan.reads("main", "T-").await?;
                let from = said.find("T-").context("the reference")?;
                Ok(said[from..]
                    .split(|c: char| !(c.is_ascii_alphanumeric() || c == '-'))
                    .next()
                    .unwrap_or_default()
                    .to_owned())
            },
        )
        .await?;
    steps
        .step("follows the link of the mail, and answers there", async {
            let mail = mail_to(&cast.demo.mailbox, "tuan.private@mail.example", &reference).await?;
            let link = mail
                .text
                .split_whitespace()
                .find(|word| word.contains("/request/t/"))
                .context("the link")?;
            tuan.open(link.trim_matches(|c| "()<>.,".contains(c)))
                .await?;
            tuan.fill("textarea", "It is the account tuan.").await?;
            tuan.click("form button:not([type=button])").await?;
            tuan.reads("main", "It is the account tuan.")
                .await
                .map(drop)
        })
        .await?;
    steps
        .step("the agent sees which way it came", async {
            super::open_at_desk(cast, &reference).await?;
            linh.reads("body", "It is the account tuan.")
                .await
                .map(drop)
        })
        .await?;
    steps
        .step("a call is written down, and clause 3.2b is said", async {
            linh.open(&format!("{}/console/", cast.demo.desk)).await?;
            linh.click(&at("log-call")).await?;
            linh.choose(&at("call-system"), "Minh Long").await?;
            linh.reads("body", "3.2b").await?;
            linh.fill(&at("call-name"), "Hoa Nguyen").await?;
            linh.fill(&at("call-email"), "hoa@minhlong.example").await?;
            linh.fill(
                &at("call-description"),
                "Printing labels stops after the first page.",
            )
            .await?;
            linh.click(&at("call-impact-hindered")).await?;
            linh.click(&at("call-send")).await?;
            linh.reads(&at("ticket-subject"), "Printing labels").await?;
            mail_to(&cast.demo.mailbox, "hoa@minhlong.example", "3.2b")
                .await
                .map(drop)
        })
        .await?;
    steps
        .step("the report of the month shows all of it", async {
            linh.click(&at("nav-report")).await?;
            linh.see(&at("report-csv")).await?;
            let status = linh.status_of("/api/agent/tickets").await?;
            ensure!(status == 200, "the agent is signed out");
            Ok(())
        })
        .await
}
