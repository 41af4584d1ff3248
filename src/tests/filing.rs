//! Filing, from the field that stood in the page before to what would be sent.

use deskside_protocol::context::{Context, Part, Screen};
use deskside_protocol::identity::Lang;
use deskside_protocol::port::{ToComponent, ToLoader};
use js_sys::{Function, Promise};
use leptos::prelude::*;
use wasm_bindgen::prelude::*;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::{
    HtmlElement, HtmlInputElement, HtmlTextAreaElement, MessageChannel, MessageEvent, MessagePort,
};

use super::{at, draw, place, text, until, words};
use crate::browser;
use crate::context::{Collected, ContextParts, LeftOut};
use crate::panel::{Place, mount};

/// Language files as `boot.js` gives them.
fn language_files() -> Function {
    let fetch = Closure::<dyn Fn(String) -> Promise>::new(|tag: String| {
        Promise::resolve(&JsValue::from_str(&words(Lang::from_tag(&tag))))
    });
    fetch.into_js_value().unchecked_into()
}

async fn mounted(root: &HtmlElement, port: Option<MessagePort>) {
    let _unmount = mount_in(root, port).await;
}

async fn mount_in(root: &HtmlElement, port: Option<MessagePort>) -> impl FnOnce() + use<> {
    mount(Place {
        root: root.clone(),
        port,
        origin: "http://erp.example".into(),
        desk: "http://desk.invalid".into(),
        lang: Lang::En,
        words: language_files(),
    })
    .await
}

#[wasm_bindgen_test]
async fn taken_out_it_leaves_nothing() {
    let root = place();
    let unmount = mount_in(&root, None).await;
    assert!(root.child_element_count() > 0);
    unmount();
    assert_eq!(root.child_element_count(), 0);
}

fn write(field: &HtmlTextAreaElement, words: &str) {
    field.set_value(words);
    for event in ["input", "change"] {
        field
            .dispatch_event(&web_sys::Event::new(event).unwrap())
            .unwrap();
    }
}

fn describe(root: &HtmlElement) -> HtmlTextAreaElement {
    at(root, "describe").unchecked_into()
}

#[wasm_bindgen_test]
async fn what_was_typed_before_is_taken_over_with_its_caret() {
    let root = place();
    let field: HtmlTextAreaElement = document()
        .create_element("textarea")
        .unwrap()
        .unchecked_into();
    root.append_child(&field).unwrap();
    field.set_value("Confirming fails");
    field.focus().unwrap();
    field.set_selection_range(3, 5).unwrap();
    mounted(&root, None).await;
    let field = describe(&root);
    assert_eq!(field.value(), "Confirming fails");
    assert_eq!(field.selection_start().unwrap(), Some(3));
    assert!(text(&at(&root, "alone")).contains("Not connected to an ERP"));
}

#[wasm_bindgen_test]
async fn a_secret_is_masked_where_the_person_sees_it() {
    let root = place();
    mounted(&root, None).await;
    write(&describe(&root), "my password is hunter2x and it fails");
    until("the note", || text(&root).contains("1 secret was removed")).await;
    assert!(!describe(&root).value().contains("hunter2x"));
}

#[wasm_bindgen_test]
async fn the_host_switches_the_language_live() {
    let root = place();
    let channel = MessageChannel::new().unwrap();
    mounted(&root, Some(channel.port2())).await;
    assert!(text(&root).contains("What happened?"));
    let lang = ToComponent::Lang { lang: Lang::Vi };
    let lang = serde_json::to_string(&lang).unwrap();
    channel.port1().post_message(&lang.into()).unwrap();
    until("Vietnamese", || {
        text(&root).contains("Đã xảy ra chuyện gì?")
    })
    .await;
}

#[wasm_bindgen_test]
async fn escape_asks_the_loader_to_close() {
    let root = place();
    let channel = MessageChannel::new().unwrap();
    let heard = RwSignal::new(Vec::<ToLoader>::new());
    let on_message = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
        let message = serde_json::from_str(&event.data().as_string().unwrap()).unwrap();
        heard.update(|heard| heard.push(message));
    });
    channel
        .port1()
        .set_onmessage(Some(on_message.as_ref().unchecked_ref()));
    mounted(&root, Some(channel.port2())).await;
    let escape = web_sys::KeyboardEventInit::new();
    escape.set_key("Escape");
    escape.set_bubbles(true);
    let escape = web_sys::KeyboardEvent::new_with_keyboard_event_init_dict("keydown", &escape);
    describe(&root).dispatch_event(&escape.unwrap()).unwrap();
    until("the word to close", || {
        heard.with_untracked(|heard| heard.contains(&ToLoader::Close))
    })
    .await;
    assert_eq!(heard.get_untracked()[0], ToLoader::Ready);
}

#[wasm_bindgen_test]
async fn a_part_left_out_is_not_among_what_goes() {
    let collected = Collected::new(Context {
        screen: Some(Screen {
            url: "/x?token=abcdefgh".into(),
            title: "Quotation".into(),
            ..Screen::default()
        }),
        ..Context::default()
    });
    let left_out = RwSignal::new(LeftOut::default());
    let place = draw(move || {
        let on_toggle =
            Callback::new(move |part: Part| left_out.update(|left_out| left_out.toggle(part)));
        view! { <ContextParts collected left_out=left_out.into() on_toggle/> }
    });
    assert!(text(&place).contains("1 secret was masked"));
    let exact = at(&place, "context-exact");
    assert!(text(&exact).contains("Quotation") && !text(&exact).contains("abcdefgh"));
    let switch: HtmlInputElement = at(&place, "context-send-screen").unchecked_into();
    assert!(switch.checked());
    switch.click();
    until("its leaving", || !text(&exact).contains("Quotation")).await;
    assert_eq!(
        at(&place, "context-part-screen")
            .dataset()
            .get("sent")
            .as_deref(),
        Some("false")
    );
}

#[wasm_bindgen_test]
async fn whoever_goes_to_another_room_begins_at_its_heading() {
    let root = place();
    mounted(&root, None).await;
    browser::sleep(50).await;
    at(&root, "tab-rotation").click();
    until("the room's heading in focus", || {
        let active = document().active_element();
        active.is_some_and(|active| text(&active) == "Passwords to change")
    })
    .await;
}
