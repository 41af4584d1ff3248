//! The agents' page. Its forms lead to the paired hosts and nowhere else: that is how agents enter.

use axum::extract::State;
use axum::response::Response;

use super::{OWN, built, page};
use crate::desk::Desk;
use crate::problem::Fault;
use crate::system::{System, origin_of};

pub(super) async fn show(State(desk): State<Desk>) -> Result<Response, Fault> {
    let html = String::from_utf8_lossy(&built(&desk, "console.html").await?).into_owned();
    let systems = System::all(&mut *desk.read().await?).await?;
    let mut hosts: Vec<String> = systems
        .iter()
        .filter_map(|system| origin_of(&system.host.as_ref()?.url))
        .collect();
    hosts.sort();
    hosts.dedup();
    let policy = format!(
        "{OWN}; form-action 'self' {}; frame-ancestors 'none'",
        hosts.join(" ")
    );
    Ok(page(html, &policy))
}
