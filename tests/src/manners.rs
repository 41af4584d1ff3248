//! How the widget behaves on the page: nothing is lost over a reload, what is left out is not sent, files
//! arrive, Escape gives the focus back, the language switches, and companies never meet.

use anyhow::{Result, ensure};
use thirtyfour::prelude::*;

use crate::browser::{Chrome, DESKTOP};
use crate::console::Console;
use crate::demo::Demo;
use crate::erp::Erp;
use crate::page::{Page, at};
use crate::steps::Steps;
use crate::widget::Widget;

const WORDS: &str = "The list of contacts shows the wrong city.";

/// Tells it.
///
/// # Errors
/// The step that failed, and how.
pub async fn tell(demo: &Demo, chrome: &Chrome) -> Result<()> {
    let mut steps = Steps::begin("Manners of the widget");
    let lan = chrome.person(DESKTOP).await?;
    let erp = Erp {
        page: &lan,
        address: &demo.erp,
    };
    let widget = Widget { page: &lan };
    steps
        .step(
            "nothing is stored and nothing but the loader is asked for before the click",
            async {
                erp.sign_in("lan", "demo-lan").await?;
                untouched(&lan, &demo.desk).await
            },
        )
        .await?;
    steps
        .step("a draft survives a reload", async {
            erp.go("/contacts").await?;
            widget.open().await?;
            lan.fill(&at("describe"), WORDS).await?;
            // The component has taken the field over once it offers the way to other rooms.
            lan.see(&at("tab-tickets")).await?;
            lan.until("the draft is kept", || async {
                widget.look_outside().await?;
                lan.driver.refresh().await?;
                widget.open().await?;
                lan.see(&at("tab-tickets")).await?;
                Ok(lan.see(&at("describe")).await?.value().await?.as_deref() == Some(WORDS))
            })
            .await
        })
        .await?;
    steps
        .step(
            "Escape closes it and the focus is back on the launcher",
            async {
                lan.see(&at("describe"))
                    .await?
                    .send_keys(Key::Escape)
                    .await?;
                let launcher = widget.in_root(&at("launcher")).await?;
                lan.until("the panel is closed", || async {
                    Ok(launcher.attr("aria-expanded").await?.as_deref() == Some("false"))
                })
                .await?;
                let focused = lan.driver.active_element().await?.tag_name().await?;
                ensure!(focused == "deskside-widget", "the focus is on {focused}");
                Ok(())
            },
        )
        .await?;
    let reference = steps
        .step(
            "a file goes along, and a part that is left out does not",
            async {
                widget.open().await?;
                let folder = tempfile::tempdir()?;
                let file = folder.path().join("cities.txt");
                std::fs::write(&file, "Da Nang, Hue")?;
                lan.driver
                    .find(By::Css("input[type=file]"))
                    .await?
                    .send_keys(file.to_string_lossy().as_ref())
                    .await?;
                lan.reads("body", "cities.txt").await?;
                lan.click(&at("next")).await?;
                lan.click(&at("impact-hindered")).await?;
                lan.click(&at("next")).await?;
                lan.click(&at("context-send-browser")).await?;
                lan.click(&at("send")).await?;
                Ok(lan.reads(&at("reference"), "T-").await?.trim().to_owned())
            },
        )
        .await?;
    steps
        .step("so the agent sees the file, and no browser", async {
            let linh = chrome.person(DESKTOP).await?;
            let console = Console {
                page: &linh,
                desk: &demo.desk,
            };
            console.sign_in("khoa@desk.example", "demo-khoa").await?;
            console.open(&reference).await?;
            linh.reads("body", "cities.txt").await?;
            let context = linh.see(&at("context")).await?.text().await?;
            ensure!(
                !context.contains("Browser"),
                "the browser was sent: {context}"
            );
            linh.quit().await
        })
        .await?;
    steps
        .step("the host switches the language, at once", async {
            let button = lan.see(&at("tab-file")).await?;
            let before = button.text().await?;
            widget.look_outside().await?;
            let lang = lan
                .driver
                .find(By::Css("deskside-widget"))
                .await?
                .attr("lang")
                .await?;
            let other = if lang.as_deref() == Some("vi") {
                "en"
            } else {
                "vi"
            };
            lan.driver
                .execute(
                    "document.querySelector('deskside-widget').lang = arguments[0]",
                    vec![serde_json::json!(other)],
                )
                .await?;
            widget.look_inside().await?;
            lan.until("other words", || async {
                Ok(lan.words(&at("tab-file")).await? != before)
            })
            .await
        })
        .await?;
    steps
        .step("a clerk of another company sees nothing of it", async {
            let mai = chrome.person(DESKTOP).await?;
            Erp {
                page: &mai,
                address: &demo.erp,
            }
            .sign_in("mai", "demo-mai")
            .await?;
            let widget = Widget { page: &mai };
            widget.open().await?;
            widget.room("tickets").await?;
            tokio::time::sleep(std::time::Duration::from_millis(800)).await;
            ensure!(
                !mai.sees(&at("ticket-row")).await,
                "a ticket of another company is shown"
            );
            mai.quit().await
        })
        .await?;
    steps
        .step("remove() leaves nothing behind", async {
            widget.look_outside().await?;
            lan.driver.execute("Deskside.remove()", vec![]).await?;
            let left: bool = lan
                .driver
                .execute(
                    "return 'Deskside' in window || !!document.querySelector('deskside-widget')",
                    vec![],
                )
                .await?
                .convert()?;
            ensure!(!left, "something is left");
            Ok(())
        })
        .await?;
    steps.end();
    lan.quit().await
}

/// One request to the desk, no storage, no cookie that scripts see, no global but ours.
async fn untouched(page: &Page, desk: &str) -> Result<()> {
    let script = "return JSON.stringify([performance.getEntriesByType('resource').map(r => r.name).filter(n => n.startsWith(arguments[0])), localStorage.length + sessionStorage.length, document.cookie])";
    let seen: String = page
        .driver
        .execute(script, vec![serde_json::json!(desk)])
        .await?
        .convert()?;
    let wanted = serde_json::json!([[format!("{desk}/deskside.js")], 0, ""]).to_string();
    ensure!(seen == wanted, "before the click: {seen}");
    Ok(())
}
