//! The whole console: asks who is signed in, and shows the door or the workplace.

use deskside::browser::desk_says_it_is;
use deskside::text::{say, t, word};
use deskside::ui::{marks::Trouble, when};
use deskside_protocol::api::Me;
use deskside_protocol::problem::Code;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::desk;
use crate::sign_in::SignIn;
use crate::workplace::Workplace;

/// Who is there.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Phase {
    /// The desk has not said yet.
    Asking,
    /// Nobody.
    Out,
    /// An agent; and whether they typed their password just now.
    In(Box<Me>, bool),
    /// The desk cannot be asked.
    Failed(Code),
}

/// Something said, by its key: so it changes with the language.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Sentence {
    Key(&'static str),
    Word(&'static str, &'static str),
}

/// What every part of the console may use.
#[derive(Clone, Copy)]
pub(crate) struct App {
    phase: RwSignal<Phase>,
    said: RwSignal<Option<Sentence>>,
}

impl App {
    fn new() -> Self {
        Self {
            phase: RwSignal::new(Phase::Asking),
            said: RwSignal::new(None),
        }
    }

    /// Asks the desk who is signed in.
    pub(crate) async fn arrive(self, typed: bool) {
        match desk::get::<Me>("/api/agent/me").await {
            Ok(me) => {
                desk_says_it_is(me.now);
                when::look();
                self.phase.set(Phase::In(Box::new(me), typed));
            }
            Err(Code::Unauthenticated) => self.phase.set(Phase::Out),
            Err(code) => self.phase.set(Phase::Failed(code)),
        }
    }

    /// Nobody is signed in any more.
    pub(crate) fn leave(self) {
        self.phase.set(Phase::Out);
    }

    /// Says a sentence in the one place where screen readers listen and eyes look.
    pub(crate) fn say(self, key: &'static str) {
        self.said.set(Some(Sentence::Key(key)));
    }

    /// The same for the sentence of something that has a name of its own.
    pub(crate) fn say_word(self, family: &'static str, name: &'static str) {
        self.said.set(Some(Sentence::Word(family, name)));
    }

    /// Something went wrong that has no better place to be told.
    pub(crate) fn failed(self, code: Code) {
        if code == Code::Unauthenticated {
            self.leave();
        }
        self.say_word("error", code.as_str());
    }
}

/// What every part of the console may use, from anywhere in it.
pub(crate) fn app() -> App {
    expect_context()
}

/// The console.
#[component]
pub(crate) fn Console() -> impl IntoView {
    let app = App::new();
    provide_context(app);
    spawn_local(app.arrive(false));
    when::tick();
    view! {
        {move || match app.phase.get() {
            Phase::Asking => view! { <div class={"arriving"} aria-busy="true"></div> }.into_any(),
            Phase::Out => view! { <SignIn/> }.into_any(),
            Phase::In(me, typed) => view! { <Workplace me=*me typed/> }.into_any(),
            Phase::Failed(code) => view! { <Unreachable code/> }.into_any(),
        }}
        <Said said=app.said/>
    }
}

/// The desk does not answer.
#[component]
fn Unreachable(code: Code) -> impl IntoView {
    let app = app();
    view! {
        <main class="door">
            <Trouble code/>
            <button class="button primary" on:click=move |_| spawn_local(app.arrive(false))>
                {t("app.again")}
            </button>
        </main>
    }
}

/// The one live region. A sentence stays for a few seconds, longer than it takes to read.
#[component]
fn Said(said: RwSignal<Option<Sentence>>) -> impl IntoView {
    Effect::new(move |last: Option<Option<TimeoutHandle>>| {
        if let Some(Some(handle)) = last {
            handle.clear();
        }
        let wait = std::time::Duration::from_secs(6);
        let spoken = said.get();
        spoken.and_then(|_| set_timeout_with_handle(move || said.set(None), wait).ok())
    });
    let sentence = move || match said.get() {
        None => String::new(),
        Some(Sentence::Key(key)) => say(key),
        Some(Sentence::Word(family, name)) => word(family, name),
    };
    view! {
        <div class="said" role="status" aria-live="polite" class:speaks=move || said.get().is_some()>
            {sentence}
        </div>
    }
}

/// Draws the console, in the language the page began with.
pub fn start() {
    crate::language::begin();
    leptos::mount::mount_to_body(Console);
}
