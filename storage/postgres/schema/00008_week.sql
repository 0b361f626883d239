-- +goose Up

-- The week that is open (tuần đang mở): everything before starts is closed. Whoever
-- writes shares a lock, and the freeze takes it alone; see week.go.
CREATE TABLE open_week (
    one     boolean PRIMARY KEY DEFAULT true CHECK (one),
    starts  timestamptz NOT NULL
);

-- What each week was closed with (số liệu đã chốt), one row a unit; '' is the province.
CREATE TABLE week (
    name       text COLLATE "C" NOT NULL, -- 2026-W47
    unit       text NOT NULL,
    starts     timestamptz NOT NULL,
    ends       timestamptz NOT NULL,
    figures    json NOT NULL,
    overdue    text[] NOT NULL,
    frozen_at  timestamptz NOT NULL,
    PRIMARY KEY (name, unit),
    CONSTRAINT week_has_length CHECK (starts < ends)
);

CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON week EXECUTE FUNCTION append_only();

-- What was written after the week in which it happened was closed (đính chính): it
-- counts in the weeks from booked on, and in longer periods when it happened.
CREATE TABLE late (
    id      bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at      timestamptz NOT NULL,
    booked  timestamptz NOT NULL,
    flow    bigint UNIQUE REFERENCES flow,
    visit   text UNIQUE REFERENCES visit,
    CONSTRAINT late_is CHECK (at < booked),
    CONSTRAINT late_of_one CHECK ((flow IS NULL) <> (visit IS NULL))
);

CREATE INDEX late_booked ON late (booked);
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON late EXECUTE FUNCTION append_only();
