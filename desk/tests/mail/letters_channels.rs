//! Letters about the ways by which people reach the desk, as people get them.

use deskside_desk::mail::{Recipient, letters};
use deskside_desk::ticket::Ticket;
use deskside_protocol::identity::Lang;
use deskside_protocol::policy::Channel;

use super::fixtures::{agent, shown, system, ticket, to};
use crate::support::Stage;

#[tokio::test]
async fn every_letter_of_the_channels_in_every_language() {
    let stage = Stage::new().await;
    let texts = &stage.desk.texts;
    let policy = stage.desk.rules.current();
    let system = system();
    let web = Ticket {
        channel: Channel::Web,
        ..ticket(&stage)
    };
    for lang in [Lang::En, Lang::Vi] {
        let lan = to("Lan Tran", lang);
        let linh = Recipient {
            lang,
            ..Recipient::from(&agent())
        };
        let page = "https://desk.example/request/t/a-key";
        let written = [
            (
                "received_web",
                letters::received_web(texts, &lan, &web, &system, policy, page),
            ),
            (
                "bounced",
                letters::bounced(texts, &linh, &web, &system, "lan@minhlong.example"),
            ),
        ];
        for (name, letter) in written {
            assert_eq!(letter.holds_key, name == "received_web");
            let shown = shown(&letter);
            assert!(!shown.contains("mail.") && !shown.contains('{'), "{shown}");
            insta::assert_snapshot!(format!("{name}.{}", lang.tag()), shown);
        }
    }
}
