//! Mails made to break things. Whatever comes, it is taken in, in bounded time, and nothing runs.

use std::time::{Duration, Instant};

use deskside_desk::mail::inbound::{Fate, LARGEST, read, without_quote};
use deskside_protocol::api::InboxWhy;
use deskside_protocol::ticket::{MAX_ATTACHMENTS, MAX_SUBJECT};
use proptest::prelude::*;

use super::stage::{arrival, comes, desk, inbox, mail};

const REAL: [&str; 3] = [
    "Message-ID: <a@b.example>\r\nFrom: Lan <lan@minhlong.example>\r\nTo: support@desk.example\r\nSubject: =?utf-8?b?eMOh?=\r\n\
     Content-Type: multipart/alternative; boundary=\"x y\"\r\n\r\n--x y\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nHi\r\n\
     --x y\r\nContent-Type: text/html\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n<p>Hi=20</p>\r\n--x y--\r\n",
    "From: lan@minhlong.example\r\nContent-Type: multipart/mixed; boundary=a\r\n\r\n--a\r\nContent-Type: message/rfc822\r\n\r\n\
     Content-Type: multipart/digest; boundary=d\r\n\r\n--d\r\n\r\nSubject: x\r\n\r\nin\r\n--d--\r\n--a\r\n\
     Content-Type: image/png; name*0*=utf-8''%E2%98%95; name*1=.png\r\nContent-Transfer-Encoding: base64\r\n\r\nAAAA\r\n--a--\r\n",
    "Return-Path: <>\r\nContent-Type: multipart/report; report-type=delivery-status; boundary=r\r\n\r\n--r\r\n\
     Content-Type: message/delivery-status\r\n\r\nAction: failed\r\n\r\n--r\r\nContent-Type: text/rfc822-headers\r\n\r\n\
     Message-ID: <msg_1@desk.example>\r\n\r\n--r--\r\n",
];

fn quick<T>(work: impl FnOnce() -> T) -> T {
    let begun = Instant::now();
    let done = work();
    assert!(
        begun.elapsed() < Duration::from_secs(20),
        "{:?}",
        begun.elapsed()
    );
    done
}

#[test]
fn mails_within_mails_without_end_are_not_taken_apart() {
    let plain = "Content-Type:message/rfc822\n\n".repeat(400_000);
    assert!(quick(|| read(plain.as_bytes(), "desk.example")).is_none());
    let digest = "Content-Type: multipart/digest; boundary=a\n\n--a\n\n".repeat(300_000);
    assert!(quick(|| read(digest.as_bytes(), "desk.example")).is_none());
    // Hidden in an encoding, where they cannot be counted: the parser does not look in there.
    use base64::Engine as _;
    let hidden = base64::engine::general_purpose::STANDARD
        .encode("Content-Type:message/rfc822\n\n".repeat(60_000));
    let mail = format!(
        "From: a@b.example\nContent-Type: message/rfc822\nContent-Transfer-Encoding: base64\n\n{hidden}"
    );
    let mail = quick(|| read(mail.as_bytes(), "desk.example")).unwrap();
    assert!(
        mail.files.len() == 1 || !mail.text.is_empty(),
        "it is kept as it is"
    );
}

#[test]
fn parts_without_number_or_bottom_are_bounded() {
    let many = format!(
        "From: a@b.example\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n{}--b--\r\n",
        "--b\r\nContent-Disposition: attachment; filename=x\r\n\r\nx\r\n".repeat(50_000)
    );
    let mail = quick(|| read(many.as_bytes(), "desk.example")).unwrap();
    assert_eq!(mail.files.len(), MAX_ATTACHMENTS);
    assert_eq!(mail.left.len(), 50_000 - MAX_ATTACHMENTS);
    let mut nested = "From: a@b.example\r\n".to_owned();
    for n in 0..150 {
        nested.push_str(&format!(
            "Content-Type: multipart/mixed; boundary=n{n}\r\n\r\n--n{n}\r\n"
        ));
    }
    nested.push_str("Content-Type: text/plain\r\n\r\nat the bottom\r\n");
    assert_eq!(
        quick(|| read(nested.as_bytes(), "desk.example"))
            .unwrap()
            .text,
        "at the bottom"
    );
}

#[test]
fn html_becomes_words_and_scripts_become_nothing() {
    let html = "From: a@b.example\r\nContent-Type: text/html; charset=utf-8\r\n\r\n\
        <html><head><title>t</title><style>p{}</style></head><body><p>Xin ch&agrave;o &lt;b&gt;</p>\
        <script>alert(document.cookie)</script><img src=x onerror=alert(1)><p>D&#242;ng hai</p></body></html>";
    let text = read(html.as_bytes(), "desk.example").unwrap().text;
    assert_eq!(text, "Xin chào <b>\nDòng hai");
}

#[test]
fn wrong_charsets_and_encodings_still_give_words() {
    for (head, body) in [
        ("text/plain; charset=utf-8", &b"caf\xe9 ok"[..]),
        ("text/plain; charset=no-such-thing", b"caf ok"),
        (
            "text/plain; charset=iso-8859-1\r\nContent-Transfer-Encoding: base64",
            b"!!!not base64 ok",
        ),
        ("multipart/mixed", b"no boundary ok"),
        (
            "text/plain\r\nContent-Transfer-Encoding: quoted-printable",
            b"=ZZ=\r\n ok",
        ),
    ] {
        let mut mail = format!("From: a@b.example\r\nContent-Type: {head}\r\n\r\n").into_bytes();
        mail.extend_from_slice(body);
        let mail = read(&mail, "desk.example").unwrap();
        assert!(mail.text.contains("ok"), "{head}: {:?}", mail.text);
    }
}

