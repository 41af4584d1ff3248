//! The story: one ticket's life from a click in the ERP to a confirmed rotation, and the same with the
//! desk killed. Every step is done by hand and seen by eye, in real browsers.

mod after;
mod dead_desk;
mod filing;
mod granting;

use std::path::Path;

use anyhow::{Result, ensure};

use crate::browser::{Chrome, DESKTOP};
use crate::console::Console;
use crate::demo::Demo;
use crate::erp::Erp;
use crate::page::Page;
use crate::steps::Steps;

/// The people of the story, each with a browser of their own.
pub struct Cast<'a> {
    /// The demo they live in.
    pub demo: &'a Demo,
    /// Lan, a clerk in sales.
    pub lan: Page,
    /// Hoa, who may approve access.
    pub hoa: Page,
    /// Tuan, whose password was shared.
    pub tuan: Page,
    /// Linh, the vendor's agent.
    pub linh: Page,
}

impl<'a> Cast<'a> {
    pub(crate) async fn gather(demo: &'a Demo, chrome: &Chrome) -> Result<Self> {
        let (lan, hoa, tuan, linh) = tokio::try_join!(
            chrome.person(DESKTOP),
            chrome.person(DESKTOP),
            chrome.person(DESKTOP),
            chrome.person(DESKTOP)
        )?;
        Ok(Self {
            demo,
            lan,
            hoa,
            tuan,
            linh,
        })
    }

    /// The ERP in this person's browser.
    #[must_use]
    pub fn erp(&'a self, page: &'a Page) -> Erp<'a> {
        Erp {
            page,
            address: &self.demo.erp,
        }
    }

    /// The console in the agent's browser.
    #[must_use]
    pub fn console(&'a self) -> Console<'a> {
        Console {
            page: &self.linh,
            desk: &self.demo.desk,
        }
    }

    pub(crate) async fn part(self) -> Result<()> {
        for page in [self.lan, self.hoa, self.tuan, self.linh] {
            page.quit().await?;
        }
        Ok(())
    }
}

/// Tells the whole story.
///
/// # Errors
/// The step that failed, and how.
pub async fn tell(demo: &Demo, demo_json: &Path, chrome: &Chrome) -> Result<()> {
    ensure!(
        demo.desk_db.exists(),
        "no database at {}",
        demo.desk_db.display()
    );
    demo.move_host_clock(0)?;
    let cast = Cast::gather(demo, chrome).await?;

    let mut steps = Steps::begin("A ticket's life");
    let reference = filing::file(&mut steps, &cast).await?;
    filing::answer(&mut steps, &cast, &reference).await?;
    let support_tab = granting::grant(&mut steps, &cast, &reference).await?;
    after::close(&mut steps, &cast, &support_tab).await?;
    after::rotate(&mut steps, &cast).await?;
    after::audit(&mut steps, &cast).await?;
    steps.end();

    let mut steps = Steps::begin("The same with the desk killed after approval");
    dead_desk::tell(&mut steps, &cast, demo_json).await?;
    steps.end();
    cast.part().await
}
