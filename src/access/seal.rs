//! Whether a chain holds: every hash, and the head the ERP countersigned. The head comes from the
//! ERP itself over the page's own session, so a desk that lies about both is found out.

use deskside_protocol::access::Jwk;
use deskside_protocol::api::AuditTrail;
use deskside_protocol::audit::{Head, verify};
use deskside_protocol::host::SignedHead;
use deskside_protocol::ids::SystemId;
use js_sys::{Array, Object, Reflect, Uint8Array};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{CryptoKey, SubtleCrypto};

use super::jws::Parts;
use crate::browser;
use crate::ui::trail::Checked;

/// Checks a trail against the head that the ERP gave, where it gave one.
pub async fn check(system: &SystemId, trail: &AuditTrail, head: Option<&str>) -> Checked {
    let entries = trail.entries.len();
    let head = match head {
        None => None,
        Some(token) => match countersigned(token, &trail.host_key, system).await {
            Some(head) => Some(head),
            None => return Checked::ForgedHead,
        },
    };
    match verify(system, &trail.entries, head.as_ref()) {
        Err(broken) => Checked::Broken(broken),
        Ok(()) if head.is_some() => Checked::Countersigned { entries },
        Ok(()) => Checked::Unsigned { entries },
    }
}

/// The head, when the ERP's key really signed it for this system.
async fn countersigned(token: &str, key: &Jwk, system: &SystemId) -> Option<Head> {
    let parts = Parts::of(token, browser::base64url)?;
    let holds = signed_by(&parts, key).await.unwrap_or(false);
    let head: SignedHead = parts.read()?;
    (holds && head.iss == *system && head.head.system == *system).then_some(head.head)
}

async fn signed_by(parts: &Parts<'_>, key: &Jwk) -> Result<bool, JsValue> {
    let subtle = browser::window().crypto()?.subtle();
    let key = import(&subtle, key).await?;
    let algorithm = object(&[("name", "ECDSA"), ("hash", "SHA-256")])?;
    let signature = Uint8Array::from(parts.signature.as_slice());
    let data = Uint8Array::from(parts.signed.as_bytes());
    let promise = subtle.verify_with_object_and_buffer_source_and_buffer_source(
        &algorithm, &key, &signature, &data,
    )?;
    Ok(JsFuture::from(promise).await?.as_bool().unwrap_or(false))
}

async fn import(subtle: &SubtleCrypto, key: &Jwk) -> Result<CryptoKey, JsValue> {
    let jwk = object(&[
        ("kty", &key.kty),
        ("crv", &key.crv),
        ("x", &key.x),
        ("y", &key.y),
    ])?;
    let algorithm = object(&[("name", "ECDSA"), ("namedCurve", "P-256")])?;
    let uses = Array::of1(&"verify".into());
    let promise = subtle.import_key_with_object("jwk", &jwk, &algorithm, false, &uses)?;
    JsFuture::from(promise).await?.dyn_into()
}

fn object(fields: &[(&str, &str)]) -> Result<Object, JsValue> {
    let object = Object::new();
    for (name, value) in fields {
        Reflect::set(&object, &JsValue::from_str(name), &JsValue::from_str(value))?;
    }
    Ok(object)
}
