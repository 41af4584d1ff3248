-- Mail both ways, and the form for people who cannot get into their ERP.

ALTER TABLE outbox ADD COLUMN ticket TEXT;
-- The address that stops further letters of its topic, where people may do without them.
ALTER TABLE outbox ADD COLUMN stop TEXT;
-- Its words hold a key: they are forgotten as soon as it is handed over.
ALTER TABLE outbox ADD COLUMN sealed BIGINT NOT NULL DEFAULT 0;
ALTER TABLE outbox ADD COLUMN bounced_at BIGINT;
CREATE UNIQUE INDEX outbox_by_id ON outbox (id);
CREATE INDEX outbox_by_ticket ON outbox (system, ticket, recipient) WHERE ticket IS NOT NULL;

-- Addresses that lead answers into a ticket: one for each ticket and recipient.
CREATE TABLE reply_tokens (
    system TEXT NOT NULL,
    ticket TEXT NOT NULL,
    recipient TEXT NOT NULL,
    token TEXT NOT NULL,
    PRIMARY KEY (system, ticket, recipient),
    FOREIGN KEY (system, ticket) REFERENCES tickets (system, id)
);
CREATE UNIQUE INDEX reply_tokens_by_token ON reply_tokens (token);

-- What people said they can do without; `stopped_at` is empty while they still get it.
CREATE TABLE mail_stops (
    system TEXT NOT NULL REFERENCES systems (id),
    recipient TEXT NOT NULL,
    topic TEXT NOT NULL,
    token TEXT NOT NULL,
    lang TEXT NOT NULL,
    stopped_at BIGINT,
    PRIMARY KEY (system, recipient, topic)
);
CREATE UNIQUE INDEX mail_stops_by_token ON mail_stops (token);

-- Whose address it is, as the host vouched for it or as they proved themselves.
CREATE TABLE correspondents (
    system TEXT NOT NULL REFERENCES systems (id),
    address TEXT NOT NULL,
    person TEXT NOT NULL,
    PRIMARY KEY (system, address)
);
CREATE INDEX correspondents_by_address ON correspondents (address);
INSERT INTO correspondents (system, address, person)
SELECT system, LOWER(json_extract(reporter, '$.email')), MAX(reporter) FROM tickets
WHERE COALESCE(json_extract(reporter, '$.email'), '') <> '' AND reporter_id NOT LIKE 'call:%'
GROUP BY system, LOWER(json_extract(reporter, '$.email'));

-- Mails that were taken in. A mail stands here from the very commit that holds what it brought about.
CREATE TABLE mails_in (
    mailbox TEXT NOT NULL,
    uidvalidity BIGINT NOT NULL,
    uid BIGINT NOT NULL,
    fingerprint TEXT,
    message_id TEXT,
    sender TEXT NOT NULL,
    at BIGINT NOT NULL,
    fate TEXT NOT NULL,
    system TEXT,
    ticket TEXT,
    PRIMARY KEY (mailbox, uidvalidity, uid)
);
CREATE UNIQUE INDEX mails_in_by_fingerprint ON mails_in (fingerprint) WHERE fingerprint IS NOT NULL;
CREATE INDEX mails_in_by_sender ON mails_in (sender, at);
CREATE INDEX mails_in_by_ticket ON mails_in (system, ticket) WHERE ticket IS NOT NULL;

-- Mails that nobody could place yet. No system is in the key: to find it is the agent's work.
CREATE TABLE inbox (
    id TEXT NOT NULL PRIMARY KEY,
    at BIGINT NOT NULL,
    from_name TEXT NOT NULL,
    sender TEXT NOT NULL,
    subject TEXT NOT NULL,
    body TEXT NOT NULL,
    files TEXT NOT NULL,
    why TEXT NOT NULL,
    place TEXT NOT NULL
);
CREATE INDEX inbox_by_time ON inbox (at);

-- Requests by the form. The keys of form and page are kept hashed.
CREATE TABLE web_requests (
    system TEXT NOT NULL,
    ticket TEXT NOT NULL,
    address TEXT NOT NULL,
    once_hash TEXT NOT NULL,
    key_hash TEXT NOT NULL,
    asked_at BIGINT NOT NULL,
    verified_at BIGINT,
    PRIMARY KEY (system, ticket),
    FOREIGN KEY (system, ticket) REFERENCES tickets (system, id)
);
CREATE UNIQUE INDEX web_requests_by_once ON web_requests (system, once_hash);
CREATE UNIQUE INDEX web_requests_by_key ON web_requests (key_hash);
CREATE INDEX web_requests_by_address ON web_requests (address, asked_at);
CREATE INDEX web_requests_by_time ON web_requests (system, asked_at);
