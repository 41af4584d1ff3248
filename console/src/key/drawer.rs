//! A drawer of this browser that keeps values by name, also such as no program can read (IndexedDB).

use js_sys::Promise;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast as _, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    Event, IdbDatabase, IdbObjectStore, IdbOpenDbRequest, IdbRequest, IdbTransactionMode,
};

const DATABASE: &str = "deskside";
const STORE: &str = "keys";

/// What is kept under this name.
pub(super) async fn get(name: &str) -> Result<Option<JsValue>, JsValue> {
    let store = open(IdbTransactionMode::Readonly).await?;
    let found = answered(&store.get(&JsValue::from_str(name))?).await?;
    Ok((!found.is_undefined()).then_some(found))
}

/// Keeps a value under this name; it is kept when this returns.
pub(super) async fn put(name: &str, value: &JsValue) -> Result<(), JsValue> {
    let store = open(IdbTransactionMode::Readwrite).await?;
    let transaction = store.transaction();
    let kept = Promise::new(&mut |resolve, reject| {
        transaction.set_oncomplete(Some(&resolve));
        transaction.set_onabort(Some(&reject));
    });
    answered(&store.put_with_key(value, &JsValue::from_str(name))?).await?;
    JsFuture::from(kept).await?;
    Ok(())
}

async fn open(mode: IdbTransactionMode) -> Result<IdbObjectStore, JsValue> {
    let window = web_sys::window().ok_or(JsValue::NULL)?;
    let factory = window.indexed_db()?.ok_or(JsValue::NULL)?;
    let request = factory.open_with_u32(DATABASE, 1)?;
    let first = Closure::<dyn FnMut(Event)>::new({
        let request = request.clone();
        move |_| {
            // A store that cannot be made is met again, as an error, when it is used.
            let _ = furnish(&request);
        }
    });
    request.set_onupgradeneeded(Some(first.as_ref().unchecked_ref()));
    let database: IdbDatabase = answered(&request).await?.dyn_into()?;
    database
        .transaction_with_str_and_mode(STORE, mode)?
        .object_store(STORE)
}

/// The first time, the drawer is empty and has no store yet.
fn furnish(request: &IdbOpenDbRequest) -> Result<(), JsValue> {
    let database: IdbDatabase = request.result()?.dyn_into()?;
    database.create_object_store(STORE)?;
    Ok(())
}

/// Waits for the answer of a request.
async fn answered(request: &IdbRequest) -> Result<JsValue, JsValue> {
    let answer = Promise::new(&mut |resolve, reject| {
        request.set_onsuccess(Some(&resolve));
        request.set_onerror(Some(&reject));
    });
    JsFuture::from(answer).await?;
    request.result()
}
