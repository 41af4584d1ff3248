//! The whole story and the widget's manners, in real browsers, against a demo of their own.

use deskside_journeys::browser::Chrome;
use deskside_journeys::demo::Running;
use deskside_journeys::{manners, promises, story};

#[tokio::test(flavor = "multi_thread")]
async fn a_tickets_whole_life() -> anyhow::Result<()> {
    let running = Running::start()?;
    let chrome = Chrome::start()?;
    story::tell(&running.demo, &running.json, &chrome).await?;
    promises::tell(&running.demo, &chrome).await?;
    manners::tell(&running.demo, &chrome).await
}
