-- The host module's own books.
CREATE TABLE pairing (
    only_one  INTEGER PRIMARY KEY CHECK (only_one = 1),
    system    TEXT NOT NULL,
    desk      TEXT NOT NULL,
    desk_key  TEXT NOT NULL,
    paired_at INTEGER NOT NULL
);

CREATE TABLE requests (
    grant_id    TEXT PRIMARY KEY,
    jws         TEXT NOT NULL,
    received_at INTEGER NOT NULL,
    lapses_at   INTEGER NOT NULL,
    state       TEXT NOT NULL DEFAULT 'open',
    decided_by  TEXT,
    decided_at  INTEGER
);

-- What a confirm page showed, so that approving approves that and nothing else.
CREATE TABLE shown (
    nonce    TEXT PRIMARY KEY,
    grant_id TEXT NOT NULL,
    user_id  INTEGER NOT NULL,
    facts    TEXT NOT NULL,
    shown_at INTEGER NOT NULL,
    used     INTEGER NOT NULL DEFAULT 0
);

CREATE TABLE grants (
    grant_id   TEXT PRIMARY KEY,
    request    TEXT NOT NULL,
    approval   TEXT NOT NULL,
    account_id INTEGER NOT NULL UNIQUE REFERENCES users (id),
    until      INTEGER NOT NULL,
    seen_at    INTEGER,
    screen     TEXT,
    told_at    INTEGER,
    told       TEXT,
    ended_at   INTEGER,
    ended_why  TEXT,
    sweep      TEXT
);
CREATE INDEX grants_open ON grants (ended_at, until);

CREATE TABLE sign_ins (
    grant_id TEXT NOT NULL REFERENCES grants (grant_id),
    at       INTEGER NOT NULL
);

-- Every page a support account opened or was refused.
CREATE TABLE page_log (
    id       INTEGER PRIMARY KEY,
    grant_id TEXT NOT NULL REFERENCES grants (grant_id),
    at       INTEGER NOT NULL,
    method   TEXT NOT NULL,
    path     TEXT NOT NULL,
    refused  INTEGER NOT NULL
);
CREATE INDEX page_log_of ON page_log (grant_id);

-- A session that ended with its grant: remembered only to say why.
CREATE TABLE ended_sessions (
    token_hash TEXT PRIMARY KEY,
    grant_id   TEXT NOT NULL
);

CREATE TABLE used_tokens (
    jti     TEXT PRIMARY KEY,
    used_at INTEGER NOT NULL
);

CREATE TABLE webhooks (
    id          TEXT PRIMARY KEY,
    received_at INTEGER NOT NULL
);

CREATE TABLE desk_events (
    seq         INTEGER PRIMARY KEY,
    body        TEXT NOT NULL,
    received_at INTEGER NOT NULL
);

CREATE TABLE outbox (
    id      INTEGER PRIMARY KEY,
    jti     TEXT NOT NULL UNIQUE,
    event   TEXT NOT NULL,
    made_at INTEGER NOT NULL,
    tries   INTEGER NOT NULL DEFAULT 0,
    sent_at INTEGER,
    refused INTEGER
);
CREATE INDEX outbox_waiting ON outbox (sent_at, id);

CREATE TABLE heads (
    seq       INTEGER PRIMARY KEY,
    hash      TEXT NOT NULL,
    jws       TEXT NOT NULL,
    signed_at INTEGER NOT NULL
);

CREATE TABLE rotations (
    rotation  TEXT PRIMARY KEY,
    login     TEXT NOT NULL COLLATE NOCASE,
    shared_at INTEGER NOT NULL,
    remind    INTEGER NOT NULL,
    closed    INTEGER NOT NULL DEFAULT 0
);
