-- Promises: what a system signed, the clocks of a ticket, and what happened on it.

ALTER TABLE systems ADD COLUMN policy TEXT;
ALTER TABLE systems ADD COLUMN plan TEXT;
ALTER TABLE systems ADD COLUMN installation TEXT;

ALTER TABLE tickets ADD COLUMN channel TEXT NOT NULL DEFAULT '"widget"';
ALTER TABLE tickets ADD COLUMN booked TEXT;
ALTER TABLE tickets ADD COLUMN assignee TEXT;
ALTER TABLE tickets ADD COLUMN way TEXT;
ALTER TABLE tickets ADD COLUMN plan TEXT;
ALTER TABLE tickets ADD COLUMN offer TEXT;
ALTER TABLE tickets ADD COLUMN investigation TEXT;
ALTER TABLE tickets ADD COLUMN recovery TEXT;

-- A clock for each promise; taking a ticket up again starts new ones. `look_at` is when it must be
-- looked at next: to warn, then to tell that the promise is broken.
CREATE TABLE clocks (
    system TEXT NOT NULL,
    ticket TEXT NOT NULL,
    kind TEXT NOT NULL,
    started_at BIGINT NOT NULL,
    due TEXT NOT NULL,
    due_at BIGINT NOT NULL,
    stopped_at BIGINT,
    stop TEXT,
    warned_at BIGINT,
    breached_at BIGINT,
    look_at BIGINT,
    PRIMARY KEY (system, ticket, kind, started_at),
    FOREIGN KEY (system, ticket) REFERENCES tickets (system, id)
);
CREATE INDEX clocks_by_look ON clocks (look_at) WHERE look_at IS NOT NULL;
CREATE INDEX clocks_by_due ON clocks (due_at);

INSERT INTO clocks (system, ticket, kind, started_at, due, due_at, stopped_at, stop, look_at)
SELECT system, id, '"answer"', received_at, due, received_at + CAST(json_extract(due, '$.hours') AS BIGINT) * 3600000,
       answered_at, CASE WHEN answered_at IS NULL THEN NULL ELSE '"kept"' END,
       CASE WHEN answered_at IS NULL THEN received_at ELSE NULL END
FROM tickets;

DROP INDEX tickets_by_clock;
ALTER TABLE tickets DROP COLUMN due;
ALTER TABLE tickets DROP COLUMN answered_at;
-- `clock_at` is from here on the moment at which the next running clock runs out; none runs: NULL.
ALTER TABLE tickets DROP COLUMN clock_at;
ALTER TABLE tickets ADD COLUMN clock_at BIGINT;
UPDATE tickets SET clock_at = (SELECT MIN(due_at) FROM clocks c
    WHERE c.system = tickets.system AND c.ticket = tickets.id AND c.stopped_at IS NULL);
CREATE INDEX tickets_by_clock ON tickets (state_name, clock_at);

-- What happened on a ticket, for both sides to see.
CREATE TABLE timeline (
    system TEXT NOT NULL,
    ticket TEXT NOT NULL,
    seq BIGINT NOT NULL,
    at BIGINT NOT NULL,
    actor TEXT NOT NULL,
    what TEXT NOT NULL,
    detail TEXT NOT NULL,
    PRIMARY KEY (system, ticket, seq),
    FOREIGN KEY (system, ticket) REFERENCES tickets (system, id)
);
CREATE INDEX tickets_by_month ON tickets (received_at);
