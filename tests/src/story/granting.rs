//! The agent asks for access, an approver narrows and approves it, the agent enters.

use anyhow::{Result, ensure};
use thirtyfour::WindowHandle;

use super::Cast;
use crate::mailbox::mail_to;
use crate::page::at;
use crate::steps::Steps;
use crate::widget::Widget;

/// From the question to the agent inside. Gives the tab in which the agent is in the ERP.
pub(super) async fn grant(
    steps: &mut Steps,
    cast: &Cast<'_>,
    reference: &str,
) -> Result<WindowHandle> {
    let console = cast.console();
    steps
        .step(
            "the agent asks for Sales, to look, for two hours",
            console.ask("sales.read", 120, "To see why confirming S00042 fails"),
        )
        .await?;
    steps
        .step(
            "the approver is told by mail",
            mail_to(&cast.demo.mailbox, "hoa@minhlong.example", reference),
        )
        .await?;
    steps
        .step(
            "the clerk cannot approve, in the widget or by address",
            async {
                let lan = &cast.lan;
                lan.click(&at("tab-access")).await?;
                lan.see(&at("not-approver")).await?;
                ensure!(
                    !lan.sees(&at("go-on")).await,
                    "a clerk is offered to approve"
                );
                Widget { page: lan }.look_outside().await?;
                let status = lan.status_of("/deskside/grants").await?;
                ensure!(
                    status == 403,
                    "a clerk is answered {status} by the host's list of grants"
                );
                Ok(())
            },
        )
        .await?;
    let desk_tab = cast.linh.tab().await?;
    approve(steps, cast, 60).await?;
    let support_tab = steps
        .step("the agent enters with the key of this browser", async {
            cast.linh.turn_to(&desk_tab).await?;
            let tab = console.enter().await?;
            cast.linh.see(".seat").await?;
            Ok(tab)
        })
        .await?;
    steps
        .step("sees quotations; invoices and users answer 403", async {
            cast.erp(&cast.linh).go("/quotations").await?;
            cast.linh.reads("main", "S000").await?;
            for (path, wanted) in [
                ("/quotations", 200),
                ("/invoices", 403),
                ("/users", 403),
                ("/settings", 403),
                ("/profile", 403),
                ("/export/quotations.csv", 403),
            ] {
                let status = cast.linh.status_of(path).await?;
                ensure!(status == wanted, "{path} answers {status}, not {wanted}");
            }
            Ok(())
        })
        .await?;
    steps
        .step("the approver sees who is in, and where", async {
            Widget { page: &cast.hoa }.look_inside().await?;
            cast.hoa.reads(&at("presence"), "Linh Do").await.map(drop)
        })
        .await?;
    Ok(support_tab)
}

/// The approver narrows the open request in the widget and approves it on the host's own page.
pub(super) async fn approve(steps: &mut Steps, cast: &Cast<'_>, minutes: u32) -> Result<()> {
    let hoa = &cast.hoa;
    let widget = Widget { page: hoa };
    let erp_tab = steps
        .step("the approver sees who asks, why, and for what", async {
            cast.erp(hoa).sign_in("hoa", "demo-hoa").await?;
            widget.open().await?;
            widget.room("access").await?;
            hoa.reads(&at("request-card"), "Linh Do").await?;
            hoa.tab().await
        })
        .await?;
    steps
        .step(
            "narrows to one hour and goes on to the ERP's own page",
            async {
                hoa.click(&at(&format!("minutes-{minutes}"))).await?;
                hoa.click(&at("go-on")).await?;
                hoa.see(&at("open-confirm")).await?;
                hoa.new_tab(hoa.click(&at("open-confirm"))).await?;
                hoa.reads("h1", "Linh Do").await?;
                let url = hoa.driver.current_url().await?;
                ensure!(
                    cast.demo
                        .erp
                        .starts_with(&url.origin().ascii_serialization()),
                    "the confirm page is at {url}"
                );
                Ok(())
            },
        )
        .await?;
    steps
        .step("a wrong password approves nothing", async {
            hoa.fill("input[name=password]", "not-her-password").await?;
            hoa.click("button[value=approve]").await?;
            hoa.see(".problem").await.map(drop)
        })
        .await?;
    steps
        .step("proves identity and approves", async {
            hoa.fill("input[name=password]", "demo-hoa").await?;
            hoa.click("button[value=approve]").await?;
            hoa.see(".outcome").await?;
            hoa.turn_to(&erp_tab).await
        })
        .await
}
