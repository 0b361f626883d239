-- +goose Up

-- What is append-only stays as it was written, whoever holds the password.
-- +goose StatementBegin
CREATE FUNCTION append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'table % is append-only', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';
END $$;
-- +goose StatementEnd

-- One petition (đơn) as it stands now. It holds no name, no phone and no word of
-- the citizen's. calm and next_due are there so that a queue is one index scan.
CREATE TABLE petition (
    code            text COLLATE "C" PRIMARY KEY,
    opening         integer NOT NULL CHECK (opening >= 1),
    version         integer NOT NULL CHECK (version >= 1),
    unit            text NOT NULL,
    owner           text,
    filer           text,
    channel         text,
    language        text,
    status          text NOT NULL CHECK (status IN ('filed', 'claimed', 'waiting', 'proposed', 'accepted', 'suspended', 'done')),
    before          text CHECK (before IN ('filed', 'claimed', 'waiting', 'proposed', 'accepted', 'suspended', 'done')),
    outcome         text CHECK (outcome IN ('answered', 'transferred', 'demanded', 'guided', 'returned', 'split',
                                            'filed_away', 'declined', 'withdrawn', 'merged', 'lapsed')),
    standing        text NOT NULL CHECK (standing IN ('received', 'unsigned')),
    kind            text NOT NULL CHECK (kind IN ('complaint', 'denunciation', 'crime_report', 'surrender', 'cassation',
                                                  'compensation', 'suggestion', 'request', 'misdirected_appeal',
                                                  'misdirected_lawsuit', 'mixed', 'other')),
    confidential    boolean NOT NULL,
    restricted      boolean NOT NULL,
    about           text[] NOT NULL,
    commune         text,
    facts           jsonb NOT NULL,
    decision        jsonb NOT NULL,
    first_decision  jsonb NOT NULL,
    proposed        text,
    approved        text,
    filed_at        timestamptz NOT NULL,
    received_at     timestamptz,
    claimed_at      timestamptz,
    accepted_at     timestamptz,
    processed_at    timestamptz,
    done_at         timestamptz,
    withdraw_ask    boolean NOT NULL,
    contest_ask     boolean NOT NULL,
    parent          text COLLATE "C" REFERENCES petition,
    merged_into     text COLLATE "C" REFERENCES petition,
    links           text[] NOT NULL,
    children        text[] NOT NULL,
    last_move       jsonb NOT NULL,
    calm            boolean NOT NULL,
    next_due        timestamptz NOT NULL, -- of its obligations that run; infinity where none does
    head            bytea NOT NULL,       -- hash of its last event

    CONSTRAINT petition_done_has_outcome CHECK ((status = 'done') = (outcome IS NOT NULL)),
    CONSTRAINT petition_done_has_time CHECK ((status = 'done') = (done_at IS NOT NULL)),
    CONSTRAINT petition_received_has_time CHECK ((standing = 'received') = (received_at IS NOT NULL)),
    CONSTRAINT petition_filed_has_no_owner CHECK (status <> 'filed' OR owner IS NULL),
    CONSTRAINT petition_held_has_owner CHECK (status IN ('filed', 'done') OR owner IS NOT NULL),
    CONSTRAINT petition_accepted_has_time CHECK (status NOT IN ('accepted', 'suspended') OR accepted_at IS NOT NULL),
    CONSTRAINT petition_merged_somewhere CHECK (coalesce(outcome = 'merged', false) = (merged_into IS NOT NULL)),
    CONSTRAINT petition_not_in_itself CHECK (merged_into <> code AND parent <> code),
    CONSTRAINT petition_not_by_complained_of CHECK (owner IS NULL OR NOT owner = ANY (about))
);

CREATE INDEX petition_queue ON petition (unit, calm, next_due, code) WHERE status <> 'done';
CREATE INDEX petition_owner ON petition (owner, calm, next_due, code) WHERE status <> 'done';
CREATE INDEX petition_owed ON petition (unit, calm, next_due, code) WHERE next_due < 'infinity';
CREATE INDEX petition_filer ON petition (filer);
CREATE INDEX petition_parent ON petition (parent) WHERE parent IS NOT NULL;
CREATE INDEX petition_merged ON petition (merged_into) WHERE merged_into IS NOT NULL;

-- What happened (diễn biến), one row an event. reason, text and amends are sealed;
-- the chain runs over their keyed digests, so that it survives a change of keys.
CREATE TABLE event (
    seq            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    code           text COLLATE "C" NOT NULL REFERENCES petition,
    key            text NOT NULL CHECK (key <> ''),
    opening        integer NOT NULL,
    version        integer NOT NULL,
    verb           text NOT NULL CHECK (verb <> ''),
    staff          text,
    person         text,
    at             timestamptz NOT NULL,
    from_status    text,
    to_status      text NOT NULL,
    outcome        text,
    unit           text NOT NULL,
    to_unit        text,
    owner          text,
    disposition    text,
    rule           text,
    destination    text,
    reason         bytea,
    text           bytea,
    amends         bytea,
    reason_digest  bytea,
    text_digest    bytea,
    amends_digest  bytea,
    internal       boolean NOT NULL,
    facts          json, -- not jsonb: the chain runs over these very bytes
    rating         smallint CHECK (rating BETWEEN 0 AND 5),
    prev_hash      bytea NOT NULL,
    hash           bytea NOT NULL,

    CONSTRAINT event_key UNIQUE (key, code),
    CONSTRAINT event_version UNIQUE (code, version)
);

