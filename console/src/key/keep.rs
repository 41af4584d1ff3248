//! Sees to it that this browser holds a key and the desk knows it.

use deskside_protocol::api::{AgentKey, Me};
use deskside_protocol::problem::Code;
use leptos::prelude::*;
use serde::de::IgnoredAny;

use super::jwt::thumbprint;
use super::ring::Ring;
use super::vault::{Pair, Unkept};
use crate::app::App;
use crate::desk;

/// Looks up this browser's key, and makes one where there is none. The browser somebody signs in
/// with is the one they enter from, so its key is registered then; a mere reload changes nothing.
pub(crate) async fn settle(app: App, me: Me, typed: bool, ring: RwSignal<Ring>) {
    let Ok(pair) = kept_or_made(&me).await else {
        ring.set(Ring::Unkept);
        return;
    };
    let Ok(jwk) = pair.public().await else {
        ring.set(Ring::Unkept);
        return;
    };
    let found = Ring::new(thumbprint(&jwk), me.key.as_deref());
    let register = typed || me.key.is_none();
    match (found, register) {
        (Ring::Elsewhere { ours }, true) => {
            let known = register_key(AgentKey { jwk }).await;
            if let Err(code) = known {
                app.failed(code);
            }
            ring.set(match known {
                Ok(()) => Ring::Known(ours),
                Err(_) => Ring::Elsewhere { ours },
            });
        }
        (found, _) => ring.set(found),
    }
}

async fn kept_or_made(me: &Me) -> Result<Pair, Unkept> {
    match Pair::kept(&me.agent.id).await? {
        Some(pair) => Ok(pair),
        None => Pair::make(&me.agent.id).await,
    }
}

async fn register_key(key: AgentKey) -> Result<(), Code> {
    desk::put::<IgnoredAny>("/api/agent/key", &key).await?;
    Ok(())
}

/// Makes the desk name this browser's key in new requests.
pub(crate) async fn use_this_browser(app: App, me: Me, ring: RwSignal<Ring>) {
    settle(app, me, true, ring).await;
}
