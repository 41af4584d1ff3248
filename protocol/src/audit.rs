//! The audit trail of a system: entries chained by hash, heads countersigned by the host, so that
//! neither side can rewrite it alone (trust rule 7). The customer verifies it in the widget,
//! offline, with the same function the desk uses.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use utoipa::ToSchema;

use crate::DateTime;
use crate::ids::SystemId;

/// What an entry says. Serialized once, and from then on only the bytes count.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Fact {
    /// When, by the clock of whoever wrote it down.
    pub at: DateTime,
    /// Who did it: `agent:Linh Do`, `person:Hoa Nguyen`, `host`, `desk`.
    pub actor: String,
    /// What was done. Has a sentence in the language files under `audit.<step>`.
    pub step: Step,
    /// About what: the id of a grant, rotation or ticket.
    pub about: String,
    /// Further words for the reader, by name.
    #[serde(default)]
    pub detail: std::collections::BTreeMap<String, String>,
}

/// A step worth keeping.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Step {
    /// An agent asked for access.
    AccessAsked,
    /// An approver said no.
    AccessDenied,
    /// An approver said yes on the host's page.
    AccessApproved,
    /// The agent entered.
    AccessEntered,
    /// Access ended.
    AccessEnded,
    /// The host proved the support account gone.
    AccessSwept,
    /// A request lapsed.
    AccessLapsed,
    /// A credential was shared and must change.
    RotationOpened,
    /// Somebody was reminded.
    RotationReminded,
    /// The host confirmed the change.
    RotationConfirmed,
    /// Agent looked at an attachment.
    AttachmentSeen,
    /// Agent looked at the context.
    ContextSeen,
}

impl Step {
    /// The name on the wire and in language keys.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Step::AccessAsked => "access_asked",
            Step::AccessDenied => "access_denied",
            Step::AccessApproved => "access_approved",
            Step::AccessEntered => "access_entered",
            Step::AccessEnded => "access_ended",
            Step::AccessSwept => "access_swept",
            Step::AccessLapsed => "access_lapsed",
            Step::RotationOpened => "rotation_opened",
            Step::RotationReminded => "rotation_reminded",
            Step::RotationConfirmed => "rotation_confirmed",
            Step::AttachmentSeen => "attachment_seen",
            Step::ContextSeen => "context_seen",
        }
    }
}

/// One link of the chain.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Entry {
    /// 1, 2, 3 ... within the system.
    pub seq: u64,
    /// A [`Fact`] as JSON, byte for byte as it was hashed.
    pub body: String,
    /// Hash of the entry before; 64 zeros before the first.
    pub prev: String,
    /// SHA-256 over system, seq, prev and body, in hex.
    pub hash: String,
}

/// Where a chain ends.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Head {
    /// The system whose chain it is.
    pub system: SystemId,
    /// Its last entry.
    pub seq: u64,
    /// That entry's hash.
    pub hash: String,
}

/// Where a chain is broken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "fault", rename_all = "snake_case")]
pub enum Broken {
    /// The entry was changed, cut out or moved.
    At {
        /// Which one.
        seq: u64,
    },
    /// The chain does not hold the head that the host countersigned.
    Head {
        /// Which one.
        seq: u64,
    },
}

/// What stands before the first entry.
#[must_use]
pub fn genesis() -> String {
    "0".repeat(64)
}

/// The hash of an entry.
#[must_use]
pub fn hash(system: &SystemId, seq: u64, prev: &str, body: &str) -> String {
    let digest = Sha256::new()
        .chain_update(system.as_str())
        .chain_update([0])
        .chain_update(seq.to_be_bytes())
        .chain_update(prev)
        .chain_update([0])
        .chain_update(body)
        .finalize();
    digest
        .iter()
        .fold(String::with_capacity(64), |mut out, byte| {
            for nibble in [byte >> 4, byte & 15] {
                out.push(char::from(b"0123456789abcdef"[usize::from(nibble)]));
            }
            out
        })
}

/// Chains a body to what stands before it.
#[must_use]
pub fn link(system: &SystemId, last: Option<(u64, &str)>, body: String) -> Entry {
    let (seq, prev) = last.map_or_else(|| (1, genesis()), |(seq, hash)| (seq + 1, hash.to_owned()));
    let hash = hash(system, seq, &prev, &body);
    Entry {
        seq,
        body,
        prev,
        hash,
    }
}

/// Verifies a whole chain, and that it holds the head the host countersigned.
///
/// # Errors
/// The first place that does not fit.
pub fn verify(
    system: &SystemId,
    entries: &[Entry],
    countersigned: Option<&Head>,
) -> Result<(), Broken> {
    let mut prev = genesis();
    for (place, entry) in (1u64..).zip(entries) {
        let fits = entry.seq == place
            && entry.prev == prev
            && entry.hash == hash(system, entry.seq, &entry.prev, &entry.body);
        if !fits {
            return Err(Broken::At { seq: place });
        }
        prev.clone_from(&entry.hash);
    }
    match countersigned {
        Some(head) if !holds(system, entries, head) => Err(Broken::Head { seq: head.seq }),
        _ => Ok(()),
    }
}

fn holds(system: &SystemId, entries: &[Entry], head: &Head) -> bool {
    if head.system != *system {
        return false;
    }
    match head.seq.checked_sub(1) {
        None => head.hash == genesis(),
        Some(place) => usize::try_from(place)
            .ok()
            .and_then(|place| entries.get(place))
            .is_some_and(|entry| entry.hash == head.hash),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn system() -> SystemId {
        SystemId("sys_1".into())
    }

    fn chain(count: usize) -> Vec<Entry> {
        let mut entries: Vec<Entry> = Vec::new();
        for n in 0..count {
            let last = entries.last().map(|entry| (entry.seq, entry.hash.as_str()));
            let next = link(&system(), last, format!("{{\"n\":{n}}}"));
            entries.push(next);
        }
        entries
    }

    fn head(entries: &[Entry]) -> Head {
        let last = entries.last().unwrap();
        Head {
            system: system(),
            seq: last.seq,
            hash: last.hash.clone(),
        }
    }

    #[test]
    fn an_honest_chain_verifies() {
        let entries = chain(5);
        assert_eq!(verify(&system(), &entries, Some(&head(&entries))), Ok(()));
        assert_eq!(verify(&system(), &[], None), Ok(()));
    }

    #[test]
    fn cutting_the_end_is_seen_against_the_countersigned_head() {
        let entries = chain(5);
        assert_eq!(
            verify(&system(), &entries[..3], Some(&head(&entries))),
            Err(Broken::Head { seq: 5 })
        );
    }

    #[test]
    fn a_chain_of_another_system_does_not_verify() {
        let entries = chain(2);
        assert_eq!(
            verify(&SystemId("sys_2".into()), &entries, None),
            Err(Broken::At { seq: 1 })
        );
    }

    proptest! {
        #[test]
        fn any_flipped_bit_is_seen(which in 0usize..5, byte in any::<prop::sample::Index>(), bit in 0u8..7) {
            let mut entries = chain(5);
            let mut bytes = entries[which].body.clone().into_bytes();
            let at = byte.index(bytes.len());
            bytes[at] ^= 1 << bit;
            entries[which].body = String::from_utf8(bytes).unwrap();
            prop_assert_eq!(verify(&system(), &entries, None), Err(Broken::At { seq: which as u64 + 1 }));
        }

        #[test]
        fn reordering_is_seen(a in 0usize..5, b in 0usize..5) {
            prop_assume!(a != b);
            let mut entries = chain(5);
            entries.swap(a, b);
            prop_assert!(verify(&system(), &entries, None).is_err());
        }
    }
}
