//! The host key of a system: ES256, made once, never leaves the house. The desk has the public half.

use deskside_protocol::access::Jwk;
use p256::SecretKey;
use p256::elliptic_curve::sec1::ToEncodedPoint;
use p256::pkcs8::{EncodePrivateKey, LineEnding};
use sqlx::SqlitePool;

use crate::encoding::{base64url, fingerprint};
use crate::world::World;

const SETTING: &str = "host_key";

/// A private key and what others know of it.
pub struct HostKey {
    pem: String,
    jwk: Jwk,
    id: String,
}

impl std::fmt::Debug for HostKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("HostKey").field("id", &self.id).finish()
    }
}

impl HostKey {
    /// The house's key; made when it has none.
    ///
    /// # Errors
    /// When the database fails or holds no key where one should be.
    pub async fn of(db: &SqlitePool, world: &World) -> anyhow::Result<Self> {
        let kept: Option<String> = sqlx::query_scalar("SELECT value FROM settings WHERE key = ?1")
            .bind(SETTING)
            .fetch_optional(db)
            .await?;
        if let Some(pem) = kept {
            return Self::from_pem(pem);
        }
        let secret = loop {
            // All but a few numbers of 256 bits are keys of this curve.
            if let Ok(secret) = SecretKey::from_slice(&world.random::<32>()) {
                break secret;
            }
        };
        let pem = secret.to_pkcs8_pem(LineEnding::LF)?.to_string();
        sqlx::query("INSERT INTO settings (key, value) VALUES (?1, ?2)")
            .bind(SETTING)
            .bind(&pem)
            .execute(db)
            .await?;
        Self::from_pem(pem)
    }

    fn from_pem(pem: String) -> anyhow::Result<Self> {
        use p256::pkcs8::DecodePrivateKey;
        let public = SecretKey::from_pkcs8_pem(&pem)?.public_key();
        let point = public.to_encoded_point(false);
        let coordinate = |bytes: Option<&_>| {
            bytes
                .map(|bytes: &p256::FieldBytes| base64url(bytes))
                .ok_or_else(|| anyhow::anyhow!("the host key is not a point"))
        };
        let jwk = Jwk {
            kty: "EC".into(),
            crv: "P-256".into(),
            x: coordinate(point.x())?,
            y: coordinate(point.y())?,
        };
        let id = thumbprint(&jwk);
        Ok(Self { pem, jwk, id })
    }

    /// The private key, for signing.
    #[must_use]
    pub fn pem(&self) -> &str {
        &self.pem
    }

    /// The public half.
    #[must_use]
    pub fn jwk(&self) -> &Jwk {
        &self.jwk
    }

    /// The key's name: its RFC 7638 thumbprint.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.id
    }
}

/// The RFC 7638 thumbprint of a public key.
#[must_use]
pub fn thumbprint(key: &Jwk) -> String {
    fingerprint(&key.canonical())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_thumbprint_is_the_one_of_rfc_7638() {
        // Computed with another implementation for this key.
        let key = Jwk {
            kty: "EC".into(),
            crv: "P-256".into(),
            x: "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU".into(),
            y: "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0".into(),
        };
        assert_eq!(
            thumbprint(&key),
            "oKIywvGUpTVTyxMQ3bwIIeQUudfr_CkLMjCE19ECD-U"
        );
    }
}
