//! Who may do what: one table. Every request is checked against it, and what a confirm page shows
//! as effective rights is computed from it too, so that the two cannot differ.

use deskside_protocol::access::{EffectiveRight, Right, ScopeId, ScopeOffer};

use crate::words::Words;

/// What a colleague works as.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Role {
    /// Quotations and customers.
    Sales,
    /// Invoices.
    Accounting,
    /// Stock.
    Inventory,
    /// Everything, users and settings too; approves support access.
    Administrator,
}

impl Role {
    /// All roles, in the order in which people are shown them.
    pub const ALL: [Role; 4] = [
        Role::Sales,
        Role::Accounting,
        Role::Inventory,
        Role::Administrator,
    ];

    /// The name in the database and in language keys.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Role::Sales => "sales",
            Role::Accounting => "accounting",
            Role::Inventory => "inventory",
            Role::Administrator => "administrator",
        }
    }

    /// The role of this name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.as_str() == name)
    }
}

/// A kind of thing that somebody may or may not use.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Object {
    /// Quotations and orders.
    Quotations,
    /// Customers and suppliers.
    Contacts,
    /// The margin report.
    Margin,
    /// Stock moves.
    Moves,
    /// Invoices.
    Invoices,
    /// Lists as files.
    Export,
    /// Users and their rights.
    Users,
    /// Settings, keys, modules, and who of support is in.
    Settings,
    /// One's own password, e-mail and language.
    Profile,
    /// Speaking to the vendor's desk in one's own name.
    Desk,
}

impl Object {
    /// All of them, in the order in which people are shown them.
    pub const ALL: [Object; 10] = [
        Object::Quotations,
        Object::Contacts,
        Object::Margin,
        Object::Moves,
        Object::Invoices,
        Object::Export,
        Object::Users,
        Object::Settings,
        Object::Profile,
        Object::Desk,
    ];

    /// What no support account may touch, whatever its scopes say (trust rule 8).
    pub const NEVER_SUPPORT: [Object; 5] = [
        Object::Export,
        Object::Users,
        Object::Settings,
        Object::Profile,
        Object::Desk,
    ];

    /// The name on the wire and in language keys.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Object::Quotations => "quotations",
            Object::Contacts => "contacts",
            Object::Margin => "margin",
            Object::Moves => "moves",
            Object::Invoices => "invoices",
            Object::Export => "export",
            Object::Users => "users",
            Object::Settings => "settings",
            Object::Profile => "profile",
            Object::Desk => "desk",
        }
    }
}

/// The table: what a role may do with a thing.
const fn of_role(role: Role, object: Object) -> Right {
    use Right::{No, Read, Write};
    match object {
        Object::Profile | Object::Desk => Write,
        _ => match (role, object) {
            (Role::Administrator, _)
            | (Role::Sales, Object::Quotations | Object::Contacts)
            | (Role::Accounting, Object::Invoices)
            | (Role::Inventory, Object::Moves) => Write,
            (Role::Sales, Object::Margin | Object::Export)
            | (
                Role::Accounting,
                Object::Quotations | Object::Contacts | Object::Margin | Object::Export,
            )
            | (Role::Inventory, Object::Contacts) => Read,
            _ => No,
        },
    }
}

/// What each scope that can be granted opens.
const SCOPES: [(&str, &[(Object, Right)]); 4] = [
    (
        "sales.read",
        &[
            (Object::Quotations, Right::Read),
            (Object::Contacts, Right::Read),
            (Object::Margin, Right::Read),
        ],
    ),
    (
        "sales.write",
        &[
            (Object::Quotations, Right::Write),
            (Object::Contacts, Right::Read),
            (Object::Margin, Right::Read),
        ],
    ),
    ("stock.read", &[(Object::Moves, Right::Read)]),
    (
        "accounting.read",
        &[
            (Object::Invoices, Right::Read),
            (Object::Contacts, Right::Read),
        ],
    ),
];

/// On whose behalf a request comes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Holder {
    /// A colleague with roles.
    Staff(Vec<Role>),
    /// The vendor's support, within scopes.
    Support(Vec<ScopeId>),
}

