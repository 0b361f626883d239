-- +goose Up

-- Checkpoints of conversations. owner is a keyed hash: who talks to the bot is not
-- to be read here. A row without a state is a tombstone and keeps its version.
CREATE TABLE draft (
    owner    bytea PRIMARY KEY,
    version  bigint NOT NULL,
    sealed   bytea,
    at       timestamptz NOT NULL
);

-- How often each partition of the conversation store has started empty.
CREATE TABLE epoch (
    partition  integer PRIMARY KEY,
    number     bigint NOT NULL CHECK (number >= 1)
);
