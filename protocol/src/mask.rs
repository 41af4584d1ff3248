//! Finds secrets in text people and programs write, and masks them: passwords said out loud, tokens,
//! keys, card numbers (trust rule 6). The same function runs in the browser before anything is
//! sent, and on the desk when it arrives. It is a scanner, not a set of regular expressions,
//! because a regular expression engine costs the widget more than all of this.

use serde::{Deserialize, Serialize};

/// What stands in place of a secret.
pub const MASK: &str = "••••••";

/// What kind of secret was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Secret {
    /// A value that follows a word such as "password".
    Password,
    /// A token or key by its shape.
    Token,
    /// A payment card number (13-19 digits, Luhn).
    Card,
}

/// The masked text, and what was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Masked {
    /// The text with [`MASK`] in place of each secret.
    pub text: String,
    /// One entry a secret, in order.
    pub found: Vec<Secret>,
}

/// Words after which a secret is likely to follow, in lower case.
const CUES: &[&str] = &[
    "password",
    "passwort",
    "passwd",
    "passcode",
    "pwd",
    "mật khẩu",
    "mat khau",
    "mk",
    "secret",
    "api key",
    "api_key",
    "apikey",
    "access_token",
    "refresh_token",
    "token",
    "authorization",
    "bearer",
    "session_id",
    "client_secret",
];

/// Starts of well-known tokens and keys.
const TOKEN_STARTS: &[&str] = &[
    "eyJ",
    "sk-",
    "sk_live_",
    "rk_live_",
    "ghp_",
    "gho_",
    "github_pat_",
    "glpat-",
    "xoxb-",
    "xoxp-",
    "AKIA",
    "AIza",
    "whsec_",
    "-----BEGIN",
];

/// Masks every secret in the text.
#[must_use]
pub fn mask(text: &str) -> Masked {
    let mut out = String::with_capacity(text.len());
    let mut found = Vec::new();
    let mut at = 0;
    while at < text.len() {
        let rest = &text[at..];
        let boundary = !text[..at]
            .chars()
            .next_back()
            .is_some_and(char::is_alphanumeric);
        if boundary && let Some((keep, end)) = password_at(rest) {
            out.push_str(&rest[..keep]);
            out.push_str(MASK);
            found.push(Secret::Password);
            at += end;
        } else if boundary && let Some(end) = token_at(rest) {
            out.push_str(MASK);
            found.push(Secret::Token);
            at += end;
        } else if boundary && let Some(end) = card_at(rest) {
            out.push_str(MASK);
            found.push(Secret::Card);
            at += end;
        } else {
            let Some(next) = rest.chars().next() else {
                break;
            };
            out.push(next);
            at += next.len_utf8();
        }
    }
    Masked { text: out, found }
}

/// "password: hunter2", "mật khẩu là hunter2", `"pwd":"hunter2"`: where the value starts and ends.
fn password_at(rest: &str) -> Option<(usize, usize)> {
    let cue = CUES
        .iter()
        .find(|cue| starts_with_ignoring_case(rest, cue))?;
    let mut at = cue_len(rest, cue);
    if rest[at..]
        .chars()
        .next()
        .is_some_and(|next| next.is_alphanumeric() || next == '-')
    {
        return None;
    }
    at += skip(&rest[at..], |c| matches!(c, '"' | '\'' | ' '));
    let joined = ["là ", "la ", "is ", ":=", "=>", ":", "="]
        .iter()
        .find(|join| starts_with_ignoring_case(&rest[at..], join));
    let bearer = starts_with_ignoring_case(cue, "bearer");
    match joined {
        Some(join) => at += cue_len(&rest[at..], join),
        None if bearer => {}
        None => return None,
    }
    at += skip(&rest[at..], |c| matches!(c, '"' | '\'' | ' '));
    if starts_with_ignoring_case(&rest[at..], "bearer ")
        || starts_with_ignoring_case(&rest[at..], "basic ")
    {
        at += rest[at..].find(' ').map_or(0, |space| space + 1);
    }
    let length = skip(&rest[at..], |c| {
        !c.is_whitespace() && !matches!(c, '"' | '\'' | ',' | ';' | '&' | '<' | ')' | '}')
    });
    let value = rest[at..at + length].trim_end_matches(['.', '?', '!']);
    let already = value.starts_with('•') || value.starts_with('*');
    (value.chars().count() >= 3 && !already).then_some((at, at + value.len()))
}

