//! Signing keys of this side, and the public keys of others: ES256 for hosts and agents, Ed25519 for
//! the desk and for the vendor's lists (trust rule 5: asymmetric, each side holds its own private
//! half only).

use std::fs::{self, OpenOptions};
use std::io::{self, Write as _};
use std::path::Path;
use std::str::FromStr;

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use deskside_protocol::access::Jwk;
use ed25519_dalek::pkcs8::EncodePrivateKey as _;
use ed25519_dalek::{Signer as _, SigningKey, VerifyingKey};
use jsonwebtoken::{DecodingKey, EncodingKey};
use sha2::{Digest as _, Sha256};

use crate::world::World;

/// An Ed25519 key of this side.
pub struct KeyPair {
    signing: SigningKey,
    encoding: EncodingKey,
}

impl std::fmt::Debug for KeyPair {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "KeyPair({})", self.public())
    }
}

impl KeyPair {
    /// Reads the key from a file; the first time it makes one.
    ///
    /// # Errors
    /// When the file cannot be read or written, or holds something else.
    pub fn open(file: &Path, world: &World) -> io::Result<Self> {
        match Self::read(file) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Self::make(file, world),
            read => read,
        }
    }

    /// Reads the key from a file.
    ///
    /// # Errors
    /// When it cannot be read, or holds something else.
    pub fn read(file: &Path) -> io::Result<Self> {
        let seed: [u8; 32] = fs::read(file)?.try_into().map_err(|_| {
            let told = format!("{} is no key, or damaged", file.display());
            io::Error::new(io::ErrorKind::InvalidData, told)
        })?;
        Self::from_seed(seed)
    }

    /// Makes a key in a new file, readable by its owner only.
    ///
    /// # Errors
    /// When the file is there already or cannot be written.
    pub fn make(file: &Path, world: &World) -> io::Result<Self> {
        let seed = world.random::<32>();
        let mut file = private_file(file)?;
        file.write_all(&seed)?;
        file.sync_all()?;
        Self::from_seed(seed)
    }

    fn from_seed(seed: [u8; 32]) -> io::Result<Self> {
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

/// The public half of somebody's Ed25519 key.
#[derive(Clone, Debug)]
pub struct PublicKey(DecodingKey);

impl PublicKey {
    /// The key as signatures are verified with it.
    #[must_use]
    pub fn decoding(&self) -> &DecodingKey {
        &self.0
    }
}

/// A text is no public key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("an Ed25519 public key is 32 bytes in base64url, without padding")]
pub struct NoKey;

impl FromStr for PublicKey {
    type Err = NoKey;

    fn from_str(text: &str) -> Result<Self, NoKey> {
        let bytes = URL_SAFE_NO_PAD.decode(text).map_err(|_| NoKey)?;
        let bytes: [u8; 32] = bytes.try_into().map_err(|_| NoKey)?;
        let key = VerifyingKey::from_bytes(&bytes).map_err(|_| NoKey)?;
        // Under a weak key, signatures that nobody made hold.
        if key.is_weak() {
            return Err(NoKey);
        }
        DecodingKey::from_ed_components(text)
            .map(Self)
            .map_err(|_| NoKey)
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
