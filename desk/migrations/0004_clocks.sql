-- What the month's report and the queue read, each by an index of its own.
CREATE INDEX timeline_by_moment ON timeline (what, at);
CREATE INDEX tickets_by_next_clock ON tickets (clock_at) WHERE clock_at IS NOT NULL;
CREATE INDEX tickets_by_state ON tickets (state_name, updated_at);
DROP INDEX tickets_by_clock;
