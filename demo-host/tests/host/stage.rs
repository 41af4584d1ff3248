//! The host on a port of its own, and the people who use it.

use std::path::PathBuf;
use std::sync::Arc;

use deskside_demo_host::deskside::{pairing, tasks};
use deskside_demo_host::erp::house::{App, House};
use deskside_demo_host::erp::page::query_value;
use deskside_demo_host::erp::pages;
use deskside_demo_host::world::World;
use deskside_protocol::access::GrantRequest;
use deskside_protocol::ids::{GrantId, SystemId};
use reqwest::{Client, Method, RequestBuilder, StatusCode};
use serde_json::{Value, json};
use tokio::task::JoinSet;

use crate::agent::Agent;
use crate::desk::Desk;

pub(crate) struct Stage {
    pub(crate) app: App,
    pub(crate) desk: Desk,
    pub(crate) http: Client,
    clock: PathBuf,
    _folder: tempfile::TempDir,
    _tasks: JoinSet<()>,
}

/// What came back.
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: reqwest::header::HeaderMap,
    pub(crate) text: String,
}

impl Answer {
    pub(crate) async fn of(request: RequestBuilder) -> Self {
        let answer = request.send().await.unwrap();
        Self {
            status: answer.status(),
            headers: answer.headers().clone(),
            text: answer.text().await.unwrap(),
        }
    }

    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap()
    }

    pub(crate) fn code(&self) -> String {
        assert_eq!(self.header("content-type"), "application/problem+json");
        self.json()["code"].as_str().unwrap().to_owned()
    }

    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers
            .get(name)
            .map_or("", |value| value.to_str().unwrap())
    }

    /// The value of the first hidden field of this name.
    pub(crate) fn field(&self, name: &str) -> String {
        let start = format!("name=\"{name}\" value=\"");
        let rest = self
            .text
            .split_once(&start)
            .unwrap_or_else(|| panic!("no {name}"))
            .1;
        rest.split_once('"').unwrap().0.to_owned()
    }

    pub(crate) fn cookie(&self) -> String {
        let set = self.header("set-cookie");
        assert!(
            set.contains("HttpOnly") && set.contains("SameSite=Lax"),
            "{set}"
        );
        set.split_once(';').unwrap().0.to_owned()
    }
}

/// Somebody with a session.
pub(crate) struct Person<'a> {
    pub(crate) stage: &'a Stage,
    pub(crate) cookie: String,
    pub(crate) csrf: String,
}

impl Stage {
    pub(crate) async fn open() -> Self {
        Self::open_with(true).await
    }

    pub(crate) async fn open_with(paired: bool) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let clock = folder.path().join("clock");
        let desk = Desk::open().await;
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let world = World::new(Some(clock.clone()));
        let app = App::open(&folder.path().join("data"), world, &url, &desk.url)
            .await
            .unwrap();
        if paired {
            for house in &app.houses {
                pairing::pair(&app, house, "code").await.unwrap();
            }
        }
        let router = pages::router(app.clone());
        tokio::spawn(async move { axum::serve(listener, router).await });
        Self {
            _tasks: tasks::start(&app),
            http: deskside_demo_host::deskside::client().unwrap(),
            app,
            desk,
            clock,
            _folder: folder,
        }
    }

    pub(crate) fn house(&self) -> &Arc<House> {
        &self.app.houses[0]
    }

    pub(crate) async fn system(&self) -> SystemId {
        self.house().pairing().await.unwrap().unwrap().system
    }

    /// Moves this host's clock.
    pub(crate) fn later(&self, seconds: i64) {
        std::fs::write(&self.clock, seconds.to_string()).unwrap();
    }

    pub(crate) fn url(&self, path: &str) -> String {
        format!("{}{path}", self.app.public_url)
    }

    pub(crate) async fn sign_in(&self, login: &str) -> Person<'_> {
        self.sign_in_with(login, &format!("demo-{login}"))
            .await
            .unwrap()
    }

    pub(crate) async fn sign_in_with(&self, login: &str, password: &str) -> Option<Person<'_>> {
        let form = [("login", login), ("password", password), ("lang", "en")];
        let answer = Answer::of(self.http.post(self.url("/signin")).form(&form)).await;
        if answer.status != StatusCode::SEE_OTHER {
            assert_eq!(answer.status, StatusCode::UNAUTHORIZED);
            return None;
        }
        Some(self.person(answer.cookie()).await)
    }

    pub(crate) async fn person(&self, cookie: String) -> Person<'_> {
        let mut person = Person {
            stage: self,
            cookie,
            csrf: String::new(),
        };
        let page = person.get("/help").await;
        let rest = page
            .text
            .split_once("name=\"csrf-token\" content=\"")
            .unwrap()
            .1;
        person.csrf = rest.split_once('"').unwrap().0.to_owned();
        person
    }

    /// A request for access as this agent's desk would make it.
    pub(crate) async fn request(&self, name: u8) -> GrantRequest {
        let key = Agent::with_key(11).jwk();
        self.desk
            .request(&self.system().await, name, &key, self.app.now())
    }

    /// Approved by hoa for an hour of looking at sales.
    pub(crate) async fn granted(&self, name: u8) -> GrantId {
        self.granted_with(name, "minutes=60&scopes=sales.read")
            .await
    }

    pub(crate) async fn granted_with(&self, name: u8, choice: &str) -> GrantId {
        let hoa = self.sign_in("hoa").await;
        let request = self.request(name).await;
        hoa.deliver(&self.desk.sign(&request)).await;
        let page = hoa
            .get(&format!("/deskside/confirm/{}?{choice}", request.grant))
            .await;
        let answer = hoa.approve(&request.grant, &page, "demo-hoa").await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
        request.grant
    }

    pub(crate) async fn enter_with(&self, assertion: &str) -> Answer {
        let request = self
            .http
            .post(self.url("/deskside/enter"))
            .header("origin", "http://127.0.0.1:9100")
            .header("sec-fetch-site", "cross-site")
            .form(&[("assertion", assertion)]);
        Answer::of(request).await
    }

    /// The approved agent, inside.
    pub(crate) async fn enter(&self, grant: &GrantId, jti: &str) -> Person<'_> {
        let claims = Agent::claims(grant, &self.app.enter_url(), self.app.now(), jti);
        let answer = self.enter_with(&Agent::with_key(11).sign(&claims)).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
        assert_eq!(answer.header("location"), "/");
        self.person(answer.cookie()).await
    }

    pub(crate) async fn count(&self, sql: &'static str) -> i64 {
        sqlx::query_scalar(sql)
            .fetch_one(&self.house().db)
            .await
            .unwrap()
    }
}

