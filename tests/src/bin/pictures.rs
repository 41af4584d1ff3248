//! Takes a picture of every screen of a running demo, in both languages, on a monitor and on a phone:
//! `pictures --demo data/demo/demo.json --out pictures`. For people to look at, and for the documentation.

use std::path::PathBuf;

use anyhow::Result;
use clap::Parser;
use deskside_journeys::browser::{Chrome, DESKTOP, PHONE, Size};
use deskside_journeys::console::Console;
use deskside_journeys::demo::Demo;
use deskside_journeys::erp::Erp;
use deskside_journeys::page::{Page, at};
use deskside_journeys::widget::Widget;

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
            shots.console().await?;
            shots.erp().await?;
            shots.widget().await?;
            shots.mailbox().await?;
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
