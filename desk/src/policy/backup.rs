//! Which backups of a system can be restored (2.4a).

use deskside_protocol::DateTime;
use deskside_protocol::policy::{BackupView, Policy};

use super::Tables;
use crate::system::System;

/// So many moments are shown: the nearest before a loss is found among all.
const SHOWN: usize = 14;

/// The rule and the newest moments, as far as the policy promises backups.
#[must_use]
pub(super) fn backups(policy: &Policy, system: &System, now: DateTime) -> Option<BackupView> {
    let rule = policy.backup.clone()?;
    let points = rule.restore_points(&system.time_zone, &Tables, now, SHOWN);
    Some(BackupView { rule, points })
}
