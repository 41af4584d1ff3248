//! Asks page, host and session. Whoever does not answer is left out, never waited for twice.

use deskside_protocol::context::Context;
use deskside_protocol::host::HostContext;
use deskside_protocol::port::{Ask, PageContext};

use super::Collected;
use crate::link::Link;

/// Collects what is known at this moment.
pub async fn collect(link: Link) -> Collected {
    let page: PageContext = link.port.ask(Ask::Page).await.unwrap_or_default();
    let system: Option<HostContext> = link.port.ask(Ask::Context).await.ok();
    Collected::new(Context {
        system,
        user: link.opened_now().map(|opened| opened.user()),
        ..page
    })
}
