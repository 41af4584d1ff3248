-- One company, one database: nothing in here needs to say whose it is.
CREATE TABLE settings (
    key   TEXT PRIMARY KEY,
    value TEXT NOT NULL
);

CREATE TABLE users (
    id                  INTEGER PRIMARY KEY,
    login               TEXT NOT NULL UNIQUE COLLATE NOCASE,
    name                TEXT NOT NULL,
    email               TEXT NOT NULL DEFAULT '',
    lang                TEXT NOT NULL DEFAULT 'vi',
    password_hash       TEXT,
    password_changed_at INTEGER,
    active              INTEGER NOT NULL DEFAULT 1,
    support_grant       TEXT,
    created_at          INTEGER NOT NULL,
    -- A support account has no password, ever (trust rule 3).
    CHECK (support_grant IS NULL OR password_hash IS NULL)
);

CREATE TABLE user_roles (
    user_id INTEGER NOT NULL REFERENCES users (id),
    role    TEXT NOT NULL,
    PRIMARY KEY (user_id, role)
);

CREATE TABLE sessions (
    token_hash TEXT PRIMARY KEY,
    user_id    INTEGER NOT NULL REFERENCES users (id),
    csrf       TEXT NOT NULL,
    lang       TEXT NOT NULL,
    grant_id   TEXT,
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL
);
CREATE INDEX sessions_user ON sessions (user_id);
CREATE INDEX sessions_grant ON sessions (grant_id);

CREATE TABLE contacts (
    id       INTEGER PRIMARY KEY,
    name     TEXT NOT NULL,
    kind     TEXT NOT NULL,
    person   TEXT NOT NULL,
    phone    TEXT NOT NULL,
    email    TEXT NOT NULL,
    city     TEXT NOT NULL,
    tax_code TEXT NOT NULL
);

CREATE TABLE quotations (
    id         INTEGER PRIMARY KEY,
    contact_id INTEGER NOT NULL REFERENCES contacts (id),
    seller     TEXT NOT NULL,
    state      TEXT NOT NULL,
    dated      TEXT NOT NULL,
    note       TEXT NOT NULL DEFAULT ''
);
CREATE INDEX quotations_dated ON quotations (dated);

CREATE TABLE quotation_lines (
    id           INTEGER PRIMARY KEY,
    quotation_id INTEGER NOT NULL REFERENCES quotations (id),
    product      TEXT NOT NULL,
    quantity     INTEGER NOT NULL,
    price        INTEGER NOT NULL,
    cost         INTEGER NOT NULL,
    discount     INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX quotation_lines_of ON quotation_lines (quotation_id);

CREATE TABLE invoices (
    id         INTEGER PRIMARY KEY,
    contact_id INTEGER NOT NULL REFERENCES contacts (id),
    number     TEXT NOT NULL,
    state      TEXT NOT NULL,
    dated      TEXT NOT NULL,
    due        TEXT NOT NULL,
    untaxed    INTEGER NOT NULL,
    tax        INTEGER NOT NULL
);

CREATE TABLE moves (
    id       INTEGER PRIMARY KEY,
    number   TEXT NOT NULL,
    product  TEXT NOT NULL,
    source   TEXT NOT NULL,
    target   TEXT NOT NULL,
    quantity INTEGER NOT NULL,
    unit     TEXT NOT NULL,
    state    TEXT NOT NULL,
    dated    TEXT NOT NULL
);

-- A link that shows one quotation to anybody who has it: outlives the session that made it.
CREATE TABLE share_links (
    token        TEXT PRIMARY KEY,
    quotation_id INTEGER NOT NULL REFERENCES quotations (id),
    created_by   INTEGER NOT NULL REFERENCES users (id),
    created_at   INTEGER NOT NULL
);
