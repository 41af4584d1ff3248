//! What hands and eyes do on a page: find by hook, wait, click, type, read.

use std::time::{Duration, Instant};

use anyhow::{Context, Result, anyhow, bail};
use thirtyfour::WindowHandle;
use thirtyfour::prelude::*;
use thirtyfour::support::sleep;

use crate::browser::Size;

/// How long anything may take before a journey gives up.
const PATIENCE: Duration = Duration::from_secs(15);

/// A person's browser.
pub struct Page {
    /// The WebDriver session.
    pub driver: WebDriver,
}

impl Page {
    pub(crate) fn new(driver: WebDriver) -> Self {
        Self { driver }
    }

    /// Opens an address.
    ///
    /// # Errors
    /// When the browser cannot.
    pub async fn open(&self, url: &str) -> Result<()> {
        self.driver
            .goto(url)
            .await
            .with_context(|| format!("opening {url}"))
    }

    /// Gives the viewport (not the window) this size.
    ///
    /// # Errors
    /// When the browser cannot.
    pub async fn resize(&self, size: Size) -> Result<()> {
        let metrics = serde_json::json!({ "width": size.0, "height": size.1, "deviceScaleFactor": 1, "mobile": false });
        self.driver
            .cdp()
            .send_raw("Emulation.setDeviceMetricsOverride", metrics)
            .await?;
        Ok(())
    }

    /// Pretends the reader prefers dark.
    ///
    /// # Errors
    /// When the browser cannot.
    pub async fn prefer_dark(&self) -> Result<()> {
        let features = serde_json::json!({ "features": [{ "name": "prefers-color-scheme", "value": "dark" }] });
        self.driver
            .cdp()
            .send_raw("Emulation.setEmulatedMedia", features)
            .await?;
        Ok(())
    }

    /// The element with this CSS selector, once it is there and visible.
    ///
    /// # Errors
    /// When it does not come in time.
    pub async fn see(&self, css: &str) -> Result<WebElement> {
        let deadline = Instant::now() + PATIENCE;
        loop {
            for element in self.driver.find_all(By::Css(css)).await.unwrap_or_default() {
                if element.is_displayed().await.unwrap_or(false) {
                    return Ok(element);
                }
            }
            if Instant::now() > deadline {
                let shown = self.words("body").await.unwrap_or_default();
                bail!(
                    "`{css}` did not come; the page says: {}",
                    shown.chars().take(600).collect::<String>()
                );
            }
            sleep(Duration::from_millis(50)).await;
        }
    }

    /// Whether an element with this selector is visible right now.
    pub async fn sees(&self, css: &str) -> bool {
        for element in self.driver.find_all(By::Css(css)).await.unwrap_or_default() {
            if element.is_displayed().await.unwrap_or(false) {
                return true;
            }
        }
        false
    }

    /// The text of the first element with this selector right now.
    ///
    /// # Errors
    /// When there is none.
    pub async fn words(&self, css: &str) -> Result<String> {
        Ok(self.driver.find(By::Css(css)).await?.text().await?)
    }

    /// Waits until the text of some element with this selector contains the words.
    ///
    /// # Errors
    /// When it does not in time; says what it contains instead.
    pub async fn reads(&self, css: &str, words: &str) -> Result<String> {
        let deadline = Instant::now() + PATIENCE;
        loop {
            let mut last = String::new();
            for element in self.driver.find_all(By::Css(css)).await.unwrap_or_default() {
                last = element.text().await.unwrap_or_default();
                if last.contains(words) {
                    return Ok(last);
                }
            }
            if Instant::now() > deadline {
                bail!("`{css}` does not say “{words}” but “{last}”");
            }
            sleep(Duration::from_millis(50)).await;
        }
    }

    /// Clicks as a person would: once it can be clicked, trying again while something moves.
    ///
    /// # Errors
    /// When it cannot be clicked in time.
    pub async fn click(&self, css: &str) -> Result<()> {
        let deadline = Instant::now() + PATIENCE;
        loop {
            let element = self.see(css).await?;
            let ready = element.is_enabled().await.unwrap_or(false) || Instant::now() > deadline;
            if !ready {
                sleep(Duration::from_millis(50)).await;
                continue;
            }
            match element.click().await {
                Ok(()) => return Ok(()),
                Err(error) if Instant::now() > deadline => {
                    return Err(anyhow!(error).context(format!("clicking `{css}`")));
                }
                Err(_) => {
                    // Something lies over it: a person scrolls it to where it is free.
                    let middle = "arguments[0].scrollIntoView({ block: 'center' })";
                    let _ = self.driver.execute(middle, vec![element.to_json()?]).await;
                    sleep(Duration::from_millis(100)).await;
                }
            }
        }
    }

