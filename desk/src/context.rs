//! Context as it arrives: bounded and masked once more, because a browser can be made to say
//! anything (trust rule 6).

use deskside_protocol::context::Context;
use deskside_protocol::mask::{self, Secret};
use deskside_protocol::problem::Code;
use deskside_protocol::ticket::{TextFault, check_text};

use crate::problem::Fault;

/// Something that was cleaned, and whether a credential had slipped through.
#[derive(Clone, Debug)]
pub struct Cleaned<T> {
    /// What may be kept.
    pub kept: T,
    /// Whether a password, token or key was found in it.
    pub leaked: bool,
}

/// Cleans a context.
#[must_use]
pub fn clean(context: Context) -> Cleaned<Context> {
    let (kept, masked) = context.cleaned();
    Cleaned {
        kept,
        leaked: masked > 0,
    }
}

/// Checks and cleans a text that somebody wrote. A card number is masked like any secret, but
/// changing a password would not mend it.
///
/// # Errors
/// When it is empty or too long.
pub fn clean_text(text: &str, max: usize, field: &str) -> Result<Cleaned<String>, Fault> {
    let text = checked(text, max, field)?;
    let masked = mask::mask(text);
    Ok(Cleaned {
        leaked: masked.found.iter().any(|found| *found != Secret::Card),
        kept: masked.text,
    })
}

/// Checks a text and gives it back without white space around it.
///
/// # Errors
/// When it is empty or too long.
pub fn checked<'t>(text: &'t str, max: usize, field: &str) -> Result<&'t str, Fault> {
    check_text(text, max).map_err(|fault| match fault {
        TextFault::Empty => Fault::on(Code::FieldEmpty, field),
        TextFault::TooLong => Fault::on(Code::FieldTooLong, field),
    })
}
