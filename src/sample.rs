//! A request on which everything hangs that can, for tests.

use deskside_protocol::api::TicketView;

/// The request.
pub(crate) fn ticket() -> TicketView {
    let parse = |json: &str| serde_json::from_str::<serde_json::Value>(json).unwrap();
    let mut ticket = parse(include_str!("sample.json"));
    ticket["policy"] = parse(include_str!("../policy/VIIN.WTS.POL.080423.json"));
    serde_json::from_value(ticket).unwrap()
}

/// The session of somebody of the same company.
#[cfg(target_arch = "wasm32")]
pub(crate) fn session(approver: bool) -> deskside_protocol::api::SessionOpened {
    let ticket = ticket();
    deskside_protocol::api::SessionOpened {
        session: "a-session".into(),
        expires_at: ticket.summary.received_at,
        person: ticket.summary.reporter,
        approver,
        system: ticket.summary.system,
        policy: ticket.policy,
        assessed_modules: None,
        installation: None,
        now: ticket.summary.received_at,
    }
}
