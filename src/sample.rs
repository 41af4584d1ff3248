//! A request on which everything hangs that can, for tests.

use deskside_protocol::api::TicketView;

/// The request.
pub(crate) fn ticket() -> TicketView {
    let parse = |json: &str| serde_json::from_str::<serde_json::Value>(json).unwrap();
    let mut ticket = parse(include_str!("sample.json"));
    ticket["policy"] = parse(include_str!("../policy/VIIN.WTS.POL.080423.json"));
    serde_json::from_value(ticket).unwrap()
}
