//! A trail against heads that a real key signed.

use deskside_protocol::access::Jwk;
use deskside_protocol::api::AuditTrail;
use deskside_protocol::audit::{Broken, Entry, Head, link};
use deskside_protocol::host::SignedHead;
use deskside_protocol::ids::SystemId;
use js_sys::{Array, Object, Reflect, Uint8Array};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::CryptoKey;

use crate::access::seal::check;
use crate::browser;
use crate::ui::trail::Checked;

fn system() -> SystemId {
    SystemId("sys_1".into())
}

fn chain() -> Vec<Entry> {
    (1..=3).fold(Vec::new(), |mut entries: Vec<Entry>, n| {
        let last = entries.last().map(|entry| (entry.seq, entry.hash.as_str()));
        let next = link(&system(), last, format!("{{\"n\":{n}}}"));
        entries.push(next);
        entries
    })
}

fn object(fields: &[(&str, &str)]) -> Object {
    let object = Object::new();
    for (name, value) in fields {
        Reflect::set(&object, &(*name).into(), &(*value).into()).unwrap();
    }
    object
}

fn base64url(bytes: &[u8]) -> String {
    let binary: String = bytes.iter().map(|&byte| char::from(byte)).collect();
    let text = browser::window().btoa(&binary).unwrap();
    text.replace('+', "-").replace('/', "_").replace('=', "")
}

/// A host: a key of its own, and what it signs.
struct Host {
    private: CryptoKey,
    public: Jwk,
}

impl Host {
    async fn new() -> Self {
        let subtle = browser::window().crypto().unwrap().subtle();
        let algorithm = object(&[("name", "ECDSA"), ("namedCurve", "P-256")]);
        let uses = Array::of2(&"sign".into(), &"verify".into());
        let pair = subtle
            .generate_key_with_object(&algorithm, true, &uses)
            .unwrap();
        let pair = JsFuture::from(pair).await.unwrap();
        let half = |name: &str| {
            Reflect::get(&pair, &name.into())
                .unwrap()
                .unchecked_into::<CryptoKey>()
        };
        let jwk = subtle.export_key("jwk", &half("publicKey")).unwrap();
        let jwk = JsFuture::from(jwk).await.unwrap();
        let field = |name: &str| {
            Reflect::get(&jwk, &name.into())
                .unwrap()
                .as_string()
                .unwrap()
        };
        Self {
            private: half("privateKey"),
            public: Jwk {
                kty: field("kty"),
                crv: field("crv"),
                x: field("x"),
                y: field("y"),
            },
        }
    }

    async fn sign(&self, head: &Head) -> String {
        let claims = SignedHead {
            iss: system(),
            iat: 0,
            head: head.clone(),
        };
        let header = base64url(br#"{"alg":"ES256"}"#);
        let signed = format!(
            "{header}.{}",
            base64url(&serde_json::to_vec(&claims).unwrap())
        );
        let algorithm = object(&[("name", "ECDSA"), ("hash", "SHA-256")]);
        let subtle = browser::window().crypto().unwrap().subtle();
        let data = Uint8Array::from(signed.as_bytes());
        let signature = subtle
            .sign_with_object_and_buffer_source(&algorithm, &self.private, &data)
            .unwrap();
        let signature = JsFuture::from(signature).await.unwrap();
        format!(
            "{signed}.{}",
            base64url(&Uint8Array::new(&signature).to_vec())
        )
    }

    fn trail(&self, entries: Vec<Entry>) -> AuditTrail {
        AuditTrail {
            system: system(),
            entries,
            countersigned: None,
            host_key: self.public.clone(),
            broken: None,
        }
    }
}

fn head(entries: &[Entry]) -> Head {
    let last = entries.last().unwrap();
    Head {
        system: system(),
        seq: last.seq,
        hash: last.hash.clone(),
    }
}

#[wasm_bindgen_test]
async fn an_honest_trail_is_countersigned_and_any_other_is_not() {
    let host = Host::new().await;
    let token = host.sign(&head(&chain())).await;
    let honest = check(&system(), &host.trail(chain()), Some(&token)).await;
    assert_eq!(honest, Checked::Countersigned { entries: 3 });

    let mut flipped = chain();
    flipped[1].body = flipped[1].body.replace('2', "3");
    let found = check(&system(), &host.trail(flipped), Some(&token)).await;
    assert_eq!(found, Checked::Broken(Broken::At { seq: 2 }));

    let cut = chain()[..2].to_vec();
    let found = check(&system(), &host.trail(cut), Some(&token)).await;
    assert_eq!(found, Checked::Broken(Broken::Head { seq: 3 }));
}

#[wasm_bindgen_test]
async fn a_head_that_another_key_signed_is_forged() {
    let (host, stranger) = (Host::new().await, Host::new().await);
    let token = stranger.sign(&head(&chain())).await;
    let found = check(&system(), &host.trail(chain()), Some(&token)).await;
    assert_eq!(found, Checked::ForgedHead);
}
