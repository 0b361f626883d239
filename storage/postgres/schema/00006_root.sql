-- +goose Up

-- The signed daily root: what all events came to on a day. Each one continues the
-- one before it, so that whoever keeps the last one can tell whether anything was
-- changed or taken away since the first.
CREATE TABLE root (
    n          bigint PRIMARY KEY CHECK (n >= 1),
    day        date NOT NULL UNIQUE,   -- of Vietnam, on which it was made
    at         timestamptz NOT NULL,
    through    bigint NOT NULL,        -- the last event that it covers
    events     bigint NOT NULL,        -- from the first one on
    petitions  bigint NOT NULL,
    prev       bytea NOT NULL,         -- hash of the root before it; empty for the first
    digest     bytea NOT NULL,         -- of the events since then
    signer     text NOT NULL,          -- a short name of the public key
    signature  bytea NOT NULL
);

CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON root EXECUTE FUNCTION append_only();

-- What is sealed in an append-only table may be sealed anew with another key, and
-- nothing else: the columns named by the trigger may change, one that holds nothing
-- stays empty, and only a transaction that says so may do it. The words themselves
-- cannot change unnoticed: the chain runs over their digests.
-- +goose StatementBegin
CREATE FUNCTION reseal_only() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    held text;
BEGIN
    IF coalesce(current_setting('tiepdan.reseal', true), '') <> 'on'
       OR to_jsonb(NEW) - TG_ARGV::text[] IS DISTINCT FROM to_jsonb(OLD) - TG_ARGV::text[] THEN
        RAISE EXCEPTION 'table % is append-only', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    FOREACH held IN ARRAY TG_ARGV LOOP
        IF (to_jsonb(NEW) -> held = 'null') IS DISTINCT FROM (to_jsonb(OLD) -> held = 'null') THEN
            RAISE EXCEPTION 'table % is append-only', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';
        END IF;
    END LOOP;
    RETURN NEW;
END $$;
-- +goose StatementEnd

DROP TRIGGER append_only ON event;
CREATE TRIGGER append_only BEFORE DELETE OR TRUNCATE ON event EXECUTE FUNCTION append_only();
CREATE TRIGGER reseal_only BEFORE UPDATE ON event FOR EACH ROW EXECUTE FUNCTION reseal_only('reason', 'text', 'amends');

DROP TRIGGER append_only ON delivery;
CREATE TRIGGER append_only BEFORE DELETE OR TRUNCATE ON delivery EXECUTE FUNCTION append_only();
CREATE TRIGGER reseal_only BEFORE UPDATE ON delivery FOR EACH ROW EXECUTE FUNCTION reseal_only('sealed');

-- Old checkpoints are found by their age.
CREATE INDEX draft_at ON draft (at);
