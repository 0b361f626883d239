package triagetest

import (
	"cmp"
	"context"
	"encoding/json"
	"slices"
	"time"

	"tiepdan/triage"
)

// Petition returns a petition as it is now; triage.ErrNotFound if there is none.
func (l *Ledger) Petition(_ context.Context, code triage.Code) (triage.Petition, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	p, ok := l.now[code]
	if !ok {
		return triage.Petition{}, triage.ErrNotFound
	}
	return clone(p), nil
}

// Find lists petitions, the urgent first (not where the query asks for the soonest),
// then by what falls due next, then by code.
func (l *Ledger) Find(_ context.Context, q triage.Query) ([]triage.Petition, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	var found []triage.Petition
	for _, p := range l.now {
		if fits(&p, q) && (q.After.Code == "" || q.After.Compare(triage.PlaceOf(&p), q.Soonest) < 0) {
			found = append(found, clone(p))
		}
	}
	slices.SortFunc(found, func(a, b triage.Petition) int { return triage.PlaceOf(&a).Compare(triage.PlaceOf(&b), q.Soonest) })
	limit := q.Limit
	if limit <= 0 {
		limit = 20
	}
	return found[:min(limit, len(found))], nil
}

func fits(p *triage.Petition, q triage.Query) bool {
	_, owes := p.NextDue()
	late := func(o triage.Obligation) bool { return o.Step != triage.StepLodge && o.Late(q.LateAt) }
	return (q.Filer == "" || p.Filer == q.Filer) &&
		(q.Owner == "" || p.Owner == q.Owner) &&
		(q.Unit == "" || p.Unit == q.Unit) &&
		(len(q.Statuses) == 0 || slices.Contains(q.Statuses, p.Status)) &&
		(!q.Open || p.Status != triage.StatusDone) &&
		(q.LateAt.IsZero() || slices.ContainsFunc(p.Obligations, late)) &&
		(!q.Common || !p.Restricted) &&
		(!q.Soonest || owes)
}

// Events returns the events of a petition in order.
func (l *Ledger) Events(_ context.Context, code triage.Code) ([]triage.Event, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	var found []triage.Event
	for _, e := range l.events {
		if e.Code == code {
			found = append(found, e)
		}
	}
	return found, nil
}

// Notices returns every notice so far, in order.
func (l *Ledger) Notices(context.Context) ([]triage.Notice, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return slices.Clone(l.notices), nil
}

// Dossier opens a petition with what was written in it, without regard to who reads.
func (l *Ledger) Dossier(_ context.Context, code triage.Code) (triage.Dossier, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	f, ok := l.filings[code]
	if !ok {
		return triage.Dossier{}, triage.ErrNotFound
	}
	d := triage.Dossier{Petition: clone(l.now[code]), Words: f.Words, Identity: f.Identity, Messages: f.Messages}
	for _, e := range l.events {
		if e.Code == code {
			d.Events = append(d.Events, e)
			for _, file := range e.Files {
				d.Files = append(d.Files, triage.Stored{Attachment: file, ID: int64(len(d.Files) + 1), Event: e.Key})
			}
		}
	}
	return d, nil
}

// Tally counts the flows of the events, one by one.
func (l *Ledger) Tally(_ context.Context, unit triage.UnitID, from, to, now time.Time) (triage.Tally, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	t := triage.Tally{From: from, To: to}
	before, within := map[triage.Flow]int{}, map[triage.Flow]int{}
	for _, e := range l.events {
		for _, f := range e.Flows {
			switch {
			case unit != "" && f.Unit != unit, !e.At.Before(to):
			case e.At.Before(from):
				before[f]++
			default:
				within[f]++
			}
		}
	}
	t.Before, t.Within = counts(before), counts(within)
	at := to
	if now.Before(at) {
		at = now
	}
	for code, p := range l.now {
		owed := func(o triage.Obligation) bool {
			running := o.Open() && (o.PausedAt.IsZero() || o.PausedAt.After(at))
			return o.Step != triage.StepSign && o.Due.Before(at) && (running || o.ClosedAt.After(at))
		}
		if (unit == "" || p.Unit == unit) && slices.ContainsFunc(p.Obligations, owed) {
			t.Overdue = append(t.Overdue, code)
		}
	}
	slices.Sort(t.Overdue)
	return t, nil
}

func counts(of map[triage.Flow]int) []triage.Count {
	var list []triage.Count
	for f, n := range of {
		list = append(list, triage.Count{Flow: f, N: n})
	}
	slices.SortFunc(list, func(a, b triage.Count) int {
		return cmp.Or(cmp.Compare(a.Unit, b.Unit), cmp.Compare(a.Track, b.Track), cmp.Compare(a.What, b.What),
			cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.Disposition, b.Disposition), compareBool(a.OnTime, b.OnTime))
	})
	return list
}

func compareBool(a, b bool) int {
	switch {
	case a == b:
		return 0
	case b:
		return -1
	}
	return 1
}

// Same says whether two petitions are the same to the microsecond, which is what a
// database keeps, whatever the time zones of their instants.
func Same(a, b triage.Petition) bool { return written(a) == written(b) }

func written(p triage.Petition) string {
	p = clone(p)
	times := []*time.Time{&p.FiledAt, &p.ReceivedAt, &p.ClaimedAt, &p.AcceptedAt, &p.ProcessedAt, &p.DoneAt, &p.LastMove.At}
	for i := range p.Obligations {
		o := &p.Obligations[i]
		times = append(times, &o.From, &o.Due, &o.ClosedAt, &o.PausedAt)
		o.Skip = absent(o.Skip)
	}
	for _, t := range times {
		*t = t.UTC().Truncate(time.Microsecond)
	}
	p.About, p.Links, p.Children, p.Obligations = absent(p.About), absent(p.Links), absent(p.Children), absent(p.Obligations)
	out, err := json.Marshal(p)
	if err != nil {
		panic("encode a petition: " + err.Error()) // it is made of strings, numbers and times
	}
	return string(out)
}

// absent is nil for an empty list.
func absent[T any](list []T) []T {
	if len(list) == 0 {
		return nil
	}
	return list
}
