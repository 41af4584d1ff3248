//! Takes a picture of every screen of a running demo, in both languages, on a monitor and on a phone:
//! `pictures --demo data/demo/demo.json --out pictures`. For people to look at, and for the documentation.

use std::path::PathBuf;

use anyhow::Result;
use clap::{Parser, ValueEnum};
use deskside_journeys::browser::{Chrome, DESKTOP, PHONE, Size};
use deskside_journeys::console::Console;
use deskside_journeys::demo::Demo;
use deskside_journeys::erp::Erp;
use deskside_journeys::page::{Page, at};
use deskside_journeys::widget::Widget;
use deskside_protocol::DateTime;
use deskside_protocol::ticket::REOPEN_FOR;
use serde_json::{Value, json};

/// Every screen as a picture.
#[derive(Parser)]
struct Args {
    /// The running demo's description.
    #[arg(long)]
    demo: PathBuf,
    /// Folder for the pictures.
    #[arg(long)]
    out: PathBuf,
    /// As a reader who prefers dark sees them.
    #[arg(long)]
    dark: bool,
    /// Only these.
    #[arg(long, value_enum)]
    only: Option<Part>,
}

/// Whose screens.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Part {
    Console,
    Erp,
    Widget,
    Mailbox,
}

#[tokio::main]
async fn main() -> Result<()> {
    let args = Args::parse();
    let demo = Demo::read(&args.demo)?;
    let chrome = Chrome::start()?;
    for (device, size) in [("desktop", DESKTOP), ("phone", PHONE)] {
        for lang in ["en", "vi"] {
            let shots = Shots {
                demo: &demo,
                chrome: &chrome,
                out: args.out.join(format!("{device}-{lang}")),
                size,
                lang,
                dark: args.dark,
            };
            let wanted = |part| args.only.is_none_or(|only| only == part);
            if wanted(Part::Console) {
                shots.console().await?;
            }
            if wanted(Part::Erp) {
                shots.erp().await?;
            }
            if wanted(Part::Widget) {
                shots.widget().await?;
                shots.promises().await?;
            }
            if wanted(Part::Mailbox) {
                shots.mailbox().await?;
            }
            println!("{}", shots.out.display());
        }
    }
    Ok(())
}

struct Shots<'a> {
    demo: &'a Demo,
    chrome: &'a Chrome,
    out: PathBuf,
    size: Size,
    lang: &'a str,
    dark: bool,
}

