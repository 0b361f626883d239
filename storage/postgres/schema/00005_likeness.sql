-- +goose Up

-- By what a petition's matter is known again (đơn trùng): keyed hashes alone, no
-- word and no name. They are made at filing and never change.
CREATE TABLE likeness (
    n          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    code       text COLLATE "C" NOT NULL CONSTRAINT likeness_code UNIQUE REFERENCES petition,
    signature  bytea NOT NULL
);

-- What signatures are looked up by, some 25 to a petition: parts of the text, papers,
-- who wrote. The newest of a key are read first, so that a letter that thousands have
-- sent is found as fast as any other. n has no foreign key: a row is written in one
-- statement with its signature, and 25 checks would cost more than all else.
CREATE TABLE likeness_key (
    key  bigint NOT NULL,
    n    bigint NOT NULL,
    PRIMARY KEY (key, n)
);