-- A draft is filed once, whatever code was drawn for it.
CREATE UNIQUE INDEX event_filed_once ON event (key) WHERE verb = 'file';

CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON event EXECUTE FUNCTION append_only();

-- What is owed by a date (nghĩa vụ, thời hạn), apart from status. next_warning is
-- the moment of the next warning that was not given yet.
CREATE TABLE obligation (
    code          text COLLATE "C" NOT NULL REFERENCES petition,
    id            text COLLATE "C" NOT NULL,
    n             smallint NOT NULL, -- its place in the petition's list
    opening       integer NOT NULL,
    clock         text NOT NULL,
    step          text NOT NULL,
    starts        text NOT NULL, -- the kind of moment that starts the clock
    from_at       timestamptz NOT NULL,
    due           timestamptz NOT NULL,
    last_day      date,
    unit          text NOT NULL, -- h, d, wd, m
    amount        integer NOT NULL,
    basis         text NOT NULL,
    skip          jsonb,
    closed_at     timestamptz,
    closed_by     text,
    paused_at     timestamptz,
    warned        smallint NOT NULL CHECK (warned BETWEEN 0 AND 100),
    next_warning  timestamptz,

    PRIMARY KEY (code, id),
    CONSTRAINT obligation_closed_by_somebody CHECK ((closed_at IS NULL) = (closed_by IS NULL)),
    CONSTRAINT obligation_closed_does_not_pause CHECK (closed_at IS NULL OR paused_at IS NULL)
);

CREATE INDEX obligation_warning ON obligation (next_warning)
    WHERE closed_at IS NULL AND paused_at IS NULL AND next_warning IS NOT NULL;
CREATE INDEX obligation_open ON obligation (due) WHERE closed_at IS NULL;
CREATE INDEX obligation_late ON obligation (closed_at) WHERE closed_at > due;

-- Who wrote (danh tính), sealed; found again by keyed hashes.
CREATE TABLE identity (
    code       text COLLATE "C" PRIMARY KEY REFERENCES petition,
    sealed     bytea NOT NULL,
    phone      bytea,
    id_number  bytea,
    name       bytea,
    name_end   bytea -- the last two syllables
);

CREATE INDEX identity_phone ON identity (phone) WHERE phone IS NOT NULL;
CREATE INDEX identity_id_number ON identity (id_number) WHERE id_number IS NOT NULL;
CREATE INDEX identity_name ON identity (name) WHERE name IS NOT NULL;
CREATE INDEX identity_name_end ON identity (name_end) WHERE name_end IS NOT NULL;

-- What was written (nội dung), and its first letters for a list.
CREATE TABLE content (
    code    text COLLATE "C" PRIMARY KEY REFERENCES petition,
    sealed  bytea NOT NULL
);

CREATE TABLE summary (
    code    text COLLATE "C" PRIMARY KEY REFERENCES petition,
    sealed  bytea NOT NULL
);

-- The messages that made up the story, with their versions.
CREATE TABLE message (
    code    text COLLATE "C" NOT NULL REFERENCES petition,
    n       integer NOT NULL,
    ref     bytea NOT NULL, -- keyed hash of person and reference
    sealed  bytea NOT NULL,
    PRIMARY KEY (code, n)
);

CREATE INDEX message_ref ON message (ref);

-- Photos and files (tài liệu kèm theo). The bytes are sealed in chunks.
CREATE TABLE attachment (
    id       bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    code     text COLLATE "C" NOT NULL REFERENCES petition,
    version  integer NOT NULL, -- of the event it came with
    n        smallint NOT NULL,
    event    text NOT NULL,
    sealed   bytea NOT NULL,   -- source, name, caption
    sha256   text,
    size     bigint,
    failed   text,

    CONSTRAINT attachment_place UNIQUE (code, version, n),
    CONSTRAINT attachment_one_end CHECK (sha256 IS NULL OR failed IS NULL)
);

CREATE TABLE blob (
    attachment  bigint NOT NULL REFERENCES attachment,
    n           integer NOT NULL,
    sealed      bytea NOT NULL,
    PRIMARY KEY (attachment, n)
);

-- Sealed bytes do not shrink: trying to costs time.
ALTER TABLE blob ALTER COLUMN sealed SET STORAGE EXTERNAL;

-- Who opened what (P10).
CREATE TABLE read_log (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at          timestamptz NOT NULL,
    code        text COLLATE "C" NOT NULL REFERENCES petition,
    staff       text,
    person      text,
    what        text NOT NULL CHECK (what IN ('dossier', 'identity', 'file', 'summary')),
    attachment  bigint
);

CREATE INDEX read_log_code ON read_log (code, id);
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON read_log EXECUTE FUNCTION append_only();