impl Holder {
    /// What this holder may do with a thing.
    #[must_use]
    pub fn right(&self, object: Object) -> Right {
        match self {
            Holder::Staff(roles) => {
                strongest(roles.iter().map(|&role| of_role(role, object)).chain(
                    // Somebody without any role still has a profile.
                    [match object {
                        Object::Profile | Object::Desk => Right::Write,
                        _ => Right::No,
                    }],
                ))
            }
            Holder::Support(_) if Object::NEVER_SUPPORT.contains(&object) => Right::No,
            Holder::Support(scopes) => strongest(
                SCOPES
                    .iter()
                    .filter(|(name, _)| scopes.iter().any(|scope| scope == name))
                    .flat_map(|(_, opens)| opens.iter())
                    .filter(|(opened, _)| *opened == object)
                    .map(|(_, right)| *right),
            ),
        }
    }

    /// Whether this holder may use a thing at least this way.
    #[must_use]
    pub fn may(&self, object: Object, need: Right) -> bool {
        rank(self.right(object)) >= rank(need)
    }

    /// Whether this holder may approve support access: administrators alone.
    #[must_use]
    pub fn may_approve(&self) -> bool {
        matches!(self, Holder::Staff(roles) if roles.contains(&Role::Administrator))
    }
}

const fn rank(right: Right) -> u8 {
    match right {
        Right::No => 0,
        Right::Read => 1,
        Right::Write => 2,
    }
}

fn strongest(rights: impl Iterator<Item = Right>) -> Right {
    rights.max_by_key(|right| rank(*right)).unwrap_or(Right::No)
}

/// What these scopes effectively allow a support account, thing by thing.
#[must_use]
pub fn effective(scopes: &[ScopeId]) -> Vec<EffectiveRight> {
    let holder = Holder::Support(scopes.to_vec());
    Object::ALL
        .into_iter()
        .filter(|object| *object != Object::Desk)
        .map(|object| EffectiveRight {
            object: object.as_str().to_owned(),
            label: Words::text(&format!("object.{}", object.as_str())),
            right: holder.right(object),
        })
        .collect()
}

/// The scopes that may be granted, with what each effectively allows.
#[must_use]
pub fn offers() -> Vec<ScopeOffer> {
    SCOPES
        .iter()
        .map(|(name, _)| ScopeOffer {
            id: (*name).to_owned(),
            label: Words::text(&format!("scope.{name}")),
            effective: effective(&[(*name).to_owned()]),
        })
        .collect()
}

/// Whether there is such a scope.
#[must_use]
pub fn known(scope: &str) -> bool {
    SCOPES.iter().any(|(name, _)| *name == scope)
}

/// Whether the scope allows changing anything.
#[must_use]
pub fn changes(scope: &str) -> bool {
    SCOPES.iter().any(|(name, opens)| {
        *name == scope && opens.iter().any(|(_, right)| *right == Right::Write)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_scope_opens_what_support_may_never_touch() {
        let all: Vec<ScopeId> = SCOPES.iter().map(|(name, _)| (*name).to_owned()).collect();
        for object in Object::NEVER_SUPPORT {
            assert_eq!(Holder::Support(all.clone()).right(object), Right::No);
        }
    }

    #[test]
    fn sales_cannot_look_at_invoices_and_only_administrators_approve() {
        let sales = Holder::Staff(vec![Role::Sales]);
        assert_eq!(sales.right(Object::Invoices), Right::No);
        assert!(sales.may(Object::Quotations, Right::Write));
        assert!(!sales.may_approve());
        assert!(Holder::Staff(vec![Role::Administrator]).may_approve());
        assert!(!Holder::Support(vec!["sales.write".into()]).may_approve());
    }

    #[test]
    fn scopes_add_up_and_nothing_else_comes_along() {
        let scopes = vec!["sales.read".to_owned(), "stock.read".to_owned()];
        let holder = Holder::Support(scopes);
        assert_eq!(holder.right(Object::Quotations), Right::Read);
        assert_eq!(holder.right(Object::Moves), Right::Read);
        assert_eq!(holder.right(Object::Invoices), Right::No);
    }
}
