//! Where a signed-in agent works: the bar, the queue, the open ticket, and the line to the desk.

use std::time::Duration;

use deskside::browser::visible;
use deskside::text::{say, t, word};
use deskside_protocol::api::Me;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::app::app;
use crate::browser;
use crate::key::keep::settle;
use crate::key::ring::Ring;
use crate::live::{Heard, Live};
use crate::queue::view::QueuePane;
use crate::route::Route;
use crate::shell::bar::Bar;
use crate::shell::desktop::Desktop;
use crate::shell::keys;
use crate::work::{Opening, Work, work};

/// Who works here, and with which key.
#[derive(Clone, Copy)]
pub(crate) struct Who {
    /// The agent.
    pub(crate) me: StoredValue<Me>,
    /// Their key in this browser.
    pub(crate) ring: RwSignal<Ring>,
}

/// Who works here, from anywhere in the workplace.
pub(crate) fn who() -> Who {
    expect_context()
}

/// The workplace.
#[component]
pub(crate) fn Workplace(me: Me, typed: bool) -> impl IntoView {
    let app = app();
    let work = Work::begin(app);
    work.queue.update(|queue| queue.belong_to(&me.agent.id));
    let who = Who {
        me: StoredValue::new(me.clone()),
        ring: RwSignal::new(Ring::default()),
    };
    provide_context(work);
    provide_context(who);
    spawn_local(settle(app, me, typed, who.ring));
    follow_address(work);
    let help = RwSignal::new(false);
    keys::listen(work, who, help);
    let connected = follow_desk(work);
    look_for_mail(work);
    view! {
        <a class={"skip"} href="#ticket-title" on:click=|event| {
            event.prevent_default();
            let _nothing_to_read = browser::focus("#ticket-title") || browser::focus("#page-title");
        }>{t("app.skip")}</a>
        <div class="workplace" data-place=move || place(&work.route.get())>
            <Bar connected help/>
            <QueuePane/>
            <Desktop/>
        </div>
        <keys::Help open=help/>
        <PageTitle/>
    }
}

/// The browser's tab says what is open.
#[component]
fn PageTitle() -> impl IntoView {
    let work = work();
    Effect::new(move |_| {
        let name = say("app.name");
        let open = work.ticket.with(|opening| match opening {
            Opening::Here(ticket) => ticket.with(|ticket| {
                let ticket = &ticket.ticket.summary;
                Some(format!("{} {}", ticket.reference, ticket.subject))
            }),
            _ => work.route.with(|route| match route.room() {
                "queue" => None,
                room => Some(word("nav", room)),
            }),
        });
        browser::title(&open.map_or(name.clone(), |open| format!("{open} · {name}")));
    });
}

/// The name of a place in styles: narrow screens show one area at a time.
fn place(route: &Route) -> &'static str {
    match route {
        Route::Queue => "queue",
        Route::Ticket(_) => "ticket",
        Route::Side(_) => "side",
        Route::Maintenance | Route::Report(_) | Route::Inbox => "page",
    }
}

/// Mails that nobody could place belong to no ticket, and the line tells of tickets only: they are looked
/// for while somebody looks at the page.
fn look_for_mail(work: Work) {
    let look = move || {
        if visible() {
            work.inbox.fetch();
        }
    };
    let every = set_interval_with_handle(look, Duration::from_secs(60));
    on_cleanup(move || {
        if let Ok(every) = every {
            every.clear();
        }
    });
}

fn follow_address(work: Work) {
    let listening = window_event_listener(leptos::ev::hashchange, move |_| {
        let left = work.open_ticket();
        work.go(Route::read(&browser::hash()));
        // Back in the queue, the focus stands where the agent went out.
        if let (Some(left), None) = (left, work.open_ticket()) {
            request_animation_frame(move || {
                let _nothing_to_focus =
                    browser::focus(&format!("#row-{left}")) || browser::focus(".queue a");
            });
        }
    });
    on_cleanup(move || listening.remove());
}

/// Keeps a line to the desk; says whether it is up. The browser takes up a broken line again by
/// itself unless the desk refused it; then a new one is opened a little later.
fn follow_desk(work: Work) -> RwSignal<bool> {
    const PATH: &str = "/api/agent/live";
    let connected = RwSignal::new(true);
    let tell = move |heard: Heard| {
        match heard {
            Heard::Up => connected.set(true),
            Heard::Down if connected.get_untracked() => {
                connected.set(false);
                work.app.say("app.offline");
            }
            Heard::Down => {}
            Heard::Changed(_) => {}
        }
        work.heard(&heard);
    };
    let line = StoredValue::new_local(Live::open(PATH, tell));
    let every = set_interval_with_handle(
        move || {
            let gone = line.with_value(|line| line.as_ref().is_none_or(Live::gone));
            if gone {
                line.set_value(Live::open(PATH, tell));
            }
        },
        Duration::from_secs(5),
    );
    on_cleanup(move || {
        if let Ok(every) = every {
            every.clear();
        }
    });
    connected
}
