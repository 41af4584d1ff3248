-- Agents send files too: a file is its sender's, and a person of a host is never an agent, whatever
-- the host calls them.

ALTER TABLE attachments ADD COLUMN side TEXT NOT NULL DEFAULT 'reporter';
