//! A compact JWS taken apart. Only ES256 is ever accepted: the header is read to refuse everything
//! else, never to choose.

use serde::Deserialize;
use serde::de::DeserializeOwned;

/// The parts of a token, still as text where that is what is signed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parts<'a> {
    /// What the signature covers.
    pub signed: &'a str,
    /// The claims, decoded.
    pub claims: Vec<u8>,
    /// The signature: r and s, 32 bytes each.
    pub signature: Vec<u8>,
}

#[derive(Deserialize)]
struct Header {
    alg: String,
    #[serde(default)]
    crit: Option<serde_json::Value>,
}

impl<'a> Parts<'a> {
    /// Takes a token apart; `None` when it is not one we accept. `decode` is base64url.
    pub fn of(token: &'a str, decode: impl Fn(&str) -> Option<Vec<u8>>) -> Option<Self> {
        let (signed, signature) = token.rsplit_once('.')?;
        let (header, claims) = signed.split_once('.')?;
        if claims.contains('.') {
            return None;
        }
        let header: Header = serde_json::from_slice(&decode(header)?).ok()?;
        let signature = decode(signature)?;
        let ours = header.alg == "ES256" && header.crit.is_none() && signature.len() == 64;
        ours.then_some(Self {
            signed,
            claims: decode(claims)?,
            signature,
        })
    }

    /// What it claims. Worth nothing before the signature is verified.
    #[must_use]
    pub fn read<T: DeserializeOwned>(&self) -> Option<T> {
        serde_json::from_slice(&self.claims).ok()
    }
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::*;

    /// Stands in for base64url: the text is its own bytes.
    fn plain(text: &str) -> Option<Vec<u8>> {
        Some(text.as_bytes().to_vec())
    }

    fn token(header: &str, signature: usize) -> String {
        format!("{header}.{{}}.{}", "s".repeat(signature))
    }

    #[test]
    fn only_es256_is_accepted() {
        assert!(Parts::of(&token(r#"{"alg":"ES256"}"#, 64), plain).is_some());
        for header in [
            r#"{"alg":"none"}"#,
            r#"{"alg":"HS256"}"#,
            r#"{"alg":"ES256","crit":["b64"]}"#,
            "",
        ] {
            assert_eq!(Parts::of(&token(header, 64), plain), None, "{header}");
        }
        assert_eq!(Parts::of(&token(r#"{"alg":"ES256"}"#, 63), plain), None);
        assert_eq!(Parts::of("a", plain), None);
    }
}
