//! A window at night, mailed in advance, on a banner in the widget; terms and availability beside it.

use anyhow::Result;

use crate::mailbox::mail_to;
use crate::page::at;
use crate::steps::Steps;
use crate::story::Cast;
use crate::widget::Widget;

pub(super) async fn tell(steps: &mut Steps, cast: &Cast<'_>) -> Result<()> {
    let (lan, linh) = (&cast.lan, &cast.linh);
    steps
        .step(
            "a night slot in the customer's zone is proposed and planned",
            async {
                linh.open(&format!("{}/console/", cast.demo.desk)).await?;
                linh.click(&at("nav-maintenance")).await?;
                linh.choose(&at("maintenance-system"), "Minh Long").await?;
                linh.see(&at("maintenance-slot")).await?;
                linh.fill(
                    &at("maintenance-text-en"),
                    "Upgrade of the invoicing module",
                )
                .await?;
                linh.fill(&at("maintenance-text-vi"), "Nâng cấp phân hệ hóa đơn")
                    .await?;
                linh.click(&at("maintenance-send")).await?;
                linh.reads(&at("maintenance-row"), "invoicing")
                    .await
                    .map(drop)
            },
        )
        .await?;
    steps
        .step("the customer's contacts are mailed in advance", async {
            mail_to(
                &cast.demo.mailbox,
                "hoa@minhlong.example",
                "Upgrade of the invoicing module",
            )
            .await
            .map(drop)
        })
        .await?;
    steps
        .step("the clerk sees it on a banner, in her language", async {
            let widget = Widget { page: lan };
            widget.look_outside().await?;
            cast.erp(lan).go("/").await?;
            widget.open().await?;
            lan.see(&at("maintenance")).await.map(drop)
        })
        .await?;
    steps
        .step(
            "and what else is promised: terms with the days left",
            async {
                let widget = Widget { page: lan };
                widget.room("policy").await?;
                lan.see(&at("term-warranty")).await?;
                lan.see(&at("term-lifecycle")).await.map(drop)
            },
        )
        .await?;
    steps
        .step("the window is cancelled, and that is mailed too", async {
            linh.click(&at("maintenance-cancel")).await?;
            linh.click(&at("maintenance-cancel-sure")).await?;
            linh.see(&format!("{}[data-state=cancelled]", at("maintenance-row")))
                .await?;
            Ok(())
        })
        .await
}
