-- Every version of the policy that the desk was ever started with: what a ticket is pinned to stays
-- readable when its file is gone.

CREATE TABLE policies (
    id TEXT NOT NULL PRIMARY KEY,
    body TEXT NOT NULL
);
