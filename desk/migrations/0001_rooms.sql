-- The desk's rooms. Times are BIGINT milliseconds since 1970 (UTC), JSON is TEXT, names are TEXT.
-- The system's id is the first part of every key: tenants never meet.

CREATE TABLE systems (
    id TEXT NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    time_zone TEXT NOT NULL,
    code_hash TEXT,
    code_expires_at BIGINT,
    host_key TEXT,
    host_url TEXT,
    host_prefix TEXT,
    scopes TEXT NOT NULL DEFAULT '[]',
    approvers TEXT NOT NULL DEFAULT '[]',
    countersigned TEXT,
    countersigned_seq BIGINT,
    next_reference BIGINT NOT NULL DEFAULT 1001,
    created_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX systems_by_code ON systems (code_hash) WHERE code_hash IS NOT NULL;

CREATE TABLE origins (
    system TEXT NOT NULL REFERENCES systems (id),
    origin TEXT NOT NULL,
    PRIMARY KEY (system, origin)
);
CREATE INDEX origins_by_origin ON origins (origin);

-- Tokens that may be used once, by what they were used for.
CREATE TABLE used_tokens (
    system TEXT NOT NULL REFERENCES systems (id),
    purpose TEXT NOT NULL,
    jti TEXT NOT NULL,
    expires_at BIGINT NOT NULL,
    PRIMARY KEY (system, purpose, jti)
);
CREATE INDEX used_tokens_by_end ON used_tokens (expires_at);

CREATE TABLE reporter_sessions (
    token_hash TEXT NOT NULL PRIMARY KEY,
    system TEXT NOT NULL REFERENCES systems (id),
    person TEXT NOT NULL,
    approver BIGINT NOT NULL,
    expires_at BIGINT NOT NULL
);
CREATE INDEX reporter_sessions_by_end ON reporter_sessions (expires_at);

CREATE TABLE live_passes (
    token_hash TEXT NOT NULL PRIMARY KEY,
    session_hash TEXT NOT NULL,
    expires_at BIGINT NOT NULL
);

CREATE TABLE agents (
    id TEXT NOT NULL PRIMARY KEY,
    email TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    lead BIGINT NOT NULL,
    password_hash TEXT NOT NULL,
    key_jwk TEXT
);

CREATE TABLE agent_sessions (
    token_hash TEXT NOT NULL PRIMARY KEY,
    agent TEXT NOT NULL REFERENCES agents (id),
    expires_at BIGINT NOT NULL
);
CREATE INDEX agent_sessions_by_end ON agent_sessions (expires_at);

CREATE TABLE tickets (
    system TEXT NOT NULL REFERENCES systems (id),
    id TEXT NOT NULL,
    reference TEXT NOT NULL,
    subject TEXT NOT NULL,
    description TEXT NOT NULL,
    impact TEXT NOT NULL,
    reporter_id TEXT NOT NULL,
    reporter TEXT NOT NULL,
    lang TEXT NOT NULL,
    context TEXT NOT NULL,
    policy TEXT NOT NULL,
    verdict TEXT NOT NULL,
    due TEXT NOT NULL,
    clock_at BIGINT NOT NULL,
    answered_at BIGINT,
    state TEXT NOT NULL,
    state_name TEXT NOT NULL,
    received_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    PRIMARY KEY (system, id)
);
CREATE UNIQUE INDEX tickets_by_id ON tickets (id);
CREATE UNIQUE INDEX tickets_by_reference ON tickets (system, reference);
CREATE INDEX tickets_by_reporter ON tickets (system, reporter_id, updated_at);
CREATE INDEX tickets_by_update ON tickets (system, updated_at);
CREATE INDEX tickets_by_clock ON tickets (state_name, clock_at);

CREATE TABLE messages (
    system TEXT NOT NULL,
    ticket TEXT NOT NULL,
    seq BIGINT NOT NULL,
    id TEXT NOT NULL,
    side TEXT NOT NULL,
    author TEXT NOT NULL,
    at BIGINT NOT NULL,
    text TEXT NOT NULL,
    PRIMARY KEY (system, ticket, seq),
    FOREIGN KEY (system, ticket) REFERENCES tickets (system, id)
);

-- How far each reader has read, and when an agent last had the context before their eyes.
CREATE TABLE readers (
    system TEXT NOT NULL,
    ticket TEXT NOT NULL,
    reader TEXT NOT NULL,
    seen_seq BIGINT NOT NULL,
    context_at BIGINT,
    PRIMARY KEY (system, ticket, reader),
    FOREIGN KEY (system, ticket) REFERENCES tickets (system, id)
);

CREATE TABLE attachments (
    system TEXT NOT NULL REFERENCES systems (id),
    id TEXT NOT NULL,
    person_id TEXT NOT NULL,
    name TEXT NOT NULL,
    media_type TEXT NOT NULL,
    size BIGINT NOT NULL,
    digest TEXT NOT NULL,
    place TEXT NOT NULL,
    uploaded_at BIGINT NOT NULL,
    ticket TEXT,
    message_seq BIGINT,
    PRIMARY KEY (system, id),
    FOREIGN KEY (system, ticket) REFERENCES tickets (system, id)
);
CREATE UNIQUE INDEX attachments_by_id ON attachments (id);
CREATE INDEX attachments_by_ticket ON attachments (system, ticket);

-- What a creating call made, so that the same call again makes nothing more.
CREATE TABLE idempotency (
    system TEXT NOT NULL REFERENCES systems (id),
    caller TEXT NOT NULL,
    idempotency_key TEXT NOT NULL,
    request_hash TEXT NOT NULL,
    made TEXT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (system, caller, idempotency_key)
);

CREATE TABLE grants (
    system TEXT NOT NULL,
    id TEXT NOT NULL,
    ticket TEXT NOT NULL,
    agent TEXT NOT NULL REFERENCES agents (id),
    agent_key TEXT NOT NULL,
    reason TEXT NOT NULL,
    scopes TEXT NOT NULL,
    minutes BIGINT NOT NULL,
    asked_at BIGINT NOT NULL,
    request TEXT NOT NULL,
    state TEXT NOT NULL,
    state_name TEXT NOT NULL,
    turns_at BIGINT,
    PRIMARY KEY (system, id),
    FOREIGN KEY (system, ticket) REFERENCES tickets (system, id)
);
CREATE UNIQUE INDEX grants_by_id ON grants (id);
CREATE INDEX grants_by_ticket ON grants (system, ticket, asked_at);
CREATE INDEX grants_by_turn ON grants (turns_at) WHERE turns_at IS NOT NULL;

CREATE TABLE rotations (
    system TEXT NOT NULL,
    id TEXT NOT NULL,
    ticket TEXT NOT NULL,
    login TEXT NOT NULL,
    person TEXT,
    subject_told BIGINT NOT NULL DEFAULT 0,
    shared_at BIGINT NOT NULL,
    why TEXT NOT NULL,
    due_from BIGINT,
    reminded BIGINT NOT NULL DEFAULT 0,
    remind_at BIGINT,
    state TEXT NOT NULL,
    state_name TEXT NOT NULL,
    PRIMARY KEY (system, id),
    FOREIGN KEY (system, ticket) REFERENCES tickets (system, id)
);
CREATE INDEX rotations_by_ticket ON rotations (system, ticket);
CREATE INDEX rotations_by_login ON rotations (system, login);
CREATE INDEX rotations_by_reminder ON rotations (remind_at) WHERE remind_at IS NOT NULL;

CREATE TABLE audit_entry (
    system TEXT NOT NULL REFERENCES systems (id),
    seq BIGINT NOT NULL,
    body TEXT NOT NULL,
    prev TEXT NOT NULL,
    hash TEXT NOT NULL,
    PRIMARY KEY (system, seq)
);

-- What a host must be told, in order; undelivered until it answered 2xx or pulled beyond it.
CREATE TABLE events (
    system TEXT NOT NULL REFERENCES systems (id),
    seq BIGINT NOT NULL,
    body TEXT NOT NULL,
    delivered_at BIGINT,
    PRIMARY KEY (system, seq)
);
CREATE INDEX events_undelivered ON events (system, seq) WHERE delivered_at IS NULL;

-- Mails to send: written with their cause, in one transaction.
CREATE TABLE outbox (
    system TEXT NOT NULL REFERENCES systems (id),
    id TEXT NOT NULL,
    recipient_name TEXT NOT NULL,
    recipient TEXT NOT NULL,
    subject TEXT NOT NULL,
    body_text TEXT NOT NULL,
    body_html TEXT NOT NULL,
    written_at BIGINT NOT NULL,
    attempts BIGINT NOT NULL DEFAULT 0,
    try_at BIGINT,
    sent_at BIGINT,
    PRIMARY KEY (system, id)
);
CREATE INDEX outbox_to_send ON outbox (try_at) WHERE try_at IS NOT NULL;
