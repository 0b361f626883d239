package main

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"

	"tiepdan/triage"
)

// checkSecrets holds P9: nothing that a citizen wrote, and nothing of who they are,
// stands in a log, a metric, a group, or unsealed in any column.
func (v *verdict) checkSecrets(ctx context.Context) error {
	held := func(where, text string) {
		for _, canary := range append(canaries(), token, secret) {
			if n := strings.Count(text, canary); n > 0 {
				v.counts["found"] += n
				v.breach("P9", "%s holds %q %d times", where, canary, n)
			}
		}
		for _, number := range canaryNumbers() {
			if n := len(regexp.MustCompile(number).FindAllString(text, -1)); n > 0 {
				v.counts["found"] += n
				v.breach("P9", "%s holds what looks like %s %d times", where, number, n)
			}
		}
	}
	held("the log", v.w.logs.String())
	for _, o := range v.w.offices {
		for _, m := range o.group.Messages() {
			if m.From != nil && m.From.IsBot {
				held("the group of "+string(o.unit), fmt.Sprint(m.Words(), m.Inline))
			}
		}
	}
	for _, r := range v.w.replicas {
		_, admin := r.addresses()
		text, err := fetch(ctx, "http://"+admin+"/metrics")
		if err != nil {
			return err
		}
		held("/metrics", text)
	}
	tables, err := v.w.strings(ctx, `SELECT table_name FROM information_schema.tables WHERE table_schema = 'public' AND table_type = 'BASE TABLE'`)
	if err != nil {
		return err
	}
	for _, table := range tables {
		look := func(what, where string) error {
			n, err := v.w.count(ctx, `SELECT count(*) FROM `+pgx.Identifier{table}.Sanitize()+` AS t WHERE `+where, what)
			if n > 0 {
				v.counts["found"] += n
				v.breach("P9", "the table %s holds %q in %d rows", table, what, n)
			}
			return err
		}
		for _, canary := range canaries() {
			if err := look(canary, `strpos(t::text, $1) > 0 OR strpos(t::text, replace(encode(convert_to($1, 'UTF8'), 'escape'), '\\', '\\\\')) > 0`); err != nil {
				return err
			}
		}
		for _, number := range canaryNumbers() {
			if err := look(number, `t::text ~ $1`); err != nil {
				return err
			}
		}
	}
	return nil
}

func fetch(ctx context.Context, url string) (string, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return "", err
	}
	answer, err := http.DefaultClient.Do(req)
	if err != nil {
		return "", fmt.Errorf("read %s: %w", url, err)
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	return string(text), err
}

func (w *world) strings(ctx context.Context, sql string) ([]string, error) {
	rows, err := w.db.Query(ctx, sql)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, pgx.RowTo[string])
}

func (w *world) count(ctx context.Context, sql string, args ...any) (n int, err error) {
	err = w.db.QueryRow(ctx, sql, args...).Scan(&n)
	return n, err
}

