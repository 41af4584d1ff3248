//! The files of `dist/`, by their logical names.

use std::collections::BTreeMap;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};

/// One file.
pub(crate) struct Item {
    /// Where it lies in `dist/`.
    pub(crate) file: String,
    /// What is in it.
    pub(crate) bytes: Vec<u8>,
    /// Its SHA-256.
    pub(crate) hash: [u8; 32],
    /// Whether the desk fills it in before it is sent, so that it cannot be compressed ahead.
    pub(crate) filled_in: bool,
    /// What remains of it after brotli, known once it is stored.
    pub(crate) brotli: usize,
    /// What remains of it after gzip, known once it is stored.
    pub(crate) gzip: usize,
}

impl Item {
    /// The hash as `integrity` attributes write it.
    pub(crate) fn sha256(&self) -> String {
        STANDARD.encode(self.hash)
    }
}

/// All files, most of them known to each other by address.
pub(crate) struct Shelf {
    items: BTreeMap<String, Item>,
}

impl Shelf {
    pub(crate) fn new() -> Self {
        Self {
            items: BTreeMap::new(),
        }
    }

    /// Adds a file whose name carries its hash, so that it may be kept by browsers for ever.
    pub(crate) fn asset(&mut self, name: &str, bytes: Vec<u8>) {
        let hash = digest(&bytes);
        let (stem, kind) = name.rsplit_once('.').unwrap_or((name, "bin"));
        self.put(
            name,
            format!("assets/{stem}.{}.{kind}", hex(&hash[..8])),
            bytes,
            false,
        );
    }

    /// Adds a file whose name must stay.
    pub(crate) fn plain(&mut self, name: &str, bytes: Vec<u8>) {
        self.put(name, name.to_owned(), bytes, false);
    }

    /// Adds a page that the desk fills in before it is sent.
    pub(crate) fn page(&mut self, name: &str, bytes: Vec<u8>) {
        self.put(name, name.to_owned(), bytes, true);
    }

    fn put(&mut self, name: &str, file: String, bytes: Vec<u8>, filled_in: bool) {
        let hash = digest(&bytes);
        let item = Item {
            file,
            bytes,
            hash,
            filled_in,
            brotli: 0,
            gzip: 0,
        };
        self.items.insert(name.to_owned(), item);
    }

    /// The address a browser finds the file at.
    pub(crate) fn address(&self, name: &str) -> Option<String> {
        self.items.get(name).map(|item| format!("/{}", item.file))
    }

    pub(crate) fn get(&self, name: &str) -> Option<&Item> {
        self.items.get(name)
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = (&str, &Item)> {
        self.items.iter().map(|(name, item)| (name.as_str(), item))
    }

    pub(crate) fn iter_mut(&mut self) -> impl Iterator<Item = &mut Item> {
        self.items.values_mut()
    }

    pub(crate) fn count(&self) -> usize {
        self.items.len()
    }
}

/// SHA-256.
pub(crate) fn digest(bytes: &[u8]) -> [u8; 32] {
    Sha256::digest(bytes).into()
}

/// Bytes as hexadecimal digits.
pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_asset_is_named_by_its_bytes() {
        let mut shelf = Shelf::new();
        shelf.asset("text.en.json", b"{}".to_vec());
        shelf.plain("deskside.js", b"0".to_vec());
        assert_eq!(
            shelf.address("text.en.json").as_deref(),
            Some("/assets/text.en.44136fa355b3678a.json")
        );
        assert_eq!(
            shelf.address("deskside.js").as_deref(),
            Some("/deskside.js")
        );
        assert_eq!(shelf.address("other.js"), None);
    }
}
