//! The desk is killed (kill -9) after approval: access still ends at its time, on the host's own clock.

use std::path::Path;

use anyhow::{Result, ensure};

use super::{Cast, after, granting};
use crate::page::at;
use crate::steps::Steps;
use crate::widget::Widget;

/// Files, grants, kills, waits for the host's clock.
pub(super) async fn tell(steps: &mut Steps, cast: &Cast<'_>, demo_json: &Path) -> Result<()> {
    let lan = &cast.lan;
    let console = cast.console();
    let reference = steps
        .step("the clerk files another ticket", async {
            cast.erp(lan).go("/quotations").await?;
            Widget { page: lan }.open().await?;
            lan.fill(
                &at("describe"),
                "The list of quotations is slow this morning.",
            )
            .await?;
            lan.click(&at("next")).await?;
            lan.click(&at("impact-hindered")).await?;
            lan.click(&at("next")).await?;
            lan.click(&at("send")).await?;
            Ok(lan.reads(&at("reference"), "T-").await?.trim().to_owned())
        })
        .await?;
    steps
        .step("the agent asks for access", async {
            cast.linh
                .open(&format!("{}/console/", cast.demo.desk))
                .await?;
            console.open(&reference).await?;
            console.ask("sales.read", 120, "To measure the list").await
        })
        .await?;
    let desk_tab = cast.linh.tab().await?;
    granting::approve(steps, cast, 60).await?;
    steps
        .step("the agent is in", async {
            cast.linh.turn_to(&desk_tab).await?;
            console.enter().await?;
            cast.linh.see(".seat").await.map(drop)
        })
        .await?;
    let hold = steps
        .step("the desk is killed with kill -9", async {
            cast.demo.kill_desk(demo_json)
        })
        .await?;
    let outcome = async {
        steps
            .step("the agent is still in: the host asks nobody", async {
                let status = cast.linh.status_of("/quotations").await?;
                ensure!(status == 200, "quotations answer {status}");
                Ok(())
            })
            .await?;
        steps
            .step(
                "an hour later on the host's own clock, access has ended",
                async {
                    cast.demo.move_host_clock(3601)?;
                    after::signed_out(cast).await?;
                    let status = cast.linh.status_of("/quotations").await?;
                    ensure!(status != 200, "the session outlived its grant");
                    Ok(())
                },
            )
            .await
    }
    .await;
    cast.demo.move_host_clock(0)?;
    drop(hold);
    outcome?;
    steps
        .step("the desk comes back and learns of it", async {
            cast.linh.turn_to(&desk_tab).await?;
            cast.linh
                .until("the desk answers", || async {
                    Ok(reqwest::get(format!("{}/healthz", cast.demo.desk))
                        .await?
                        .status()
                        .is_success())
                })
                .await?;
            cast.linh
                .open(&format!("{}/console/", cast.demo.desk))
                .await?;
            console.open(&reference).await?;
            cast.linh.reads(&at("grant-state"), "Ended").await.map(drop)
        })
        .await
}
