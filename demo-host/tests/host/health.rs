//! Whether people can work here, told to whoever asks.

use reqwest::StatusCode;

use crate::stage::Stage;

#[tokio::test]
async fn a_host_says_whether_people_can_work_and_nothing_else() {
    let stage = Stage::open().await;
    let ask = || async {
        let answer = stage.http.get(stage.url("/deskside/health")).send().await;
        answer.unwrap()
    };
    let well = ask().await;
    assert_eq!(well.status(), StatusCode::NO_CONTENT);
    assert!(well.headers().get("set-cookie").is_none());
    stage.house().db.close().await;
    let ill = ask().await;
    assert_eq!(ill.status(), StatusCode::INTERNAL_SERVER_ERROR);
    let told = ill.text().await.unwrap();
    assert!(
        told.contains("internal") && !told.contains("sqlite"),
        "{told}"
    );
}
