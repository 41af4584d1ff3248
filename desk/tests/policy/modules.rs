//! The list of assessed modules, and those who would like to be on it.

use std::os::unix::fs::PermissionsExt as _;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use deskside_desk::jws;
use deskside_desk::keys::{KeyPair, PublicKey};
use deskside_desk::policy::modules::{Assessed, sign};
use deskside_desk::world::World;
use jsonwebtoken::{Algorithm, EncodingKey, Header};
use serde_json::json;
use tempfile::TempDir;

use super::{folder, run};

/// A vendor's key.
struct Vendor {
    folder: TempDir,
    key: KeyPair,
}

impl Vendor {
    fn new() -> Self {
        let folder = TempDir::new().unwrap();
        let key = KeyPair::make(&folder.path().join("vendor.key"), &World::real()).unwrap();
        Self { folder, key }
    }

    fn public(&self) -> PublicKey {
        self.key.public().parse().unwrap()
    }

    fn signs(&self, names: &str) -> String {
        sign(&self.key, "Viindoo", names, World::real().now()).unwrap()
    }

    fn accepts(&self, list: &str) -> bool {
        Assessed::verify(list, &self.public()).is_ok()
    }
}

fn part(value: &serde_json::Value) -> String {
    URL_SAFE_NO_PAD.encode(value.to_string())
}

fn claims() -> serde_json::Value {
    json!({ "iss": "Viindoo", "iat": 1_790_000_000, "modules": ["fast_quote"] })
}