impl Shots<'_> {
    async fn page(&self) -> Result<Page> {
        let page = self.chrome.person(self.size).await?;
        if self.dark {
            page.prefer_dark().await?;
        }
        Ok(page)
    }

    async fn take(&self, page: &Page, name: &str) -> Result<()> {
        // What moves has come to rest by then.
        tokio::time::sleep(std::time::Duration::from_millis(350)).await;
        page.picture(&self.out.join(format!("{name}.png"))).await
    }

    async fn signed_in(&self, login: &str) -> Result<Page> {
        let page = self.page().await?;
        let erp = Erp {
            page: &page,
            address: &self.demo.erp,
        };
        erp.sign_in(login, &format!("demo-{login}")).await?;
        page.click(".user summary").await?;
        page.click(&format!("button[name=lang][value={}]", self.lang))
            .await?;
        page.see(&format!("html[lang={}] deskside-widget", self.lang))
            .await?;
        Ok(page)
    }

    async fn erp(&self) -> Result<()> {
        let page = self.page().await?;
        page.open(&format!("{}/signin?lang={}", self.demo.erp, self.lang))
            .await?;
        self.take(&page, "erp-signin").await?;
        page.quit().await?;
        let page = self.signed_in("hoa").await?;
        let erp = Erp {
            page: &page,
            address: &self.demo.erp,
        };
        let screens = [
            "/",
            "/quotations",
            "/quotations/42",
            "/invoices",
            "/contacts",
            "/moves",
            "/users",
            "/settings",
            "/settings/access",
            "/profile",
            "/help",
            "/reports/margin",
        ];
        for path in screens {
            erp.go(path).await?;
            let name = path.trim_matches('/').replace('/', "-");
            self.take(
                &page,
                &format!("erp-{}", if name.is_empty() { "home" } else { &name }),
            )
            .await?;
        }
        page.quit().await
    }

    /// Files a request and leaves one question for access open, so that every room has something in it.
    async fn widget(&self) -> Result<()> {
        let page = self.signed_in("lan").await?;
        let widget = Widget { page: &page };
        let erp = Erp {
            page: &page,
            address: &self.demo.erp,
        };
        erp.go("/quotations/42").await?;
        page.click("#confirm").await?;
        page.see("#crash").await?;
        self.take(&page, "widget-0-closed").await?;
        widget.open().await?;
        page.fill(&at("describe"), "S00042: HTTP 500. password: hunter2")
            .await?;
        self.take(&page, "widget-1-describe").await?;
        page.click(&at("next")).await?;
        page.see(&at("impact-blocked")).await?;
        self.take(&page, "widget-2-impact").await?;
        page.click(&at("impact-blocked")).await?;
        page.click(&at("shared-yes")).await?;
        page.fill(&at("shared-login"), "minh").await?;
        page.click(&at("next")).await?;
        page.see(&at("verdict")).await?;
        self.take(&page, "widget-3-review").await?;
        page.click(&at("send")).await?;
        let reference = page.see(&at("reference")).await?.text().await?;
        self.take(&page, "widget-4-sent").await?;
        widget.room("tickets").await?;
        page.see(&at("ticket-row")).await?;
        self.take(&page, "widget-5-tickets").await?;
        page.click(&at("ticket-row")).await?;
        page.see(&at("reply")).await?;
        self.take(&page, "widget-6-ticket").await?;
        widget.room("access").await?;
        page.see(&at("not-approver")).await?;
        self.take(&page, "widget-7-access-clerk").await?;
        widget.room("rotation").await?;
        self.take(&page, "widget-8-rotation-clerk").await?;
        page.quit().await?;
        self.asked(reference.trim()).await
    }

    async fn asked(&self, reference: &str) -> Result<()> {
        let agent = self.page().await?;
        let console = Console {
            page: &agent,
            desk: &self.demo.desk,
        };
        console.sign_in("linh@desk.example", "demo-linh").await?;
        console.open(reference).await?;
        if agent.sees("nav.tabs").await {
            self.take(&agent, "console-conversation").await?;
            agent.click("nav.tabs a:last-child").await?;
        }
        console
            .ask("sales.read", 120, "To see why confirming S00042 fails")
            .await?;
        self.take(&agent, "console-asked").await?;
        agent.quit().await?;

        let page = self.signed_in("hoa").await?;
        let widget = Widget { page: &page };
        self.take(&page, "widget-approver-closed").await?;
        widget.open().await?;
        widget.room("access").await?;
        page.see(&at("request-card")).await?;
        self.take(&page, "widget-access-request").await?;
        page.click(&at("minutes-60")).await?;
        page.click(&at("go-on")).await?;
        page.see(&at("open-confirm")).await?;
        self.take(&page, "widget-access-go-on").await?;
        let before = page.tab().await?;
        page.new_tab(page.click(&at("open-confirm"))).await?;
        page.see("input[name=password]").await?;
        self.take(&page, "host-confirm").await?;
        page.click("button[value=deny]").await?;
        page.see(".outcome").await?;
        self.take(&page, "host-outcome").await?;
        page.turn_to(&before).await?;
        widget.look_inside().await?;
        if page.sees(&at("audit-open")).await {
            page.click(&at("audit-open")).await?;
            page.see(&at("audit-result")).await?;
            self.take(&page, "widget-access-audit").await?;
        }
        widget.room("rotation").await?;
        page.see(&at("rotation-item")).await?;
        self.take(&page, "widget-rotation").await?;
        page.quit().await
    }

    /// What is promised, the path of a security incident, and a request on which much hangs.
    async fn promises(&self) -> Result<()> {
        let page = self.signed_in("lan").await?;
        let widget = Widget { page: &page };
        let erp = Erp {
            page: &page,
            address: &self.demo.erp,
        };
        erp.go("/contacts").await?;
        widget.open().await?;
        page.fill(
            &at("describe"),
            "Contacts of Hue are gone since this morning.",
        )
        .await?;
        page.click(&at("next")).await?;
        page.click(&at("impact-security")).await?;
        page.click(&at("next")).await?;
        page.click(&at("incident-data_lost")).await?;
        page.see(&at("incident-advice")).await?;
        self.roll(&page, "widget-alarm").await?;
        page.click(&at("next")).await?;
        page.see(&at("verdict")).await?;
        self.roll(&page, "widget-alarm-review").await?;
        page.click(&at("send")).await?;
        let lost = page.see(&at("reference")).await?.text().await?;
        page.click(&at("another")).await?;
        page.fill(&at("describe"), "Could quotations carry our new logo?")
            .await?;
        page.click(&at("next")).await?;
        page.click(&at("impact-question")).await?;
        page.click(&at("next")).await?;
        page.click(&at("send")).await?;
        let wish = page.see(&at("reference")).await?.text().await?;
        self.worked_on(lost.trim(), wish.trim()).await?;
        widget.room("policy").await?;
        page.see(&at("policy-clauses")).await?;
        self.roll(&page, "widget-policy").await?;
        self.hung(&page, lost.trim(), "widget-hung-clerk").await?;
        page.quit().await?;

        let page = self.signed_in("hoa").await?;
        let widget = Widget { page: &page };
        widget.open().await?;
        widget.room("tickets").await?;
        page.see(&at("ticket-row")).await?;
        self.take(&page, "widget-tickets-approver").await?;
        self.hung(&page, lost.trim(), "widget-hung").await?;
        page.click(&at("choose-third_party")).await?;
        page.see(&at("settlement-send")).await?;
        page.click(&at("settlement-send")).await?;
        self.roll(&page, "widget-settlement").await?;
        widget.room("tickets").await?;
        self.hung(&page, wish.trim(), "widget-offer").await?;
        page.click(&at("offer-agree")).await?;
        page.see(&at("offer-answered")).await?;
        self.take(&page, "widget-offer-agreed").await?;
        page.quit().await
    }

    /// A request as somebody opens it, from its top to its end, with all that happened.
    async fn hung(&self, page: &Page, reference: &str, name: &str) -> Result<()> {
        let widget = Widget { page };
        widget.room("tickets").await?;
        page.click(&format!(
            "{}[data-reference=\"{reference}\"]",
            at("ticket-row")
        ))
        .await?;
        page.see(&at("conversation")).await?;
        page.click(&format!("{} summary", at("timeline"))).await?;
        self.roll(page, name).await
    }

    /// What agents do about them, as the desk lets them.
    async fn worked_on(&self, lost: &str, wish: &str) -> Result<()> {
        let agent = self.page().await?;
        let console = Console {
            page: &agent,
            desk: &self.demo.desk,
        };
        console.sign_in("linh@desk.example", "demo-linh").await?;
        let list = self.said(&agent, "GET", "tickets", Value::Null).await?;
        let id = |reference: &str| -> String {
            let all = list.as_array().into_iter().flatten();
            let ours = all.filter(|ticket| ticket["reference"] == reference);
            let ids = ours.filter_map(|ticket| ticket["id"].as_str());
            ids.map(str::to_owned).collect()
        };
        let (lost, wish) = (id(lost), id(wish));
        let me = self.said(&agent, "GET", "me", Value::Null).await?;
        let now: DateTime = serde_json::from_value(me["now"].clone())?;
        let later = now + REOPEN_FOR;
        let on = |id: &str, tail: &str| format!("tickets/{id}/{tail}");
        let steps = [
            (
                on(&lost, "messages"),
                json!({ "text": "We are looking into it now." }),
            ),
            (
                on(&lost, "incident/steps"),
                json!({ "text": "Keep every backup that exists." }),
            ),
            (
                on(&lost, "incident/steps/0/done"),
                json!({ "found": "Seven backups are kept." }),
            ),
            (
                on(&lost, "incident/steps"),
                json!({ "text": "Find what changed the contacts." }),
            ),
            (
                on(&lost, "incident/asks"),
                json!({ "text": "Who worked on contacts this morning?" }),
            ),
            (on(&lost, "recovery"), json!({ "lost_at": now })),
            (
                on(&lost, "plan"),
                json!({
                    "explanation": "The import of contacts has to be rewritten, which takes longer than a day.",
                    "proposal": "We restore the contacts first, then rewrite the import and upgrade at night.",
                    "eta": later,
                }),
            ),
            (
                on(&lost, "way"),
                json!({ "way": "none", "why": "Logs and backups said enough." }),
            ),
            (
                on(&wish, "offer"),
                json!({
                    "text": "A print layout of your own with your logo and two signatures, tested with your data.",
                    "price": { "amount": "4500000", "currency": "VND" },
                    "ready_at": later,
                }),
            ),
        ];
        for (path, body) in steps {
            self.said(&agent, "POST", &path, body).await?;
        }
        self.night(&agent).await?;
        agent.quit().await
    }

    /// Plans maintenance for the next night that keeps the notice, once for all pictures.
    async fn night(&self, agent: &Page) -> Result<()> {
        let planned = self.said(agent, "GET", "maintenance", Value::Null).await?;
        if planned
            .as_array()
            .is_some_and(|planned| !planned.is_empty())
        {
            return Ok(());
        }
        let systems = self.said(agent, "GET", "systems", Value::Null).await?;
        let night = &systems[0]["next_night"];
        let window = json!({
            "system": systems[0]["card"]["id"], "from": night["from"], "until": night["until"],
            "text": { "en": "Upgrade of the invoicing module", "vi": "Nâng cấp phân hệ hóa đơn" },
        });
        self.said(agent, "POST", "maintenance", window)
            .await
            .map(drop)
    }

    /// Asks the desk as the agent of this page.
    async fn said(&self, agent: &Page, method: &str, path: &str, body: Value) -> Result<Value> {
        let script = "const done = arguments[arguments.length - 1]; const [method, path, body] = arguments; \
            fetch('/api/agent/' + path, { method, body: method === 'GET' ? undefined : JSON.stringify(body), headers: { 'content-type': 'application/json', \
            'x-deskside': 'console', 'idempotency-key': crypto.randomUUID() } }).then(async r => done([r.status, await r.text()]))";
        let sent = vec![json!(method), json!(path), body];
        let answer = agent.driver.execute_async(script, sent).await?;
        let (status, text): (u16, String) = answer.convert()?;
        anyhow::ensure!(status < 300, "{method} {path}: {status} {text}");
        Ok(serde_json::from_str(&text)?)
    }

    /// Pictures of a room from its top to its end.
    async fn roll(&self, page: &Page, name: &str) -> Result<()> {
        let roll = "const room = document.querySelector('.room'); \
            room.scrollTop = arguments[0] * (room.clientHeight - 40); return room.scrollTop + room.clientHeight >= room.scrollHeight - 1;";
        for part in 0..8 {
            let answer = page.driver.execute(roll, vec![json!(part)]).await?;
            self.take(page, &format!("{name}-{part}")).await?;
            if answer.convert::<bool>()? {
                break;
            }
        }
        Ok(())
    }

    async fn console(&self) -> Result<()> {
        let page = self.page().await?;
        let console = Console {
            page: &page,
            desk: &self.demo.desk,
        };
        page.open(&format!("{}/console/", self.demo.desk)).await?;
        page.click(&at(&format!("lang-{}", self.lang))).await?;
        self.take(&page, "console-sign-in").await?;
        console.sign_in("khoa@desk.example", "demo-khoa").await?;
        self.take(&page, "console-queue").await?;
        let rows = console.rows().await?;
        console.open(&rows[0]).await?;
        self.take(&page, "console-ticket").await?;
        self.dialogs(&console).await?;
        if page.sees("nav.tabs a:last-child").await {
            page.click("nav.tabs a:last-child").await?;
            self.take(&page, "console-side").await?;
        }
        self.rooms(&console).await?;
        page.quit().await
    }

    /// Every dialog of a ticket, as it begins.
    async fn dialogs(&self, console: &Console<'_>) -> Result<()> {
        for action in ["rule", "plan", "offer", "third-party"] {
            console.begin(action).await?;
            self.take(console.page, &format!("console-dialog-{action}"))
                .await?;
            console.let_go().await?;
        }
        Ok(())
    }

    /// The rooms beside the queue, and writing down a call.
    async fn rooms(&self, console: &Console<'_>) -> Result<()> {
        for room in ["maintenance", "report", "inbox"] {
            console.visit(room).await?;
            self.take(console.page, &format!("console-{room}")).await?;
        }
        console.visit("queue").await?;
        console.page.click(&at("log-call")).await?;
        self.take(console.page, "console-dialog-call").await?;
        console.let_go().await
    }

    async fn mailbox(&self) -> Result<()> {
        let page = self.page().await?;
        page.open(&self.demo.mailbox).await?;
        self.take(&page, "mailbox").await?;
        page.click("a[href^=\"/mails/\"]").await?;
        self.take(&page, "mailbox-mail").await?;
        page.quit().await
    }
}
