//! Every letter in every language, as people get it. Changing a word shows here.

use deskside_desk::mail::{Recipient, letters};
use deskside_protocol::access::EndReason;
use deskside_protocol::identity::Lang;

use super::fixtures::{agent, approved, grant, rotation, shown, system, ticket, to};
use crate::support::Stage;

#[tokio::test]
async fn every_letter_in_every_language() {
    let stage = Stage::new().await;
    let (desk, texts) = (&stage.desk, &stage.desk.texts);
    let policy = desk.rules.current();
    let (system, ticket) = (system(), ticket(&stage));
    let words = "Since when does it fail?\nIs it this quotation only?";
    for lang in [Lang::En, Lang::Vi] {
        let lan = to("Lan Tran", lang);
        let hoa = to("Hoa Nguyen", lang);
        let linh = Recipient {
            lang,
            ..Recipient::from(&agent())
        };
        let tuan = to("Tuan Le", lang);
        let agent = agent();
        let written = [
            (
                "received",
                letters::received(texts, &lan, &ticket, &system, policy),
            ),
            (
                "answered",
                letters::answered(texts, &lan, &ticket, &system, &agent, words, true),
            ),
            (
                "resolved",
                letters::resolved(texts, &lan, &ticket, &system, &agent),
            ),
            ("closed", letters::closed(texts, &lan, &ticket, &system)),
            (
                "access_asked",
                letters::access_asked(texts, &hoa, &grant(), &system),
            ),
            (
                "access_approved",
                letters::access_approved(texts, &hoa, &approved(), &system),
            ),
            (
                "access_ended",
                letters::access_ended(texts, &hoa, &approved(), &system, EndReason::TicketClosed),
            ),
            (
                "access_approved.agent",
                letters::access_approved(texts, &linh, &approved(), &system),
            ),
            (
                "rotation",
                letters::rotation(desk, &tuan, &rotation(), &ticket, &system, true),
            ),
            (
                "rotation_unknown",
                letters::rotation(desk, &hoa, &rotation(), &ticket, &system, false),
            ),
        ];
        for (name, letter) in written {
            insta::assert_snapshot!(format!("{name}.{}", lang.tag()), shown(&letter));
        }
    }
}

#[tokio::test]
async fn a_letter_as_html() {
    let stage = Stage::new().await;
    let (system, ticket) = (system(), ticket(&stage));
    let policy = stage.desk.rules.current();
    let lan = to("Lan <b>Tran</b>", Lang::Vi);
    let letter = letters::received(&stage.desk.texts, &lan, &ticket, &system, policy);
    insta::assert_snapshot!(letter.html().unwrap());
}
