//! The ERP as a person uses it.

use anyhow::Result;

use crate::page::Page;

/// A person in the ERP.
pub struct Erp<'a> {
    /// Their browser.
    pub page: &'a Page,
    /// Where the ERP is.
    pub address: &'a str,
}

impl Erp<'_> {
    /// Signs in, where they are not.
    ///
    /// # Errors
    /// When the ERP does not let them in.
    pub async fn sign_in(&self, login: &str, password: &str) -> Result<()> {
        self.go("/").await?;
        if self.page.sees("deskside-widget").await {
            return Ok(());
        }
        self.page.fill("input[name=login]", login).await?;
        self.page.fill("input[name=password]", password).await?;
        self.page.click("form button.primary").await?;
        self.page.see("deskside-widget").await?;
        Ok(())
    }

    /// Opens a screen.
    ///
    /// # Errors
    /// When it does not open.
    pub async fn go(&self, path: &str) -> Result<()> {
        self.page.open(&format!("{}{path}", self.address)).await
    }

    /// Changes one's own password.
    ///
    /// # Errors
    /// When the ERP does not take it.
    pub async fn change_password(&self, old: &str, new: &str) -> Result<()> {
        self.go("/profile").await?;
        self.page.fill("input[name=current]", old).await?;
        self.page.fill("input[name=new]", new).await?;
        self.page.fill("input[name=again]", new).await?;
        self.page.click("#password button.primary").await?;
        self.page.see(".panel.done").await?;
        Ok(())
    }
}