impl Person<'_> {
    pub(crate) fn ask(&self, method: Method, path: &str) -> RequestBuilder {
        self.stage
            .http
            .request(method, self.stage.url(path))
            .header("cookie", &self.cookie)
    }

    pub(crate) async fn get(&self, path: &str) -> Answer {
        Answer::of(self.ask(Method::GET, path)).await
    }

    /// A call of the page's own scripts.
    pub(crate) async fn call(&self, method: Method, path: &str, body: &Value) -> Answer {
        let request = self
            .ask(method, path)
            .header("sec-fetch-site", "same-origin")
            .header("x-csrf-token", &self.csrf)
            .json(body);
        Answer::of(request).await
    }

    /// A form of the page.
    pub(crate) async fn submit(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let mut form = vec![("csrf", self.csrf.as_str())];
        form.extend_from_slice(fields);
        let request = self
            .ask(Method::POST, path)
            .header("origin", &self.stage.app.public_url)
            .form(&form);
        Answer::of(request).await
    }

    pub(crate) async fn deliver(&self, jws: &str) -> Answer {
        self.call(
            Method::POST,
            "/deskside/requests",
            &json!({ "request": jws }),
        )
        .await
    }

    /// Sends the decide form of a confirm page as a browser would.
    pub(crate) async fn approve(&self, grant: &GrantId, page: &Answer, password: &str) -> Answer {
        let nonce = page.field("nonce");
        let minutes = page.field("minutes");
        let form = page.text.rsplit_once("class=\"decide\"").unwrap().1;
        let scopes: Vec<&str> = form
            .split("name=\"scopes\" value=\"")
            .skip(1)
            .map(|rest| rest.split_once('"').unwrap().0)
            .collect();
        let mut fields = vec![
            ("nonce", nonce.as_str()),
            ("minutes", minutes.as_str()),
            ("password", password),
            ("decision", "approve"),
        ];
        fields.extend(scopes.into_iter().map(|scope| ("scopes", scope)));
        self.submit(&format!("/deskside/confirm/{grant}"), &fields)
            .await
    }
}

/// Forms as browsers send them.
pub(crate) trait SendForm {
    fn form<V: AsRef<str>>(self, fields: &[(&str, V)]) -> RequestBuilder;
}

impl SendForm for RequestBuilder {
    fn form<V: AsRef<str>>(self, fields: &[(&str, V)]) -> RequestBuilder {
        let pairs: Vec<String> = fields
            .iter()
            .map(|(name, value)| format!("{name}={}", query_value(value.as_ref())))
            .collect();
        self.header("content-type", "application/x-www-form-urlencoded")
            .body(pairs.join("&"))
    }
}
