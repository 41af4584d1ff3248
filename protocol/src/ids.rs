//! Names of things: opaque, unguessable, and never mixed up with one another.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Crockford's base 32 in lower case: no letters that people confuse.
const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";

/// Writes 128 random bits as 26 characters, which survive being put into lower case.
#[must_use]
pub fn word(random: [u8; 16]) -> String {
    let mut left = u128::from_be_bytes(random);
    let mut out = [0u8; 26];
    for place in out.iter_mut().rev() {
        *place = ALPHABET[(left & 31) as usize];
        left >>= 5;
    }
    out.iter().map(|&byte| char::from(byte)).collect()
}

macro_rules! id {
    ($(#[$doc:meta])* $name:ident, $prefix:literal) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
        #[serde(transparent)]
        #[schema(value_type = String)]
        pub struct $name(pub String);

        impl $name {
            /// What every such name starts with.
            pub const PREFIX: &'static str = $prefix;

            /// A new name from 128 random bits.
            #[must_use]
            pub fn from_random(random: [u8; 16]) -> Self {
                Self(format!("{}{}", $prefix, word(random)))
            }

            /// The name as text.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }

            /// Whether the text has the shape of such a name.
            #[must_use]
            pub fn looks_valid(&self) -> bool {
                self.0.strip_prefix($prefix).is_some_and(|rest| {
                    rest.len() == 26 && rest.bytes().all(|byte| ALPHABET.contains(&byte))
                })
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

id!(
    /// One customer's ERP installation under support: the tenant.
    SystemId,
    "sys_"
);
id!(
    /// A support request.
    TicketId,
    "tkt_"
);
id!(
    /// One message of a conversation.
    MessageId,
    "msg_"
);
id!(
    /// A file sent along.
    AttachmentId,
    "att_"
);
id!(
    /// An approved, scoped, time-limited access, from the moment it is asked for.
    GrantId,
    "gnt_"
);
id!(
    /// A duty to change a shared credential.
    RotationId,
    "rot_"
);
id!(
    /// One of the vendor's support staff.
    AgentId,
    "agt_"
);
id!(
    /// A maintenance window.
    MaintenanceId,
    "mnt_"
);
id!(
    /// A mail that nobody could place yet.
    InboxId,
    "inb_"
);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_has_its_prefix_and_26_characters() {
        let id = TicketId::from_random([0xff; 16]);
        assert_eq!(id.as_str(), "tkt_7zzzzzzzzzzzzzzzzzzzzzzzzz");
        assert!(id.looks_valid());
        assert!(!TicketId("tkt_short".into()).looks_valid());
        assert!(!TicketId(GrantId::from_random([1; 16]).0).looks_valid());
    }
}
