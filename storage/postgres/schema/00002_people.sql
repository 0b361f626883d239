-- +goose Up

-- Somebody who can be written to. The address is sealed; its keyed hash finds it.
CREATE TABLE person (
    id           text COLLATE "C" PRIMARY KEY,
    address      bytea NOT NULL CONSTRAINT person_address UNIQUE,
    sealed       bytea NOT NULL,
    language     text NOT NULL,
    unreachable  boolean NOT NULL DEFAULT false,
    made_at      timestamptz NOT NULL
);

-- Staff (cán bộ, công chức). Their names are public.
CREATE TABLE staff (
    id          text COLLATE "C" PRIMARY KEY,
    name        text NOT NULL,
    unit        text NOT NULL,
    post        text NOT NULL CHECK (post IN ('officer', 'leader', 'admin')),
    person      text NOT NULL,
    on_duty     boolean NOT NULL,
    made_at     timestamptz NOT NULL,
    revoked_at  timestamptz
);

CREATE UNIQUE INDEX staff_person ON staff (person) WHERE revoked_at IS NULL;

-- Where a unit's group is.
CREATE TABLE unit_group (
    unit    text PRIMARY KEY,
    person  text NOT NULL UNIQUE
);

-- One-time invitations; the token itself is not kept.
CREATE TABLE invitation (
    token     bytea PRIMARY KEY,
    unit      text NOT NULL,
    is_group  boolean NOT NULL,
    name      text NOT NULL,
    post      text CHECK (post IN ('officer', 'leader', 'admin')),
    on_duty   boolean NOT NULL,
    until_at  timestamptz NOT NULL,
    made_at   timestamptz NOT NULL,
    used_at   timestamptz,
    used_by   text,

    CONSTRAINT invitation_for_somebody CHECK (is_group OR post IS NOT NULL),
    CONSTRAINT invitation_used_by_somebody CHECK ((used_at IS NULL) = (used_by IS NULL))
);

-- Citizens received in person (lượt tiếp công dân).
CREATE TABLE visit (
    key     text PRIMARY KEY CHECK (key <> ''),
    at      timestamptz NOT NULL,
    unit    text NOT NULL,
    staff   text,
    turns   integer NOT NULL CHECK (turns >= 0),
    people  integer NOT NULL CHECK (people >= 0),
    groups  integer NOT NULL CHECK (groups >= 0),
    kind    text,
    note    bytea
);

CREATE INDEX visit_at ON visit (at, unit);

-- The delivery ledger: every attempt to tell somebody something, and its outcome.
CREATE TABLE delivery (
    id        bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    code      text COLLATE "C" NOT NULL,
    event     text NOT NULL,
    version   integer NOT NULL,
    verb      text NOT NULL,
    audience  text NOT NULL,
    person    text NOT NULL,
    unit      text,
    urgent    boolean NOT NULL,
    at        timestamptz NOT NULL,
    outcome   text NOT NULL CHECK (outcome IN ('sent', 'unknown', 'blocked', 'refused', 'stale', 'delayed')),
    ref       bytea, -- keyed hash of person and reference
    sealed    bytea, -- the reference
    attempt   integer NOT NULL
);

CREATE INDEX delivery_code ON delivery (code, id);
CREATE INDEX delivery_ref ON delivery (ref) WHERE ref IS NOT NULL;
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON delivery EXECUTE FUNCTION append_only();

-- The card of a petition in a unit's group, and the job that will draw it next.
CREATE TABLE card (
    code    text COLLATE "C" NOT NULL,
    unit    text NOT NULL,
    sealed  bytea, -- the message's reference
    job     bigint,
    PRIMARY KEY (code, unit)
);
