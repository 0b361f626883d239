package history

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"
	"time"

	"tiepdan/cmd/tiepdan/app"
	"tiepdan/cmd/tiepdan/deploy"
	"tiepdan/storage/local"
	"tiepdan/storage/postgres"
	"tiepdan/storage/seal"
	"tiepdan/triage"
	"tiepdan/triage/area"
	"tiepdan/triage/calendar"
)

func TestMain(m *testing.M) { local.Main(m) }

func sample(t *testing.T) triage.Office {
	t.Helper()
	places, err := area.Load()
	if err != nil {
		t.Fatal(err)
	}
	o, err := app.ReadOffice(deploy.SampleName, deploy.SampleOffice(), places)
	if err != nil {
		t.Fatal(err)
	}
	return o
}

func newStore(t *testing.T) *postgres.Store {
	t.Helper()
	text, err := seal.Generate()
	if err != nil {
		t.Fatal(err)
	}
	keys, err := seal.Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	store, err := postgres.Open(t.Context(), postgres.Options{URL: local.TestDatabase(t, "tiepdan", postgres.Migrate), Keys: keys})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(store.Close)
	return store
}

func anchor() time.Time { return calendar.NewDate(2026, time.November, 22).Start().Add(20 * time.Hour) }

func address(n int64) string { return fmt.Sprintf("nowhere:%d", n) }

func TestTopicsLeadWhereTheySay(t *testing.T) {
	o := sample(t)
	for _, topic := range topics() {
		for _, at := range []time.Time{calendar.NewDate(theYear, time.March, 5).Start(), anchor()} {
			facts := topic.facts
			if facts.Province == "" {
				facts.Province = o.Province
			}
			if d := triage.Decide(o, facts, at); d.Disposition != topic.leads {
				t.Errorf("%s leads to %s by %s, not to %s", topic.name, d.Disposition, d.Rule, topic.leads)
			}
		}
		for _, s := range append(topic.matters, topic.against) {
			if strings.TrimSpace(s) != s || len(topic.matters) == 0 {
				t.Errorf("%s: %q", topic.name, s)
			}
		}
	}
}

func TestThePlanIsTheSameEachTimeAndEndsInTime(t *testing.T) {
	o := sample(t)
	plan := Make(o, anchor(), nil)
	if !reflect.DeepEqual(plan, Make(o, anchor(), nil)) {
		t.Error("the plan differs from one time to the next")
	}
	keys := map[string]bool{}
	for _, part := range plan.Parts {
		for _, l := range part.Letters {
			if keys[l.Draft.Key] {
				t.Errorf("%s is used twice", l.Draft.Key)
			}
			keys[l.Draft.Key] = true
			last := l.At
			for _, s := range l.Steps {
				if s.At.Before(last) || !s.At.Before(l.Until) {
					t.Errorf("%s: %s at %s, after %s and until %s", l.Draft.Key, s.Verb, s.At, last, l.Until)
				}
				last = s.At
			}
		}
	}
	turns := 0
	for _, v := range plan.Parts[0].Visits {
		turns += v.Turns
	}
	if turns != turnsInYear {
		t.Errorf("%d turns", turns)
	}
	for _, l := range plan.Parts[0].Letters { // nothing was cut off at the end of the year
		if n := len(l.Steps); n > 0 && !l.Until.After(l.Steps[n-1].At.AddDate(0, 0, 1)) {
			t.Errorf("%s ends on the last day", l.Draft.Key)
		}
	}
}

func figures(t *testing.T, store *postgres.Store, o triage.Office, period string) triage.Report {
	t.Helper()
	p, err := triage.ParsePeriod(period, o)
	if err != nil {
		t.Fatal(err)
	}
	tally, err := store.Tally(t.Context(), "", p.From, p.To, anchor())
	if err != nil {
		t.Fatal(err)
	}
	return triage.MakeReport(o, p, "", tally, triage.Tally{}, triage.Tally{})
}

