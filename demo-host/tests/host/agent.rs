//! An agent with a key of their own.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use deskside_protocol::DateTime;
use deskside_protocol::access::{AssertionClaims, Jwk};
use deskside_protocol::ids::GrantId;
use p256::ecdsa::signature::Signer;
use p256::ecdsa::{Signature, SigningKey};

use crate::desk::{linh, unsigned};

pub(crate) struct Agent {
    key: SigningKey,
}

impl Agent {
    pub(crate) fn with_key(number: u8) -> Self {
        Self {
            key: SigningKey::from_slice(&[number; 32]).unwrap(),
        }
    }

    pub(crate) fn jwk(&self) -> Jwk {
        let point = self.key.verifying_key().to_encoded_point(false);
        Jwk {
            kty: "EC".into(),
            crv: "P-256".into(),
            x: URL_SAFE_NO_PAD.encode(point.x().unwrap()),
            y: URL_SAFE_NO_PAD.encode(point.y().unwrap()),
        }
    }

    pub(crate) fn claims(grant: &GrantId, aud: &str, now: DateTime, jti: &str) -> AssertionClaims {
        AssertionClaims {
            iss: linh().id,
            aud: aud.to_owned(),
            grant: grant.clone(),
            iat: now.timestamp(),
            exp: now.timestamp() + 60,
            jti: jti.to_owned(),
        }
    }

    pub(crate) fn sign(&self, claims: &AssertionClaims) -> String {
        let text = unsigned(r#"{"alg":"ES256","typ":"JWT"}"#, claims);
        let signature: Signature = self.key.sign(text.as_bytes());
        format!("{text}.{}", URL_SAFE_NO_PAD.encode(signature.to_bytes()))
    }
}