    /// Types into a field after emptying it, trying again while the page is drawn anew under it.
    ///
    /// # Errors
    /// When it cannot be typed into in time.
    pub async fn fill(&self, css: &str, text: &str) -> Result<()> {
        let deadline = Instant::now() + PATIENCE;
        loop {
            let field = self.see(css).await?;
            let typed = async {
                field.clear().await?;
                field.send_keys(text).await
            };
            match typed.await {
                Ok(()) => return Ok(()),
                Err(error) if Instant::now() > deadline => {
                    return Err(anyhow!(error).context(format!("typing into `{css}`")));
                }
                Err(_) => sleep(Duration::from_millis(100)).await,
            }
        }
    }

    /// Chooses the entry of a list of choices that says these words.
    ///
    /// # Errors
    /// When there is none.
    pub async fn choose(&self, css: &str, words: &str) -> Result<()> {
        let list = self.see(css).await?;
        for entry in list.find_all(By::Css("option")).await? {
            if entry.text().await?.contains(words) {
                return Ok(entry.click().await?);
            }
        }
        bail!("`{css}` offers nothing that says “{words}”");
    }

    /// Waits until the condition holds.
    ///
    /// # Errors
    /// When it does not in time.
    pub async fn until<F>(&self, what: &str, mut holds: impl FnMut() -> F) -> Result<Duration>
    where
        F: Future<Output = Result<bool>>,
    {
        let start = Instant::now();
        loop {
            if holds().await.unwrap_or(false) {
                return Ok(start.elapsed());
            }
            if start.elapsed() > PATIENCE {
                bail!("{what}: did not happen");
            }
            sleep(Duration::from_millis(20)).await;
        }
    }

    /// The tab the person looks at.
    ///
    /// # Errors
    /// When the browser is gone.
    pub async fn tab(&self) -> Result<WindowHandle> {
        Ok(self.driver.window().await?)
    }

    /// Turns to a tab.
    ///
    /// # Errors
    /// When it is gone.
    pub async fn turn_to(&self, tab: &WindowHandle) -> Result<()> {
        Ok(self.driver.switch_to_window(tab.clone()).await?)
    }

    /// Does what opens a new tab, and turns to it.
    ///
    /// # Errors
    /// When no tab opens in time.
    pub async fn new_tab<F>(&self, opens: F) -> Result<WindowHandle>
    where
        F: Future<Output = Result<()>>,
    {
        let before = self.driver.windows().await?;
        opens.await?;
        let deadline = Instant::now() + PATIENCE;
        loop {
            if let Some(new) = self
                .driver
                .windows()
                .await?
                .into_iter()
                .find(|tab| !before.contains(tab))
            {
                self.turn_to(&new).await?;
                return Ok(new);
            }
            if Instant::now() > deadline {
                bail!("no new tab opened");
            }
            sleep(Duration::from_millis(50)).await;
        }
    }

    /// Status that a GET with this browser's own session is answered, as a fetch of the page.
    ///
    /// # Errors
    /// When no answer comes.
    pub async fn status_of(&self, path: &str) -> Result<u16> {
        let script = "const done = arguments[arguments.length - 1]; fetch(arguments[0], { redirect: 'manual' }).then(r => done(r.status), () => done(-1));";
        let answer = self
            .driver
            .execute_async(script, vec![serde_json::json!(path)])
            .await?;
        let status: i64 = answer.convert()?;
        u16::try_from(status).map_err(|_| anyhow!("no answer from {path}"))
    }

    /// Takes a picture of the viewport.
    ///
    /// # Errors
    /// When it cannot be written.
    pub async fn picture(&self, path: &std::path::Path) -> Result<()> {
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder)?;
        }
        Ok(self.driver.screenshot(path).await?)
    }

    /// Closes the browser.
    ///
    /// # Errors
    /// When it is gone already.
    pub async fn quit(self) -> Result<()> {
        Ok(self.driver.quit().await?)
    }
}

/// Selector of a hook.
#[must_use]
pub fn at(hook: &str) -> String {
    format!("[data-at=\"{hook}\"]")
}