// state is all that a person could ask of the ledger after a play.
func state(t *testing.T, store *postgres.Store, o triage.Office) string {
	t.Helper()
	var b bytes.Buffer
	for _, period := range []string{"2024", "2026"} {
		r := figures(t, store, o, period)
		if err := r.Text(&b); err != nil {
			t.Fatal(err)
		}
	}
	staff, err := store.Staff(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	open, err := store.Find(t.Context(), triage.Query{Open: true, Limit: 1000})
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range open {
		fmt.Fprintln(&b, p.Code, p.Version, p.Status, p.Unit, p.Owner)
	}
	fmt.Fprintln(&b, len(staff), staff)
	return b.String()
}

// checkWeeks looks at every week of the history: closed at its cut-off, nothing late,
// each opening as the one before it closed, up to the week of the anchor.
func checkWeeks(t *testing.T, store *postgres.Store, o triage.Office) {
	t.Helper()
	report := func(p triage.Period) triage.Report {
		r, err := triage.ReportOn(t.Context(), store, o, p, "", anchor())
		if err != nil {
			t.Fatal(err)
		}
		return r
	}
	received := 0
	for p := triage.WeekOf(anchor(), o.Week).Previous(); p.From.Year() > theYear; p = p.Previous() {
		r := report(p)
		if r.Frozen == nil || !r.Frozen.At.Equal(p.To) && p.From.After(anchor().AddDate(0, 0, -7*recentWeeks)) || !r.Frozen.Corrections.None() || r.Opening != r.Previous.Closing {
			t.Errorf("%s: %+v, closed %+v", p, r.Figures, r.Frozen)
		}
		received += r.Received
	}
	now := report(triage.WeekOf(anchor(), o.Week))
	if now.Frozen != nil {
		t.Error("the week of the anchor is closed")
	}
	if want := figures(t, store, o, "2026").Received; received+now.Received != want {
		t.Errorf("the weeks hold %d received, the events %d", received+now.Received, want)
	}
}

// The year is played, interrupted wherever it happens, played on, and played
// again, which changes nothing.
func TestPlayingTheHistory(t *testing.T) {
	o, store := sample(t), newStore(t)
	plan := Make(o, anchor(), nil)
	letters := len(plan.Parts[0].Letters) + len(plan.Parts[1].Letters)
	ctx, interrupt := context.WithCancel(t.Context())
	defer interrupt()
	at := 1 + rand.IntN(letters-1)
	t.Logf("interrupted after %d letters of %d", at, letters)
	player := &Player{Store: store, Office: o, Address: address, Progress: func(done, _ int) {
		if done >= at {
			interrupt()
		}
	}}
	if err := player.Play(ctx, plan); !errors.Is(err, context.Canceled) {
		t.Fatalf("an interrupted play: %v", err)
	}
	player.Progress = nil
	began := time.Now()
	if err := player.Play(t.Context(), plan); err != nil {
		t.Fatal(err)
	}
	t.Logf("the rest took %s", time.Since(began))
	first := state(t, store, o)

	r := figures(t, store, o, "2024")
	var b bytes.Buffer
	if err := r.Text(&b); err != nil {
		t.Fatal(err)
	}
	for _, line := range []string{"Xử lý: 596/596 (100 %)", "Thuộc thẩm quyền giải quyết: 10/10", "Kiểm sát giải quyết: 17/17", "Tiếp công dân: 138",
		"Tồn đầu kỳ: 0", "Tồn cuối kỳ: 0", "Tiếp nhận: 596", "Chờ ký: 0", "Quá hạn: 0"} {
		if !strings.Contains(b.String(), "\n"+line+"\n") {
			t.Errorf("the year lacks %q:\n%s", line, &b)
		}
	}
	if now := figures(t, store, o, triage.WeekOf(anchor(), o.Week).String()); now.Received == 0 || now.Visits.Turns == 0 || len(now.Overdue) == 0 || now.Closing == 0 || now.Unsigned == 0 {
		t.Errorf("the present week has nothing to show: %+v", now)
	}
	for _, status := range []triage.Status{triage.StatusFiled, triage.StatusClaimed, triage.StatusWaiting, triage.StatusProposed, triage.StatusAccepted} {
		if found, err := store.Find(t.Context(), triage.Query{Statuses: []triage.Status{status}}); err != nil || len(found) == 0 {
			t.Errorf("no petition is %s: %v", status, err)
		}
	}
	checkWeeks(t, store, o)
	due, err := store.Due(t.Context(), anchor(), 100)
	if err != nil || len(due) != 0 {
		t.Errorf("warnings are left for the demo to give: %v %v", due, err)
	}

	began = time.Now()
	if err := player.Play(t.Context(), plan); err != nil {
		t.Fatal(err)
	}
	t.Logf("playing again took %s", time.Since(began))
	if again := state(t, store, o); again != first {
		t.Errorf("playing again changed something:\n%s\nwas\n%s", again, first)
	}
}