/// A token or key by its shape.
fn token_at(rest: &str) -> Option<usize> {
    let start = TOKEN_STARTS
        .iter()
        .find(|start| rest.starts_with(**start))?;
    if start.starts_with('-') {
        let end = rest.find("-----END").map_or(rest.len(), |end| {
            rest[end + 5..]
                .find("-----")
                .map_or(rest.len(), |tail| end + 5 + tail + 5)
        });
        return Some(end);
    }
    let length = skip(rest, |c| {
        c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.')
    });
    (length >= start.len() + 12).then_some(length)
}

/// 13 to 19 digits, alone or in groups, that pass the Luhn check.
fn card_at(rest: &str) -> Option<usize> {
    let mut digits = Vec::new();
    let mut end = 0;
    for (at, c) in rest.char_indices() {
        match c {
            '0'..='9' => {
                digits.push(c as u8 - b'0');
                end = at + 1;
            }
            ' ' | '-' if end == at && !digits.is_empty() => {}
            _ if c.is_alphanumeric() && end == at => return None,
            _ => break,
        }
        if digits.len() > 19 {
            return None;
        }
    }
    (digits.len() >= 13 && luhn(&digits)).then_some(end)
}

fn luhn(digits: &[u8]) -> bool {
    let sum: u32 = digits
        .iter()
        .rev()
        .enumerate()
        .map(|(place, &digit)| {
            let digit = u32::from(digit);
            match place % 2 {
                0 => digit,
                _ if digit > 4 => digit * 2 - 9,
                _ => digit * 2,
            }
        })
        .sum();
    sum.is_multiple_of(10)
}

fn skip(text: &str, wanted: impl Fn(char) -> bool) -> usize {
    text.find(|c| !wanted(c)).unwrap_or(text.len())
}

fn starts_with_ignoring_case(text: &str, start: &str) -> bool {
    let mut ours = text.chars();
    start.chars().all(|wanted| {
        ours.next()
            .is_some_and(|c| c == wanted || c.to_lowercase().eq(wanted.to_lowercase()))
    })
}

/// How many bytes of `text` the matched start takes there (case folding may change lengths).
fn cue_len(text: &str, start: &str) -> usize {
    text.chars()
        .take(start.chars().count())
        .map(char::len_utf8)
        .sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use rstest::rstest;

    #[rstest]
    #[case("my password is hunter2.", "my password is ••••••.", Secret::Password)]
    #[case("Mật khẩu: S3cret!x nhé", "Mật khẩu: •••••• nhé", Secret::Password)]
    #[case("MẬT KHẨU là abc123", "MẬT KHẨU là ••••••", Secret::Password)]
    #[case(r#"{"pwd":"hunter2"}"#, r#"{"pwd":"••••••"}"#, Secret::Password)]
    #[case("/x?token=abcdef&b=1", "/x?token=••••••&b=1", Secret::Password)]
    #[case(
        "Authorization: Bearer abc.def",
        "Authorization: Bearer ••••••",
        Secret::Password
    )]
    #[case("see eyJhbGciOiJFUzI1NiJ9.e30.aa now", "see •••••• now", Secret::Token)]
    #[case("card 4111 1111 1111 1111 ok", "card •••••• ok", Secret::Card)]
    #[case(
        "-----BEGIN KEY-----\nabc\n-----END KEY----- end",
        "•••••• end",
        Secret::Token
    )]
    fn finds(#[case] text: &str, #[case] wanted: &str, #[case] kind: Secret) {
        let masked = mask(text);
        assert_eq!(masked.text, wanted);
        assert_eq!(masked.found, vec![kind]);
    }

    #[rstest]
    #[case("I forgot my password and cannot sign in")]
    #[case("Invoice 1234567890123 was posted twice")]
    #[case("The token field is missing")]
    #[case("password: ••••••")]
    #[case("Quotation S00042 total 12.500.000 đ")]
    fn leaves_alone(#[case] text: &str) {
        assert_eq!(mask(text).text, text);
    }

    proptest! {
        #[test]
        fn never_panics_and_masking_twice_changes_nothing(text in "\\PC{0,200}") {
            let once = mask(&text).text;
            prop_assert_eq!(mask(&once).text, once);
        }

        #[test]
        fn a_password_never_survives(secret in "[A-Za-z0-9@#$%]{6,20}") {
            let text = format!("mật khẩu là {secret} nhé");
            prop_assert!(!mask(&text).text.contains(&secret));
        }
    }
}