#[test]
fn names_of_files_are_names_only() {
    let with = |name: &str| {
        let mail = format!(
            "From: a@b.example\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\
             Content-Disposition: attachment; filename=\"{name}\"\r\n\r\nx\r\n--b--\r\n"
        );
        read(mail.as_bytes(), "desk.example")
            .unwrap()
            .files
            .remove(0)
            .name
    };
    assert_eq!(with("../../etc/passwd"), "passwd");
    assert_eq!(with("C:\\\\Windows\\\\x.exe"), "x.exe");
    assert_eq!(with("a.zip/../../b"), "b");
    assert_eq!(with(".."), "file");
    assert_eq!(with("=?utf-8?q?exe=E2=80=AEgpj.?="), "exegpj.");
    assert_eq!(with(&"x".repeat(5_000)).chars().count(), MAX_SUBJECT);
}

#[tokio::test]
async fn what_is_too_large_waits_for_an_agent_with_its_beginning() {
    let (stage, host) = desk().await;
    let linh = stage.agent("linh").await;
    host.reporter("lan").await;
    let mut huge = arrival(mail(
        "lan@minhlong.example",
        "support@desk.example",
        "",
        "My password is hunter22",
    ));
    huge.whole = false;
    let fate = deskside_desk::mail::inbound::take(&stage.desk, huge)
        .await
        .unwrap();
    assert!(matches!(fate, Fate::Inbox(_, InboxWhy::Unreadable)));
    let waiting = inbox(&linh).await.remove(0);
    assert!(waiting.text.contains("From: lan@minhlong.example"));
    assert!(!waiting.text.contains("hunter22"));
    assert!(read(&vec![b'x'; LARGEST + 1], "desk.example").is_none());
}

#[tokio::test]
async fn a_long_mail_and_an_empty_one_become_tickets() {
    let (stage, host) = desk().await;
    host.reporter("lan").await;
    for text in ["x y ".repeat(100_000), String::new()] {
        let mail = mail(
            "lan@minhlong.example",
            "support@desk.example",
            "Subject: S\r\n",
            &text,
        );
        assert!(matches!(comes(&stage, mail).await, Fate::Filed(_)));
    }
}

#[tokio::test]
async fn bytes_that_are_no_mail_are_taken_in_too() {
    let (stage, _) = desk().await;
    for raw in [
        &b""[..],
        b"\0\0\0",
        b"\xff\xfe",
        b"From:",
        b"\r\n\r\n\r\n",
        b"Content-Type: multipart/mixed; boundary=\r\n\r\n--\r\n",
    ] {
        assert!(matches!(comes(&stage, raw).await, Fate::Inbox(..)));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn no_bytes_break_the_reader(raw in prop::collection::vec(any::<u8>(), 0..3_000)) {
        let _ = read(&raw, "desk.example");
    }

    #[test]
    fn no_change_to_a_real_mail_breaks_the_reader(
        which in 0..REAL.len(),
        cuts in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>(), 0..4u8), 1..25),
    ) {
        let mut raw = REAL[which].as_bytes().to_vec();
        for (at, byte, how) in cuts {
            if raw.is_empty() { break; }
            let at = at.index(raw.len());
            match how {
                0 => raw[at] = byte,
                1 => { raw.remove(at); }
                2 => raw.insert(at, byte),
                _ => { let copy = raw[at..].to_vec(); raw.truncate(20_000); raw.extend(copy); }
            }
        }
        if let Some(mail) = read(&raw, "desk.example") {
            prop_assert!(mail.subject.chars().count() <= MAX_SUBJECT && !mail.subject.contains(['\r', '\n']));
            prop_assert!(mail.files.len() <= MAX_ATTACHMENTS);
            prop_assert!(mail.files.iter().all(|file| !file.name.is_empty() && !file.name.contains(['/', '\\', '\0'])));
            let id_is_clean = mail.message_id.iter().all(|id| id.bytes().all(|b| b.is_ascii_graphic()));
            prop_assert!(id_is_clean);
        }
    }

    #[test]
    fn cutting_a_quote_never_makes_words_up(text in "(?s).{0,400}") {
        let cut = without_quote(&text, &["support@desk.example"]);
        for line in cut.lines() {
            prop_assert!(text.contains(line.trim()));
        }
        prop_assert_eq!(cut.trim().is_empty(), text.trim().is_empty());
    }
}

#[test]
fn only_the_quoted_letter_is_cut() {
    let ours = ["support@desk.example", "support+"];
    let cut = |text: &str| without_quote(text, &ours);
    assert_eq!(cut("New words\n\n> old\n> older"), "New words");
    assert_eq!(
        cut(
            "New\n\nVào Th 2, 24 thg 11, 2026 lúc 13:05\nSupport desk <support+abc@desk.example> đã viết:\n\n> cũ"
        ),
        "New"
    );
    assert_eq!(cut("New\n\n-----Original Message-----\nanything"), "New");
    assert_eq!(
        cut("New\n\nFrom: Support desk\nSent: Monday\nTo: Lan\nSubject: x\n\nold"),
        "New"
    );
    assert_eq!(
        cut("Mới\n\nTừ: Bộ phận hỗ trợ\nĐã gửi: Thứ Hai\nĐến: Lan\nChủ đề: x\n\ncũ"),
        "Mới"
    );
    let between = "On Monday Support <support@desk.example> wrote:\n> Since when?\nSince today.\n> Where?\nIn Sales.";
    assert_eq!(
        cut(between),
        between,
        "who answers between the lines keeps all of them"
    );
    assert_eq!(
        cut("> all is quoted"),
        "> all is quoted",
        "something is always left"
    );
    let said = "My colleague wrote:\nit fails\nPlease help";
    assert_eq!(cut(said), said, "others may be quoted");
}
