-- +goose Up

-- What events do to the figures (DESIGN §8), one row a count.
CREATE TABLE flow (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    event        bigint NOT NULL REFERENCES event,
    n            smallint NOT NULL, -- its place in the event's list
    at           timestamptz NOT NULL,
    unit         text NOT NULL,
    track        text NOT NULL CHECK (track IN ('petition', 'crime')),
    what         text NOT NULL CHECK (what IN ('received', 'reopened', 'moved_in', 'moved_out', 'processed', 'removed',
                                               'accepted', 'answered', 'unaccepted', 'supervision_open', 'supervision_done',
                                               'crime_settled', 'crime_elsewhere', 'unsigned', 'unsigned_closed')),
    kind         text NOT NULL,
    disposition  text NOT NULL,
    on_time      boolean NOT NULL,

    CONSTRAINT flow_place UNIQUE (event, n)
);

CREATE INDEX flow_at ON flow (at);
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON flow EXECUTE FUNCTION append_only();

-- Flows that no sum holds yet. Writers add rows here, and never share a sum's row.
CREATE TABLE flow_fresh (
    flow  bigint PRIMARY KEY
);

-- Sums of folded flows by day and by month of Vietnam, so that the opening balance
-- of a week does not read ten years of flows.
CREATE TABLE flow_sum (
    grain        text NOT NULL CHECK (grain IN ('day', 'month')),
    start        date NOT NULL,
    unit         text NOT NULL,
    track        text NOT NULL,
    what         text NOT NULL,
    kind         text NOT NULL,
    disposition  text NOT NULL,
    on_time      boolean NOT NULL,
    n            bigint NOT NULL CHECK (n > 0),
    PRIMARY KEY (grain, start, unit, track, what, kind, disposition, on_time)
);
