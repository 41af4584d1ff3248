//! Work outside of the policy: offered with a price and a day, agreed on in the widget.

use anyhow::Result;

use super::planned::set_moment;
use super::{file, open, open_at_desk};
use crate::mailbox::mail_to;
use crate::page::at;
use crate::steps::Steps;
use crate::story::Cast;

pub(super) async fn tell(steps: &mut Steps, cast: &Cast<'_>) -> Result<()> {
    let (lan, hoa, linh) = (&cast.lan, &cast.hoa, &cast.linh);
    let reference = steps
        .step("the clerk wishes for something new", async {
            let words = "Could quotations be printed with our new logo and two signatures?";
            file(cast, lan, "/quotations", words, "question").await
        })
        .await?;
    steps
        .step("the agent offers it: text, price, day", async {
            open_at_desk(cast, &reference).await?;
            linh.click(&at("offer")).await?;
            linh.fill(
                &at("offer-text"),
                "A print layout of your own with two signatures.",
            )
            .await?;
            linh.fill(&at("offer-price"), "4500000").await?;
            set_moment(linh, "offer-ready", 14).await?;
            linh.click(&at("offer-send")).await?;
            linh.see(".state[data-state=agreement]").await?;
            mail_to(
                &cast.demo.mailbox,
                "hoa@minhlong.example",
                "A print layout of your own",
            )
            .await
            .map(drop)
        })
        .await?;
    steps
        .step("the approver agrees, and it is recorded", async {
            open(cast, hoa, &reference).await?;
            hoa.reads("body", "4,500,000").await?;
            hoa.click(&at("offer-agree")).await?;
            linh.see(".state[data-state=open]").await.map(drop)
        })
        .await
}
