//! Into a closed shadow root, as the WebDriver specification has it. A page's scripts cannot look in there,
//! and the library only knows the way that scripts take.

use anyhow::Result;
use reqwest::Method;
use serde::Deserialize;
use thirtyfour::RequestData;
use thirtyfour::SessionId;
use thirtyfour::common::command::FormatRequestData;
use thirtyfour::prelude::*;
use thirtyfour::session::handle::SessionHandle;

/// The first element in the shadow root of `host` that fits.
///
/// # Errors
/// When there is no shadow root, or nothing in it fits.
pub async fn find(host: &WebElement, css: &str) -> Result<WebElement> {
    let handle: &std::sync::Arc<SessionHandle> = host.handle();
    let root: RootRef = handle
        .cmd(Root(host.element_id().to_string()))
        .await?
        .value()?;
    let found = handle
        .cmd(Find {
            root: root.id,
            css: css.to_owned(),
        })
        .await?;
    Ok(found.element(handle.clone())?)
}

#[derive(Deserialize)]
struct RootRef {
    #[serde(rename = "shadow-6066-11e4-a52e-4f735466cecf")]
    id: String,
}

/// W3C WebDriver, "Get Element Shadow Root".
#[derive(Debug)]
struct Root(String);

impl FormatRequestData for Root {
    fn format_request(&self, session: &SessionId) -> RequestData {
        RequestData::new(
            Method::GET,
            format!("session/{session}/element/{}/shadow", self.0),
        )
    }
}

/// W3C WebDriver, "Find Element From Shadow Root".
#[derive(Debug)]
struct Find {
    root: String,
    css: String,
}

impl FormatRequestData for Find {
    fn format_request(&self, session: &SessionId) -> RequestData {
        let wanted = serde_json::json!({ "using": "css selector", "value": self.css });
        RequestData::new(
            Method::POST,
            format!("session/{session}/shadow/{}/element", self.root),
        )
        .add_body(wanted)
    }
}
