//! Exactly once: whatever stops the desk in between, no mail is lost and none counts twice.

use deskside_desk::mail::inbound::{Fate, take};

use super::stage::{arrival, desk, header, letters};

fn with_file(to: &str) -> String {
    format!(
        "Message-ID: <once@mail.example>\r\nFrom: lan@minhlong.example\r\nTo: {to}\r\nSubject: Once\r\n\
         Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nHello\r\n\
         --b\r\nContent-Type: application/pdf; name=a.pdf\r\nContent-Transfer-Encoding: base64\r\n\r\nJVBERi0=\r\n--b--\r\n"
    )
}

#[tokio::test]
async fn the_same_mail_counts_once_by_its_place_and_by_what_it_says() {
    let (stage, host) = desk().await;
    host.reporter("lan").await;
    let first = arrival(with_file("support@desk.example"));
    assert!(matches!(
        take(&stage.desk, first.clone()).await.unwrap(),
        Fate::Filed(_)
    ));
    // Killed before the mail was marked: it is there again under the same name.
    assert_eq!(take(&stage.desk, first.clone()).await.unwrap(), Fate::Again);
    // Delivered twice, or the mailbox was made anew: the same mail under another name.
    let mut moved = arrival(with_file("support@desk.example"));
    assert_eq!(take(&stage.desk, moved.clone()).await.unwrap(), Fate::Again);
    moved.uidvalidity = 2;
    assert_eq!(take(&stage.desk, moved).await.unwrap(), Fate::Again);
    for (table, rows) in [
        ("tickets", 1),
        ("attachments", 1),
        ("outbox", 1),
        ("mails_in", 3),
    ] {
        assert_eq!(stage.count(table).await, rows, "{table}");
    }
}

#[tokio::test]
async fn many_at_once_count_once() {
    let (stage, host) = desk().await;
    host.reporter("lan").await;
    let mail = arrival(with_file("support@desk.example"));
    let takes = (0..10).map(|_| take(&stage.desk, mail.clone()));
    let fates = futures::future::join_all(takes).await;
    let filed = fates
        .iter()
        .filter(|fate| matches!(fate, Ok(Fate::Filed(_))))
        .count();
    assert_eq!((filed, stage.count("tickets").await), (1, 1));
}

/// The first half of taking a mail in is to store its files; the second is one transaction. It is
/// stopped between the two by a database that refuses.
#[tokio::test]
async fn stopped_between_files_and_commit_it_is_taken_again_and_whole() {
    let (stage, host) = desk().await;
    let lan = host.reporter("lan").await;
    lan.files("It fails").await;
    let to = header(&letters(&stage).await[0], "Reply-To").unwrap();
    let mail = arrival(with_file(&to));
    break_commits(&stage, true).await;
    assert!(take(&stage.desk, mail.clone()).await.is_err());
    assert_eq!(stage.count("attachments").await, 1, "its file was stored");
    assert_eq!(stage.count("messages").await, 0);
    assert_eq!(
        stage.count("mails_in").await,
        0,
        "and nothing says that it was taken in"
    );
    break_commits(&stage, false).await;
    assert!(matches!(
        take(&stage.desk, mail.clone()).await.unwrap(),
        Fate::Answer(_)
    ));
    assert_eq!(take(&stage.desk, mail).await.unwrap(), Fate::Again);
    for (table, rows) in [("attachments", 1), ("messages", 1), ("mails_in", 1)] {
        assert_eq!(stage.count(table).await, rows, "{table}");
    }
    let files = std::fs::read_dir(
        stage
            .desk
            .settings
            .data
            .join("files")
            .join(host.system.as_str()),
    );
    assert_eq!(files.unwrap().count(), 1, "the file lies there once");
}

/// Has every note of a mail refused, and so the transaction it belongs to.
async fn break_commits(stage: &crate::support::Stage, broken: bool) {
    let statement = if broken {
        "CREATE TRIGGER broken BEFORE INSERT ON mails_in BEGIN SELECT RAISE(ABORT, 'broken'); END"
    } else {
        "DROP TRIGGER broken"
    };
    stage
        .desk
        .store
        .write(move |tx| {
            Box::pin(async move {
                sqlx::query(statement).execute(&mut **tx).await?;
                Ok(())
            })
        })
        .await
        .unwrap();
}
