package postgres

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5"

	"tiepdan/triage"
)

// eventRow is an event as the table keeps it.
type eventRow struct {
	triage.Event
	facts                []byte // JSON, byte for byte
	reason, text, amends []byte // sealed
	digests              [3][]byte
	prevHash, hash       []byte
}

const eventColumns = `
	code, key, opening, version, verb, staff, person, at, from_status, to_status, outcome, unit, to_unit, owner,
	disposition, rule, destination, reason, text, amends, reason_digest, text_digest, amends_digest, internal,
	facts, rating, prev_hash, hash`

func (r *eventRow) fields() []any {
	e := &r.Event
	return []any{
		&e.Code, &e.Key, &e.Opening, &e.Version, &e.Verb, null(&e.Actor.Staff), null(&e.Actor.Person), &e.At,
		null(&e.From), &e.To, null(&e.Outcome), &e.Unit, null(&e.ToUnit), null(&e.Owner),
		null(&e.Disposition), null(&e.Rule), null(&e.Destination), &r.reason, &r.text, &r.amends,
		&r.digests[0], &r.digests[1], &r.digests[2], &e.Internal,
		&r.facts, &e.Rating, &r.prevHash, &r.hash,
	}
}

// insertEvent writes an event with its flows: one statement, so that a flow can
// name its event. shareWeek goes before it.
const insertEvent = `
	WITH e AS (
		INSERT INTO event (` + eventColumns + `)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22,
		        $23, $24, $25, $26, $27, $28)
		RETURNING seq, at
	), f AS (
		INSERT INTO flow (event, n, at, unit, track, what, kind, disposition, on_time)
		SELECT e.seq, u.n, e.at, u.unit, u.track, u.what, u.kind, u.disposition, u.on_time
		  FROM e, unnest($29::text[], $30::text[], $31::text[], $32::text[], $33::text[], $34::boolean[])
		          WITH ORDINALITY AS u (unit, track, what, kind, disposition, on_time, n)
		RETURNING id, at
	), l AS (
		INSERT INTO late (at, booked, flow)
		SELECT f.at, greatest(clock_timestamp(), w.starts), f.id FROM f JOIN open_week w ON f.at < w.starts
	)
	INSERT INTO flow_fresh (flow) SELECT id FROM f`

// sealEvent seals an event and chains it after the one whose hash is prev.
func (s *Store) sealEvent(e triage.Event, prev []byte) (*eventRow, error) {
	if e.Key == "" {
		return nil, errors.New("append an event: it has no key")
	}
	r := &eventRow{Event: e, prevHash: prev, digests: s.digests(&e)}
	for _, c := range r.words() {
		var err error
		if *c.sealed, err = s.seal([]byte(*c.plain), eventPlace(&e, c.column)); err != nil {
			return nil, fmt.Errorf("append an event: %w", err)
		}
	}
	if e.Facts != nil {
		var err error
		if r.facts, err = json.Marshal(e.Facts); err != nil {
			return nil, fmt.Errorf("append an event: %w", err)
		}
	}
	r.hash = s.chain(r)
	return r, nil
}

// sealedWords is one sealed column of an event, with what it holds.
type sealedWords struct {
	column string
	plain  *string
	sealed *[]byte
}

func (r *eventRow) words() []sealedWords {
	return []sealedWords{{"reason", &r.Reason, &r.reason}, {"text", &r.Text, &r.text}, {"amends", &r.Amends, &r.amends}}
}

// queueEvent writes a sealed event, its flows, and the files that came with it.
func (s *Store) queueEvent(batch *pgx.Batch, r *eventRow, files []triage.Attachment, fetch *[]fetchArgs) error {
	flows := r.Flows
	batch.Queue(insertEvent, append(r.fields(),
		each(flows, func(f triage.Flow) string { return string(f.Unit) }),
		each(flows, func(f triage.Flow) string { return string(f.Track) }),
		each(flows, func(f triage.Flow) string { return string(f.What) }),
		each(flows, func(f triage.Flow) string { return string(f.Kind) }),
		each(flows, func(f triage.Flow) string { return string(f.Disposition) }),
		each(flows, func(f triage.Flow) bool { return f.OnTime }),
	)...)
	if err := s.queueMessages(batch, &r.Event); err != nil {
		return err
	}
	for i, file := range files {
		if err := s.queueAttachment(batch, &r.Event, i, file, fetch); err != nil {
			return err
		}
	}
	return nil
}