#[test]
fn a_list_of_the_vendor_is_read() {
    let vendor = Vendor::new();
    let list = vendor.signs(r#"["kho_base", "kho_sales"]"#);
    let list = Assessed::verify(&list, &vendor.public()).unwrap();
    assert_eq!(list.into_modules(), ["kho_base", "kho_sales"]);
}

#[test]
fn attack_a_list_signed_by_another_key() {
    let (vendor, other) = (Vendor::new(), Vendor::new());
    let list = other.signs(r#"["fast_quote"]"#);
    assert!(other.accepts(&list));
    assert!(!vendor.accepts(&list));
}

#[test]
fn attack_a_list_changed_under_an_honest_signature() {
    let vendor = Vendor::new();
    let list = vendor.signs(r#"["kho_base"]"#);
    let parts: Vec<_> = list.split('.').collect();
    let changed = format!("{}.{}.{}", parts[0], part(&claims()), parts[2]);
    assert!(!vendor.accepts(&changed));
    let cut = format!("{}.{}.", parts[0], parts[1]);
    assert!(!vendor.accepts(&cut));
    for (at, _) in list.char_indices().step_by(7) {
        let mut bytes = list.clone().into_bytes();
        bytes[at] = if bytes[at] == b'A' { b'B' } else { b'A' };
        assert!(
            !vendor.accepts(&String::from_utf8(bytes).unwrap()),
            "at {at}"
        );
    }
}

#[test]
fn attack_the_algorithm_swapped() {
    let vendor = Vendor::new();
    // For HMAC, keyed with what everybody may know.
    let public = vendor.key.public();
    for secret in [
        public.as_bytes().to_vec(),
        URL_SAFE_NO_PAD.decode(&public).unwrap(),
    ] {
        for algorithm in [Algorithm::HS256, Algorithm::HS384, Algorithm::HS512] {
            let header = Header {
                typ: Some("deskside-modules+jwt".into()),
                ..Header::new(algorithm)
            };
            let key = EncodingKey::from_secret(&secret);
            let forged = jsonwebtoken::encode(&header, &claims(), &key).unwrap();
            assert!(!vendor.accepts(&forged));
        }
    }
    // For none at all.
    for name in ["none", "None", "NONE", ""] {
        let header = json!({ "alg": name, "typ": "deskside-modules+jwt" });
        assert!(!vendor.accepts(&format!("{}.{}.", part(&header), part(&claims()))));
    }
}

#[test]
fn attack_another_signature_of_the_same_key_passed_off_as_a_list() {
    let vendor = Vendor::new();
    let other = jws::signed(&vendor.key, &claims()).unwrap();
    assert!(!vendor.accepts(&other));
    let more = json!({ "iss": "Viindoo", "iat": 1, "modules": [], "admin": true });
    let more = jws::signed_as(&vendor.key, "deskside-modules+jwt", &more).unwrap();
    assert!(!vendor.accepts(&more));
}

#[test]
fn attack_keys_under_which_anything_holds() {
    let weak = [[0u8; 32], {
        let mut one = [0; 32];
        one[0] = 1;
        one
    }];
    for key in weak {
        assert!(URL_SAFE_NO_PAD.encode(key).parse::<PublicKey>().is_err());
    }
    for text in ["", "abc", "not a key at all", &"A".repeat(44)] {
        assert!(text.parse::<PublicKey>().is_err(), "{text}");
    }
}

#[test]
fn the_commands_make_a_key_and_sign() {
    let folder_of_key = TempDir::new().unwrap();
    let key = folder_of_key.path().join("vendor.key");
    let key = key.to_str().unwrap();
    let made = run(&["modules", "key", "--out", key]);
    assert!(made.status.success());
    let public = String::from_utf8(made.stdout).unwrap();
    let mode = std::fs::metadata(key).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    assert!(
        !run(&["modules", "key", "--out", key]).status.success(),
        "a key is never lost"
    );

    let list = folder().join("assessed-modules.json");
    let signed = run(&["modules", "sign", "--key", key, list.to_str().unwrap()]);
    assert!(signed.status.success(), "{signed:?}");
    let signed = String::from_utf8(signed.stdout).unwrap();
    let list = Assessed::verify(signed.trim(), &public.trim().parse().unwrap()).unwrap();
    assert!(list.into_modules().contains(&"kho_sales".to_owned()));

    let wrong = folder_of_key.path().join("wrong.json");
    for names in [r#"["a", "a"]"#, r#"[""]"#, r#"{"a": 1}"#, "kho_base"] {
        std::fs::write(&wrong, names).unwrap();
        let refused = run(&["modules", "sign", "--key", key, wrong.to_str().unwrap()]);
        assert_eq!(refused.status.code(), Some(1), "{names}");
        assert!(refused.stdout.is_empty());
    }
}

#[test]
fn attack_a_desk_started_with_a_forged_list() {
    let (vendor, forger) = (Vendor::new(), Vendor::new());
    let list = vendor.folder.path().join("list.jws");
    std::fs::write(&list, forger.signs(r#"["fast_quote"]"#)).unwrap();
    let data = vendor.folder.path().join("desk");
    let (data, list) = (data.to_str().unwrap(), list.to_str().unwrap());
    let serve = [
        "serve",
        "--data",
        data,
        "--listen",
        "127.0.0.1:0",
        "--assessed",
        list,
    ];
    let public = vendor.key.public();
    let refused = run(&[&serve[..], &["--vendor-key", &public]].concat());
    assert_eq!(refused.status.code(), Some(1));
    let told = String::from_utf8(refused.stderr).unwrap();
    assert!(
        told.contains("the vendor's key did not sign this list"),
        "{told}"
    );
    // The vendor's own list, and it starts, until its standard input ends.
    std::fs::write(list, vendor.signs(r#"["kho_base"]"#)).unwrap();
    let well = ["--vendor-key", &public, "--exit-with-stdin"];
    let started = run(&[&serve[..], &well[..]].concat());
    assert!(started.status.success(), "{started:?}");
    let told = String::from_utf8(started.stderr).unwrap();
    assert!(told.contains("modules that the vendor assessed"), "{told}");
    // A list without a key to verify it with is no better than a forged one.
    let refused = run(&serve);
    assert_eq!(refused.status.code(), Some(2));
}
