//! The ticket closes: access dies, the shared password stays due until it is changed, the trail verifies.

use std::time::Duration;

use anyhow::{Context, Result, ensure};
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};
use sqlx::{ConnectOptions, Row};
use thirtyfour::WindowHandle;

use super::Cast;
use crate::demo::Demo;
use crate::mailbox::mail_to;
use crate::page::at;
use crate::steps::Steps;
use crate::widget::Widget;

/// The agent closes the ticket in one tab; the other one is signed out within a second.
pub(super) async fn close(
    steps: &mut Steps,
    cast: &Cast<'_>,
    support_tab: &WindowHandle,
) -> Result<()> {
    let linh = &cast.linh;
    steps
        .step("the agent resolves and closes", async {
            for tab in linh.driver.windows().await? {
                if tab != *support_tab {
                    linh.turn_to(&tab).await?;
                }
            }
            cast.console().resolve_and_close().await?;
            linh.turn_to(support_tab).await
        })
        .await?;
    let took = steps
        .step(
            "the agent's open ERP tab is signed out within a second",
            async {
                let took = signed_out(cast).await?;
                ensure!(
                    took < Duration::from_secs(1),
                    "it took {} ms",
                    took.as_millis()
                );
                Ok(took)
            },
        )
        .await?;
    println!(
        "                     ({} ms after the click)",
        took.as_millis()
    );
    steps
        .step("and cannot come back", async {
            let status = linh.status_of("/quotations").await?;
            ensure!(status != 200, "the old session still reads quotations");
            for tab in linh.driver.windows().await? {
                if tab != *support_tab {
                    linh.turn_to(&tab).await?;
                }
            }
            linh.reads(&at("grant-state"), "Ended").await?;
            ensure!(
                !linh.sees(&format!("{}:not([disabled])", at("enter"))).await,
                "the console still offers to enter"
            );
            Ok(())
        })
        .await
}

/// Waits until the tab shows that support access has ended; says how long that took.
pub(super) async fn signed_out(cast: &Cast<'_>) -> Result<Duration> {
    cast.linh
        .until("the support tab shows the end", || async {
            Ok(cast.linh.driver.current_url().await?.path() == "/support-ended")
        })
        .await
}

/// Tuan is reminded by mail and banner; a click alone does not clear it, changing the password does.
pub(super) async fn rotate(steps: &mut Steps, cast: &Cast<'_>) -> Result<()> {
    let tuan = &cast.tuan;
    let widget = Widget { page: tuan };
    steps
        .step(
            "the colleague whose password was shared gets a mail",
            mail_to(&cast.demo.mailbox, "tuan@minhlong.example", "3.3b"),
        )
        .await?;
    steps
        .step("and a banner in the ERP", async {
            cast.erp(tuan).sign_in("tuan", "demo-tuan").await?;
            widget
                .in_root(&at("banner-rotation"))
                .await?
                .click()
                .await?;
            widget.look_inside().await?;
            tuan.reads(&at("rotation-item"), "tuan").await.map(drop)
        })
        .await?;
    steps
        .step("a click alone does not clear it", async {
            tuan.click(&at("rotation-check")).await?;
            tuan.see(&at("rotation-result")).await?;
            tuan.reads(&at("rotation-item"), "tuan").await.map(drop)
        })
        .await?;
    steps
        .step("changing the password in the ERP does", async {
            widget.look_outside().await?;
            cast.erp(tuan)
                .change_password("demo-tuan", "demo-tuan-2")
                .await?;
            cast.erp(tuan).go("/").await?;
            widget.open().await?;
            widget.room("rotation").await?;
            tuan.see(&format!("{}[data-state=confirmed]", at("rotation-item")))
                .await?;
            widget.look_outside().await?;
            // The next run of the story begins with the password everybody knows.
            cast.erp(tuan)
                .change_password("demo-tuan-2", "demo-tuan")
                .await
        })
        .await
}

/// The trail verifies in the approver's browser, until one byte of it is flipped in the database.
pub(super) async fn audit(steps: &mut Steps, cast: &Cast<'_>) -> Result<()> {
    let hoa = &cast.hoa;
    steps
        .step(
            "the audit trail verifies in the approver's browser",
            async {
                open_trail(cast).await?;
                hoa.see(&format!("{}[data-verified=true]", at("audit-result")))
                    .await
                    .map(drop)
            },
        )
        .await?;
    let flipped = steps
        .step(
            "one byte of it is flipped in the desk's database",
            flip(cast.demo),
        )
        .await?;
    let seen = steps
        .step("and it fails, visibly", async {
            open_trail(cast).await?;
            hoa.see(&format!("{}[data-verified=false]", at("audit-result")))
                .await
                .map(drop)
        })
        .await;
    write_body(cast.demo, &flipped).await?;
    seen
}

async fn open_trail(cast: &Cast<'_>) -> Result<()> {
    let hoa = &cast.hoa;
    let widget = Widget { page: hoa };
    widget.look_outside().await?;
    cast.erp(hoa).go("/").await?;
    widget.open().await?;
    widget.room("access").await?;
    hoa.click(&at("audit-open")).await
}

/// An entry of the chain, as it was.
struct Was {
    row: i64,
    body: String,
}

async fn database(demo: &Demo) -> Result<SqliteConnection> {
    let options = SqliteConnectOptions::new()
        .filename(&demo.desk_db)
        .busy_timeout(Duration::from_secs(5));
    options
        .connect()
        .await
        .context("opening the desk's database")
}

/// Flips one bit in the middle of the first entry's body of the system whose trail is looked at.
async fn flip(demo: &Demo) -> Result<Was> {
    let mut db = database(demo).await?;
    let entry = sqlx::query("SELECT rowid, body FROM audit_entry WHERE body LIKE '%access_approved%' ORDER BY rowid LIMIT 1").fetch_one(&mut db).await?;
    let was = Was {
        row: entry.get(0),
        body: entry.get(1),
    };
    let at = was
        .body
        .find("access_approved")
        .context("the step's name")?;
    let mut bytes = was.body.clone().into_bytes();
    bytes[at] ^= 1;
    write_body(
        demo,
        &Was {
            row: was.row,
            body: String::from_utf8(bytes)?,
        },
    )
    .await?;
    Ok(was)
}

async fn write_body(demo: &Demo, entry: &Was) -> Result<()> {
    let mut db = database(demo).await?;
    sqlx::query("UPDATE audit_entry SET body = $1 WHERE rowid = $2")
        .bind(&entry.body)
        .bind(entry.row)
        .execute(&mut db)
        .await?;
    Ok(())
}
