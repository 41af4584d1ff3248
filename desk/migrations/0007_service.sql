-- What is promised to a system beside single tickets: maintenance told ahead, availability, terms.

-- People who are written to beside those who may approve access.
CREATE TABLE contacts (
    system TEXT NOT NULL REFERENCES systems (id),
    email TEXT NOT NULL,
    name TEXT NOT NULL,
    lang TEXT NOT NULL,
    PRIMARY KEY (system, email)
);

-- Windows. `look_at` is when one must be looked at next: to remind of it, when it begins, when it ends.
CREATE TABLE maintenance (
    system TEXT NOT NULL REFERENCES systems (id),
    id TEXT NOT NULL,
    from_at BIGINT NOT NULL,
    until_at BIGINT NOT NULL,
    text TEXT NOT NULL,
    planned_by TEXT NOT NULL,
    planned_at BIGINT NOT NULL,
    short_notice BIGINT NOT NULL,
    told_at BIGINT,
    remind_at BIGINT,
    cancelled_at BIGINT,
    look_at BIGINT,
    PRIMARY KEY (system, id)
);
CREATE UNIQUE INDEX maintenance_by_id ON maintenance (id);
CREATE INDEX maintenance_by_end ON maintenance (system, until_at);
CREATE INDEX maintenance_by_look ON maintenance (look_at) WHERE look_at IS NOT NULL;

-- Stretches in which the desk looked whether a system answers, each as long as it looked without a
-- pause; `failed_at` is since when it does not answer. What lies between two of them nobody knows.
CREATE TABLE watches (
    system TEXT NOT NULL REFERENCES systems (id),
    from_at BIGINT NOT NULL,
    until_at BIGINT NOT NULL,
    failed_at BIGINT,
    PRIMARY KEY (system, from_at)
);

-- Stretches in which it did not answer; one that goes on has no end. Leads are told once.
CREATE TABLE outages (
    system TEXT NOT NULL REFERENCES systems (id),
    from_at BIGINT NOT NULL,
    until_at BIGINT,
    told_at BIGINT,
    PRIMARY KEY (system, from_at)
);

-- Which end of a term people were told of, at how many days before it.
CREATE TABLE term_notices (
    system TEXT NOT NULL REFERENCES systems (id),
    kind TEXT NOT NULL,
    ends_on TEXT NOT NULL,
    days BIGINT NOT NULL,
    told_at BIGINT NOT NULL,
    PRIMARY KEY (system, kind, ends_on, days)
);
-- When a system's terms must be looked at next.
ALTER TABLE systems ADD COLUMN terms_at BIGINT NOT NULL DEFAULT 0;
CREATE INDEX systems_by_terms ON systems (terms_at);