// laterMessages is where the messages of replies begin to be numbered, so many to
// an event: beyond every message of the story.
const laterMessages = 1000

// queueMessages notes where a citizen's later words were written, so that an edit of
// them finds the petition.
func (s *Store) queueMessages(batch *pgx.Batch, e *triage.Event) error {
	for i, m := range e.Messages {
		n := laterMessages*e.Version + i
		sealed, err := s.sealJSON(m, messagePlace(e.Code, n))
		if err != nil {
			return err
		}
		batch.Queue(`INSERT INTO message (code, n, ref, sealed) VALUES ($1, $2, $3, $4)`, e.Code, n, s.refKey(e.Actor.Person, m.Ref), sealed)
	}
	return nil
}

// eventPlace names a sealed column of an event. Its version is known before its seq.
func eventPlace(e *triage.Event, column string) place {
	return place{"event", column, fmt.Sprintf("%s/%d", e.Code, e.Version)}
}

// events reads the events of a petition in order, with words, files and flows.
func (s *Store) events(ctx context.Context, q querier, code triage.Code) ([]triage.Event, error) {
	rows, err := s.eventRows(ctx, q, code)
	if err != nil {
		return nil, err
	}
	for i := range rows {
		if err := s.openEvent(&rows[i]); err != nil {
			return nil, err
		}
	}
	files, err := s.attachments(ctx, q, code)
	if err != nil {
		return nil, err
	}
	events := each(rows, func(r eventRow) triage.Event { return r.Event })
	for i := range events {
		for _, f := range files {
			if f.version == events[i].Version {
				events[i].Files = append(events[i].Files, f.Attachment)
			}
		}
	}
	return events, nil
}

func (s *Store) openEvent(r *eventRow) error {
	for _, c := range r.words() {
		plain, err := s.open(*c.sealed, eventPlace(&r.Event, c.column))
		if err != nil {
			return err
		}
		*c.plain = string(plain)
	}
	if r.facts != nil {
		r.Facts = new(triage.Facts)
		if err := json.Unmarshal(r.facts, r.Facts); err != nil {
			return fmt.Errorf("read the facts of an event: %w", err)
		}
	}
	return nil
}

// eventRows reads the events of petitions with their flows, still sealed, petition
// by petition.
func (s *Store) eventRows(ctx context.Context, q querier, codes ...triage.Code) ([]eventRow, error) {
	rows, err := q.Query(ctx, `SELECT`+eventColumns+` FROM event WHERE code = ANY ($1) ORDER BY code, version`, codes)
	if err != nil {
		return nil, err
	}
	found, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (eventRow, error) {
		var r eventRow
		err := row.Scan(r.fields()...)
		return r, err
	})
	if err != nil {
		return nil, err
	}
	rows, err = q.Query(ctx, `
		SELECT e.code, e.version, f.unit, f.track, f.what, f.kind, f.disposition, f.on_time
		  FROM flow f JOIN event e ON e.seq = f.event
		 WHERE e.code = ANY ($1)
		 ORDER BY e.code, e.version, f.n`, codes)
	if err != nil {
		return nil, err
	}
	type place struct {
		code    triage.Code
		version int
	}
	at := make(map[place]*eventRow, len(found))
	for i := range found {
		at[place{found[i].Code, found[i].Version}] = &found[i]
	}
	var of place
	var f triage.Flow
	_, err = pgx.ForEachRow(rows, []any{&of.code, &of.version, &f.Unit, &f.Track, &f.What, &f.Kind, &f.Disposition, &f.OnTime}, func() error {
		if r := at[of]; r != nil {
			r.Flows = append(r.Flows, f)
		}
		return nil
	})
	return found, err
}

// prior reads the events that a key has caused, without words.
func prior(ctx context.Context, q querier, key string) ([]triage.Event, error) {
	rows, err := q.Query(ctx, `SELECT`+eventColumns+` FROM event WHERE key = $1 ORDER BY seq`, key)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, func(row pgx.CollectableRow) (triage.Event, error) {
		var r eventRow
		err := row.Scan(r.fields()...)
		return r.Event, err
	})
}