// laws are promises that a question to the ledger can tell of: each names the
// petitions that break one.
func laws() []struct{ promise, what, sql string } {
	return []struct{ promise, what, sql string }{
		{"P2", "was filed more than once under one key", `SELECT min(code) FROM event WHERE verb = 'file' GROUP BY key HAVING count(*) > 1`},
		{"P2", "holds one update's effect twice", `SELECT code FROM event GROUP BY code, key HAVING count(*) > 1`},
		{"P12", "names no rule or no law", `SELECT code FROM petition WHERE coalesce(decision->>'rule', '') = '' OR coalesce(jsonb_typeof(decision->'basis'), '') <> 'array' OR decision->'basis' = '[]'`},
		{"P12", "has lost what the table said first", `SELECT p.code FROM petition p JOIN event e USING (code) WHERE e.verb = 'file' AND p.first_decision->>'rule' IS DISTINCT FROM e.rule`},
		{"P14", "has a clock that was started anew", `SELECT o.code FROM obligation o JOIN petition p USING (code)
			WHERE o.starts = 'receipt' AND o.opening = 1 AND abs(extract(epoch FROM o.from_at - p.received_at)) > 1`},
		{"P14", "has a clock that stands still without a reason", `SELECT o.code FROM obligation o JOIN petition p USING (code)
			WHERE o.paused_at IS NOT NULL AND p.status NOT IN ('waiting', 'suspended')`},
		{"P15", "ended elsewhere without saying where or why", `SELECT p.code FROM petition p
			WHERE p.outcome IN ('transferred', 'demanded', 'guided', 'returned', 'filed_away', 'declined')
			  AND NOT EXISTS (SELECT FROM event e WHERE e.code = p.code AND (
			      e.verb IN ('transfer', 'demand') AND e.destination IS NOT NULL OR
			      e.verb = 'guide' AND e.text IS NOT NULL OR
			      e.verb IN ('send_back', 'file_away', 'decline') AND e.reason IS NOT NULL))`},
		{"P17", "was handled by whom it is about", `SELECT p.code FROM petition p JOIN event e USING (code) WHERE e.staff = ANY (p.about) OR p.owner = ANY (p.about)`},
	}
}

// checkLedger asks the ledger about what it alone can tell, and holds the figures to
// the petitions (P11) and the events to their chain.
func (v *verdict) checkLedger(ctx context.Context) error {
	for _, law := range laws() {
		codes, err := v.w.strings(ctx, law.sql)
		if err != nil {
			return fmt.Errorf("%s: %w", law.what, err)
		}
		for _, code := range codes {
			v.breach(law.promise, "%s %s", code, law.what)
		}
	}
	for code, k := range v.ledger.petitions {
		if err := v.w.store.Verify(ctx, code); err != nil {
			v.breach("P4", "the events of %s are not what was written: %v", code, err)
		}
		for _, f := range v.about(k) {
			if !slices.Contains(k.About, f) {
				v.breach("P17", "%s is about one of our people and does not say so", code)
			}
		}
	}
	return v.checkFigures(ctx)
}

// about are the members of staff whom the citizen complained of by name.
func (v *verdict) about(k *kept) []triage.StaffID {
	user := v.ledger.users[k.Filer]
	var all []triage.StaffID
	for _, c := range v.w.citizens {
		if c.p.ID() != user {
			continue
		}
		for _, f := range c.filings {
			if f.against == "" || !strings.Contains(k.story, f.prefix()) {
				continue
			}
			for _, s := range v.ledger.roster.Staff {
				if s.Name == f.against {
					all = append(all, s.ID)
				}
			}
		}
	}
	return all
}

// checkFigures holds P11: what a report says is open are the petitions that are.
func (v *verdict) checkFigures(ctx context.Context) error {
	now := time.Now()
	period, err := triage.ParsePeriod(now.Format("2006-01"), v.w.office)
	if err != nil {
		return err
	}
	for _, unit := range append(v.w.opt.units(), "") {
		tally, err := v.w.store.Tally(ctx, triage.UnitID(unit), period.From, period.To, now)
		if err != nil {
			return err
		}
		r := triage.MakeReport(v.w.office, period, triage.UnitID(unit), tally, triage.Tally{}, triage.Tally{})
		open, received := 0, 0
		for _, k := range v.ledger.petitions {
			if unit != "" && string(k.Unit) != unit || k.Kind.CrimeTrack() || k.Standing != triage.Received {
				continue
			}
			received++
			if k.ProcessedAt.IsZero() && k.Status != triage.StatusDone {
				open++
			}
		}
		moved := r.MovedIn + r.MovedOut
		if r.Closing != open || moved == 0 && r.Received != received {
			v.breach("P11", "the report of %q says %d received and %d open; %d and %d are", unit, r.Received, r.Closing, received, open)
		}
	}
	return nil
}
