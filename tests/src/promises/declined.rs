//! The forecast says so before sending, an agent rules with reasons, and the mail explains it.

use anyhow::Result;

use super::{begin, open, open_at_desk};
use crate::mailbox::mail_to;
use crate::page::at;
use crate::steps::Steps;
use crate::story::Cast;

const WHY: &str = "Fast Quote changes this report and adds the wrong rate. Please ask its maker.";

pub(super) async fn tell(steps: &mut Steps, cast: &Cast<'_>) -> Result<()> {
    let lan = &cast.lan;
    let reference = steps
        .step(
            "the forecast names the module, its maker and the clause before anything is sent",
            async {
                let words = "The margin report shows wrong margins.";
                begin(cast, lan, "/reports/margin", words, "hindered").await?;
                lan.click(&at("next")).await?;
                lan.reads(&at("verdict"), "fast_quote").await?;
                lan.reads(&at("verdict"), "QuickApps Co.").await?;
                lan.reads(&at("verdict"), "1.1b").await?;
                lan.click(&at("send")).await?;
                Ok(lan.reads(&at("reference"), "T-").await?.trim().to_owned())
            },
        )
        .await?;
    steps
        .step(
            "an agent rules: not covered, by which cause, and why",
            async {
                open_at_desk(cast, &reference).await?;
                let linh = &cast.linh;
                linh.click(&at("rule")).await?;
                linh.click(&at("rule-cover-excluded")).await?;
                linh.click(&at("rule-cause-unassessed_module")).await?;
                linh.fill(&at("rule-why"), WHY).await?;
                linh.click(&at("rule-send")).await?;
                linh.reads(&at("verdict"), WHY).await.map(drop)
            },
        )
        .await?;
    steps
        .step("the mail explains it with the clause", async {
            let mail = mail_to(&cast.demo.mailbox, "lan@minhlong.example", WHY).await?;
            anyhow::ensure!(mail.text.contains("1.1b"), "the clause is missing");
            Ok(())
        })
        .await?;
    steps
        .step("and the clerk reads it on her request, as final", async {
            open(cast, lan, &reference).await?;
            lan.reads(&at("verdict"), WHY).await.map(drop)
        })
        .await?;
    let third = steps
        .step("a question about a third party's service comes in", async {
            let words = "The courier's website does not show our parcels.";
            super::file(cast, lan, "/", words, "question").await
        })
        .await?;
    steps
        .step("and is answered with clause 2.1 in one move", async {
            open_at_desk(cast, &third).await?;
            let linh = &cast.linh;
            linh.click(&at("third-party")).await?;
            linh.click(&at("third-party-send")).await?;
            linh.see(".state[data-state=declined]").await?;
            let mail = mail_to(&cast.demo.mailbox, "lan@minhlong.example", &third).await?;
            anyhow::ensure!(!mail.text.is_empty(), "an empty mail");
            mail_to(&cast.demo.mailbox, "lan@minhlong.example", " 2.1")
                .await
                .map(drop)
        })
        .await
}
