-- +goose Up

-- Days off that are decided anew every year (Tết, the day beside National Day,
-- swapped days), once an officer confirmed them. They come before the office file.
CREATE TABLE day_off (
    day           date PRIMARY KEY,
    name          text NOT NULL CHECK (name <> ''),
    source        text NOT NULL CHECK (source <> ''),
    confirmed_by  text NOT NULL CHECK (confirmed_by <> ''),
    confirmed_at  timestamptz NOT NULL
);

-- Saturdays and Sundays that are worked instead.
CREATE TABLE make_up_day (
    day           date PRIMARY KEY CHECK (extract(isodow FROM day) IN (6, 7)),
    source        text NOT NULL CHECK (source <> ''),
    confirmed_by  text NOT NULL CHECK (confirmed_by <> ''),
    confirmed_at  timestamptz NOT NULL
);
