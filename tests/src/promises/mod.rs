//! The policy, kept: each promise as people meet it, in both browsers. What the story of one ticket does
//! not show: what is not covered, no solution in time, an incident, maintenance, work outside of the
//! policy, people who cannot sign in.

mod channels;
mod declined;
mod incident;
mod maintenance;
mod offer;
mod planned;

use anyhow::Result;

use crate::browser::Chrome;
use crate::demo::Demo;
use crate::page::{Page, at};
use crate::steps::Steps;
use crate::story::Cast;
use crate::widget::Widget;

/// Tells all of it.
///
/// # Errors
/// The step that failed, and how.
pub async fn tell(demo: &Demo, chrome: &Chrome) -> Result<()> {
    let cast = Cast::gather(demo, chrome).await?;
    cast.console()
        .sign_in("linh@desk.example", "demo-linh")
        .await?;
    cast.erp(&cast.lan).sign_in("lan", "demo-lan").await?;
    cast.erp(&cast.hoa).sign_in("hoa", "demo-hoa").await?;

    let mut steps = Steps::begin("Not covered, and said so in time (1.1, 3.1c)");
    declined::tell(&mut steps, &cast).await?;
    steps.end();
    let mut steps = Steps::begin("No solution in time: a plan, and a choice (3.1b)");
    planned::tell(&mut steps, &cast).await?;
    steps.end();
    let mut steps = Steps::begin("A security incident, and lost data (2.3, 2.4)");
    incident::tell(&mut steps, &cast).await?;
    steps.end();
    let mut steps = Steps::begin("Maintenance at night, told ahead (2.2)");
    maintenance::tell(&mut steps, &cast).await?;
    steps.end();
    let mut steps = Steps::begin("Work outside of the policy (3.2c)");
    offer::tell(&mut steps, &cast).await?;
    steps.end();
    let mut steps = Steps::begin("Other ways to ask (3.2)");
    channels::tell(&mut steps, &cast).await?;
    steps.end();
    cast.part().await
}

/// Files a request from a page of the ERP, and gives its reference.
async fn file(
    cast: &Cast<'_>,
    page: &Page,
    path: &str,
    words: &str,
    impact: &str,
) -> Result<String> {
    let widget = Widget { page };
    begin(cast, page, path, words, impact).await?;
    page.click(&at("next")).await?;
    page.click(&at("send")).await?;
    let reference = page.reads(&at("reference"), "T-").await?;
    widget.look_inside().await?;
    Ok(reference.trim().to_owned())
}

/// Describes it and says what cannot be done.
async fn begin(cast: &Cast<'_>, page: &Page, path: &str, words: &str, impact: &str) -> Result<()> {
    let widget = Widget { page };
    widget.look_outside().await?;
    cast.erp(page).go(path).await?;
    widget.open().await?;
    page.see(&at("tab-tickets")).await?;
    widget.room("file").await?;
    if page.sees(&at("another")).await {
        page.click(&at("another")).await?;
    }
    page.fill(&at("describe"), words).await?;
    page.click(&at("next")).await?;
    page.click(&at(&format!("impact-{impact}"))).await
}

/// Opens a request in somebody's widget.
async fn open(cast: &Cast<'_>, page: &Page, reference: &str) -> Result<()> {
    let widget = Widget { page };
    widget.look_outside().await?;
    cast.erp(page).go("/").await?;
    widget.open().await?;
    widget.room("tickets").await?;
    page.click(&format!(
        "{}[data-reference=\"{reference}\"]",
        at("ticket-row")
    ))
    .await?;
    page.see(&at("conversation")).await.map(drop)
}

/// Unfolds something that is folded up.
async fn unfold(page: &Page, hook: &str) -> Result<()> {
    page.see(&at(hook)).await?;
    if !page.sees(&format!("{}[open]", at(hook))).await {
        page.click(&format!("{} > summary", at(hook))).await?;
    }
    Ok(())
}

/// Opens a request in the agent's console.
async fn open_at_desk(cast: &Cast<'_>, reference: &str) -> Result<()> {
    let linh = &cast.linh;
    linh.open(&format!("{}/console/", cast.demo.desk)).await?;
    linh.click(&at("filter-all")).await?;
    cast.console().open(reference).await
}
