//! What the keyboard does where no field has it. One table: the handler and the list of shortcuts
//! shown under `?` read the same.

/// Something a key does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Shortcut {
    /// To the next ticket of the queue.
    Next,
    /// To the one before.
    Previous,
    /// Write a reply.
    Reply,
    /// Take the open ticket.
    Take,
    /// Rule on the warranty.
    Rule,
    /// Answer a third party's question.
    ThirdParty,
    /// Explain, with a plan.
    Plan,
    /// Offer work.
    Offer,
    /// Write down a call.
    LogCall,
    /// To the maintenance page.
    Maintenance,
    /// To the report.
    Report,
    /// To the inbox.
    Inbox,
    /// To the queue.
    Queue,
    /// Search the queue.
    Search,
    /// Back to the queue.
    Back,
    /// Show what the keys do.
    Help,
}

/// Every shortcut with its keys, as `KeyboardEvent.key` names them.
pub const ALL: [(Shortcut, &[&str]); 16] = [
    (Shortcut::Next, &["j", "ArrowDown"]),
    (Shortcut::Previous, &["k", "ArrowUp"]),
    (Shortcut::Search, &["/"]),
    (Shortcut::LogCall, &["l"]),
    (Shortcut::Reply, &["r"]),
    (Shortcut::Take, &["t"]),
    (Shortcut::Rule, &["w"]),
    (Shortcut::ThirdParty, &["x"]),
    (Shortcut::Plan, &["p"]),
    (Shortcut::Offer, &["o"]),
    (Shortcut::Queue, &["1"]),
    (Shortcut::Maintenance, &["2"]),
    (Shortcut::Report, &["3"]),
    (Shortcut::Inbox, &["4"]),
    (Shortcut::Back, &["Escape"]),
    (Shortcut::Help, &["?"]),
];

/// Where the focus is when a key is pressed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Focus {
    /// In a field, where letters are letters.
    Field,
    /// In the queue, where arrows move.
    Queue,
    /// In an open dialog, which has its own keys.
    Dialog,
    /// Anywhere else.
    Elsewhere,
}

impl Shortcut {
    /// The name in language keys.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Shortcut::Next => "next",
            Shortcut::Previous => "previous",
            Shortcut::Reply => "reply",
            Shortcut::Take => "take",
            Shortcut::Rule => "rule",
            Shortcut::ThirdParty => "third_party",
            Shortcut::Plan => "plan",
            Shortcut::Offer => "offer",
            Shortcut::LogCall => "log_call",
            Shortcut::Maintenance => "maintenance",
            Shortcut::Report => "report",
            Shortcut::Inbox => "inbox",
            Shortcut::Queue => "queue",
            Shortcut::Search => "search",
            Shortcut::Back => "back",
            Shortcut::Help => "help",
        }
    }

    /// What this key does here. Arrows keep scrolling the page outside of the queue, and keys held
    /// together with Ctrl, Alt or Meta belong to the browser.
    #[must_use]
    pub fn of(key: &str, held: bool, focus: Focus) -> Option<Self> {
        if held || focus == Focus::Dialog {
            return None;
        }
        let (shortcut, _) = ALL.iter().find(|(_, keys)| keys.contains(&key))?;
        let allowed = match focus {
            Focus::Field => *shortcut == Shortcut::Back,
            Focus::Queue => true,
            Focus::Elsewhere | Focus::Dialog => !key.starts_with("Arrow"),
        };
        allowed.then_some(*shortcut)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_typed_into_a_field_stay_letters() {
        assert_eq!(Shortcut::of("j", false, Focus::Field), None);
        assert_eq!(Shortcut::of("?", false, Focus::Field), None);
        assert_eq!(
            Shortcut::of("Escape", false, Focus::Field),
            Some(Shortcut::Back)
        );
    }

    #[test]
    fn arrows_move_in_the_queue_and_scroll_elsewhere() {
        assert_eq!(
            Shortcut::of("ArrowDown", false, Focus::Queue),
            Some(Shortcut::Next)
        );
        assert_eq!(Shortcut::of("ArrowDown", false, Focus::Elsewhere), None);
        assert_eq!(
            Shortcut::of("k", false, Focus::Elsewhere),
            Some(Shortcut::Previous)
        );
    }

    #[test]
    fn no_key_does_two_things() {
        let keys: Vec<_> = ALL.iter().flat_map(|(_, keys)| keys.iter()).collect();
        let distinct: std::collections::BTreeSet<_> = keys.iter().collect();
        assert_eq!(keys.len(), distinct.len());
    }

    #[test]
    fn the_browser_keeps_its_own_keys() {
        assert_eq!(Shortcut::of("r", true, Focus::Elsewhere), None);
        assert_eq!(Shortcut::of("Escape", false, Focus::Dialog), None);
    }
}
