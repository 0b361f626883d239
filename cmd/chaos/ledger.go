package main

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"

	"tiepdan/bot"
	"tiepdan/bot/simulator"
	"tiepdan/triage"
)

// ledger is everything that is kept, as it stands at the end of a run.
type ledger struct {
	petitions  map[triage.Code]*kept
	events     []event
	deliveries []triage.Delivery
	jobs       []job
	people     map[int64]triage.PersonID // by user
	users      map[triage.PersonID]int64
	roster     triage.Roster
	read       map[string]bool // code and staff of every reading that was logged
	calls      []simulator.Call
}

// kept is one petition with what was written.
type kept struct {
	triage.Petition
	story     string
	more      string // words of later events
	elsewhere string // words that stand in other answers
	files     int
	committed time.Time // of the filing
}

type event struct {
	code       triage.Code
	key        string
	verb       triage.Verb
	staff      triage.StaffID
	person     triage.PersonID
	version    int
	at         time.Time
	worded     bool // it carries words or a reason
	to         string
	rule       string
	confirmed  time.Time // commit
	fromStatus string
}

type job struct {
	kind, state string
	notice      triage.Notice
	attempt     int
}

// readLedger reads all of it, past every proxy.
func (w *world) readLedger(ctx context.Context) (*ledger, error) {
	l := &ledger{petitions: map[triage.Code]*kept{}, people: map[int64]triage.PersonID{}, users: map[triage.PersonID]int64{}, read: map[string]bool{}}
	l.calls = w.sim.Log()
	w.db.Reset() // its connections may be of a server that was stopped
	for _, part := range []func(context.Context, *ledger) error{w.readPeople, w.readEvents, w.readPetitions, w.readJobs, w.readReadings} {
		if err := part(ctx, l); err != nil {
			return nil, fmt.Errorf("read the ledger: %w", err)
		}
	}
	return l, nil
}

func (w *world) readPeople(ctx context.Context, l *ledger) (err error) {
	everybody := make([]int64, 0, len(w.citizens))
	for _, c := range w.citizens {
		everybody = append(everybody, c.p.ID())
	}
	for _, o := range w.offices {
		for _, h := range o.officers {
			everybody = append(everybody, h.p.ID())
		}
		everybody = append(everybody, o.leader.p.ID())
	}
	for _, user := range everybody {
		p, err := w.store.Person(ctx, bot.Address(w.bot.ID(), user), "vi")
		if err != nil {
			return err
		}
		l.people[user], l.users[p.ID] = p.ID, user
	}
	l.roster, err = w.store.Roster(ctx)
	return err
}

func (w *world) readEvents(ctx context.Context, l *ledger) error {
	rows, err := w.db.Query(ctx, `
		SELECT code, key, verb, coalesce(staff, ''), coalesce(person, ''), version, at, text IS NOT NULL OR reason IS NOT NULL,
		       coalesce(destination, to_unit, ''), coalesce(rule, ''), pg_xact_commit_timestamp(xmin), coalesce(from_status, '')
		  FROM event
		 ORDER BY seq`)
	if err != nil {
		return err
	}
	l.events, err = pgx.CollectRows(rows, func(row pgx.CollectableRow) (event, error) {
		var e event
		err := row.Scan(&e.code, &e.key, &e.verb, &e.staff, &e.person, &e.version, &e.at, &e.worded, &e.to, &e.rule, &e.confirmed, &e.fromStatus)
		return e, err
	})
	return err
}

// readPetitions opens every petition as the citizen who filed it.
func (w *world) readPetitions(ctx context.Context, l *ledger) error {
	for _, e := range l.events {
		if e.verb != triage.FileIt {
			continue
		}
		p, err := w.store.Petition(ctx, e.code)
		if err != nil {
			return err
		}
		d, err := w.store.Dossier(ctx, e.code, triage.Actor{Person: p.Filer})
		if err != nil {
			return err
		}
		k := &kept{Petition: p, story: d.Words.Story, files: len(d.Files), committed: e.confirmed}
		var more []string
		for _, e := range d.Events {
			more = append(more, e.Text)
		}
		k.more = strings.Join(more, "\n")
		k.elsewhere = fmt.Sprint(d.Words.Against, d.Words.Place, d.Words.Paper, d.Words.Settled, d.Identity)
		l.petitions[e.code] = k
		sent, err := w.store.Deliveries(ctx, e.code)
		if err != nil {
			return err
		}
		l.deliveries = append(l.deliveries, sent...)
	}
	return nil
}

func (w *world) readJobs(ctx context.Context, l *ledger) error {
	rows, err := w.db.Query(ctx, `SELECT kind, state::text, args, attempt FROM river_job WHERE kind IN ('tell', 'card')`)
	if err != nil {
		return err
	}
	l.jobs, err = pgx.CollectRows(rows, func(row pgx.CollectableRow) (job, error) {
		var j job
		var args []byte
		if err := row.Scan(&j.kind, &j.state, &args, &j.attempt); err != nil {
			return j, err
		}
		return j, json.Unmarshal(args, &j.notice)
	})
	return err
}

func (w *world) readReadings(ctx context.Context, l *ledger) error {
	rows, err := w.db.Query(ctx, `SELECT DISTINCT code || ' ' || coalesce(staff, '') FROM read_log`)
	if err != nil {
		return err
	}
	all, err := pgx.CollectRows(rows, pgx.RowTo[string])
	for _, one := range all {
		l.read[one] = true
	}
	return err
}
