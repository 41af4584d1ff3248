//! The agent's key in this browser: made by WebCrypto, not extractable, kept in IndexedDB under
//! the agent's id. Nothing here can read the private half; it can only sign.

use deskside_protocol::access::Jwk;
use deskside_protocol::ids::AgentId;
use js_sys::{Array, Object, Reflect, Uint8Array};
use wasm_bindgen::{JsCast as _, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{CryptoKey, SubtleCrypto};

use super::drawer;

/// The browser keeps no keys: storage or WebCrypto is switched off.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Unkept;

impl From<JsValue> for Unkept {
    fn from(_: JsValue) -> Self {
        Unkept
    }
}

/// A key pair of which only the public half can be seen.
pub(crate) struct Pair(JsValue);

impl Pair {
    /// The agent's key in this browser, where there is one.
    pub(crate) async fn kept(agent: &AgentId) -> Result<Option<Self>, Unkept> {
        Ok(drawer::get(agent.as_str()).await?.map(Pair))
    }

    /// Makes one and keeps it.
    pub(crate) async fn make(agent: &AgentId) -> Result<Self, Unkept> {
        let usages = Array::of2(&"sign".into(), &"verify".into());
        let algorithm = object(&[("name", "ECDSA"), ("namedCurve", "P-256")])?;
        let made = subtle()?.generate_key_with_object(&algorithm, false, &usages)?;
        let pair = Pair(JsFuture::from(made).await?);
        drawer::put(agent.as_str(), &pair.0).await?;
        Ok(pair)
    }

    /// The public half.
    pub(crate) async fn public(&self) -> Result<Jwk, Unkept> {
        let exported = subtle()?.export_key("jwk", &self.half("publicKey")?)?;
        let jwk: JsValue = JsFuture::from(exported).await?;
        let member = |name: &str| -> Result<String, Unkept> {
            let value = Reflect::get(&jwk, &name.into())?;
            value.as_string().ok_or(Unkept)
        };
        Ok(Jwk {
            kty: member("kty")?,
            crv: member("crv")?,
            x: member("x")?,
            y: member("y")?,
        })
    }

    /// Signs with the private half.
    pub(crate) async fn sign(&self, text: &str) -> Result<Vec<u8>, Unkept> {
        let bytes = Uint8Array::from(text.as_bytes());
        let signed = subtle()?.sign_with_object_and_buffer_source(
            &ecdsa()?,
            &self.half("privateKey")?,
            &bytes,
        )?;
        let signature: JsValue = JsFuture::from(signed).await?;
        Ok(Uint8Array::new(&signature).to_vec())
    }

    fn half(&self, name: &str) -> Result<CryptoKey, Unkept> {
        let half = Reflect::get(&self.0, &name.into())?;
        half.dyn_into().map_err(|_| Unkept)
    }
}

fn subtle() -> Result<SubtleCrypto, Unkept> {
    let window = web_sys::window().ok_or(Unkept)?;
    Ok(window.crypto()?.subtle())
}

fn ecdsa() -> Result<Object, Unkept> {
    object(&[("name", "ECDSA"), ("hash", "SHA-256")])
}

fn object(members: &[(&str, &str)]) -> Result<Object, Unkept> {
    let object = Object::new();
    for (name, value) in members {
        Reflect::set(&object, &(*name).into(), &(*value).into())?;
    }
    Ok(object)
}
