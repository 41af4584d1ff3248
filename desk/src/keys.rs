//! The desk's own signing key, and the public keys of others: ES256 for hosts and agents, Ed25519
//! for the desk (trust rule 5: asymmetric, each side holds its own private half only).

use std::fs::{self, OpenOptions};
use std::io::{self, Write as _};
use std::path::Path;

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use deskside_protocol::access::Jwk;
use ed25519_dalek::pkcs8::EncodePrivateKey as _;
use ed25519_dalek::{Signer as _, SigningKey};
use jsonwebtoken::EncodingKey;
use sha2::{Digest as _, Sha256};

use crate::world::World;

/// The desk's Ed25519 key.
pub struct DeskKey {
    signing: SigningKey,
    encoding: EncodingKey,
}

impl std::fmt::Debug for DeskKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "DeskKey({})", self.public())
    }
}

impl DeskKey {
    /// Reads the key from the data folder; the first time it makes one, readable by its owner only.
    ///
    /// # Errors
    /// When the file cannot be read or written, or holds something else.
    pub fn open(folder: &Path, world: &World) -> io::Result<Self> {
        let path = folder.join("desk.key");
        let seed: [u8; 32] = match fs::read(&path) {
            Ok(bytes) => bytes
                .try_into()
                .map_err(|_| io::Error::new(io::ErrorKind::InvalidData, "desk.key is damaged"))?,
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                let seed = world.random::<32>();
                private_file(&path)?.write_all(&seed)?;
                seed
            }
            Err(error) => return Err(error),
        };
        let signing = SigningKey::from_bytes(&seed);
        let der = signing.to_pkcs8_der().map_err(io::Error::other)?;
        Ok(Self {
            encoding: EncodingKey::from_ed_der(der.as_bytes()),
            signing,
        })
    }

    /// The public half, base64url without padding.
    #[must_use]
    pub fn public(&self) -> String {
        URL_SAFE_NO_PAD.encode(self.signing.verifying_key().as_bytes())
    }

    /// RFC 7638 thumbprint of the public half, which signatures carry as `kid`.
    #[must_use]
    pub fn id(&self) -> String {
        digest(format!(
            r#"{{"crv":"Ed25519","kty":"OKP","x":"{}"}}"#,
            self.public()
        ))
    }

    /// The key as JWTs are signed with it.
    #[must_use]
    pub fn encoding(&self) -> &EncodingKey {
        &self.encoding
    }

    /// A Standard Webhooks signature in its asymmetric form.
    #[must_use]
    pub fn webhook(&self, id: &str, timestamp: i64, body: &str) -> String {
        let signature = self
            .signing
            .sign(format!("{id}.{timestamp}.{body}").as_bytes());
        format!("v1a,{}", STANDARD.encode(signature.to_bytes()))
    }
}

/// Makes a new file that only its owner can read.
///
/// # Errors
/// When it is there already or cannot be made.
pub fn private_file(path: &Path) -> io::Result<fs::File> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

/// SHA-256, base64url without padding: for thumbprints, and for keeping secrets unreadable.
#[must_use]
pub fn digest(bytes: impl AsRef<[u8]>) -> String {
    URL_SAFE_NO_PAD.encode(Sha256::digest(bytes))
}

/// RFC 7638 thumbprint of an ES256 key.
#[must_use]
pub fn thumbprint(key: &Jwk) -> String {
    digest(key.canonical())
}

/// Whether the key is a point on the curve, not only well written.
#[must_use]
pub fn usable(key: &Jwk) -> bool {
    key.looks_valid() && p256::PublicKey::from_jwk_str(&key.canonical()).is_ok()
}
