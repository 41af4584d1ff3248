//! The widget as a person uses it: launcher and frame stand in a closed shadow root.

use std::cell::RefCell;

use anyhow::{Context, Result};
use thirtyfour::prelude::*;

use crate::page::{Page, at};
use crate::shadow;

/// The widget on the page a person looks at.
pub struct Widget<'a> {
    /// Their browser.
    pub page: &'a Page,
}

impl Widget<'_> {
    /// Something in the shadow root, once it is visible.
    ///
    /// # Errors
    /// When it does not come in time.
    pub async fn in_root(&self, css: &str) -> Result<WebElement> {
        self.page.driver.enter_default_frame().await?;
        let element = self.page.see("deskside-widget").await?;
        let found = RefCell::new(None);
        self.page
            .until(&format!("`{css}` in the shadow root"), || async {
                let inside = shadow::find(&element, css).await?;
                let visible = inside.is_displayed().await?;
                found.replace(Some(inside));
                Ok(visible)
            })
            .await?;
        found.into_inner().context("found")
    }

    /// Opens the panel by its launcher, and looks into the frame.
    ///
    /// # Errors
    /// When the frame does not come.
    pub async fn open(&self) -> Result<()> {
        self.page
            .until("a click on the launcher", || async {
                self.in_root(&at("launcher")).await?.click().await?;
                Ok(true)
            })
            .await?;
        self.look_inside().await
    }

    /// Looks into the frame of the open panel.
    ///
    /// # Errors
    /// When there is none.
    pub async fn look_inside(&self) -> Result<()> {
        self.page
            .until("the widget's frame", || async {
                self.in_root("iframe").await?.enter_frame().await?;
                Ok(true)
            })
            .await?;
        Ok(())
    }

    /// Looks at the ERP's page again.
    ///
    /// # Errors
    /// When the browser is gone.
    pub async fn look_outside(&self) -> Result<()> {
        Ok(self.page.driver.enter_default_frame().await?)
    }

    /// Goes to a room by its tab.
    ///
    /// # Errors
    /// When there is no such tab.
    pub async fn room(&self, name: &str) -> Result<()> {
        self.page.click(&at(&format!("tab-{name}"))).await
    }
}
