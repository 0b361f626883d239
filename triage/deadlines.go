package triage

import (
	"slices"
	"time"

	"tiepdan/triage/calendar"
)

// Limit is one row of the table of legal periods (DOMAIN §3.1), as data. Which
// rows are valid depends on the day the petition came in.
type Limit struct {
	ID       string        `json:"id"`            // DOMAIN's, as T17; a row of its own for each step and case
	From     calendar.Date `json:"from,omitzero"` // first day of receipt to which it applies; zero: always
	To       calendar.Date `json:"to,omitzero"`   // last such day; zero: open-ended
	On       Trigger       `json:"on"`            // the moment that starts it
	Since    Since         `json:"since,omitempty"`
	When     Cond          `json:"when"`
	For      []Disposition `json:"for"` // dispositions to which it applies; none: all
	Step     Step          `json:"step"`
	N        int           `json:"n"`
	Unit     calendar.Unit `json:"unit"`
	Before   bool          `json:"before,omitempty"` // counted back: at the latest so long before the moment
	Listed   bool          `json:"listed,omitempty"` // told and never counted: nobody's step here, or a case that the facts cannot tell
	Basis    string        `json:"basis"`
	Mark     Mark          `json:"mark"`
	Replaced calendar.Date `json:"replaced,omitzero"` // with MarkOld: the day its law was replaced or amended; it stands in since
}

// Confirm says whether the procuracy must confirm the row before relying on it
// for what comes in on a day (cần xác nhận).
func (l Limit) Confirm(on calendar.Date) bool { return l.Mark.confirm(l.Replaced, on) }

// valid says whether the row applies to what came in on a day.
func (l *Limit) valid(on calendar.Date) bool { return within(l.From, l.To, on) }

// within says whether a day lies in a span whose ends may be open (the zero date).
func within(from, to, day calendar.Date) bool {
	return (from.IsZero() || !day.Before(from)) && (to.IsZero() || !to.Before(day))
}

// Since says what a period is counted from.
type Since string

const (
	SinceTrigger  Since = ""         // the moment of the trigger
	SinceJudgment Since = "judgment" // the day the judgment took effect; no period where it is not known
	SinceKnown    Since = "known"    // the day the citizen got to know of the act; no period where it is not known
)

// newLaw is the day on which Law 136/2025 with its decrees, and the new laws on
// enforcement, custody and the execution of sentences, came into force.
func newLaw() calendar.Date { return calendar.NewDate(2026, time.July, 1) }

// standIn flags rows of laws that the new ones replaced and whose periods we
// could not read: they were the law until then, and are to be confirmed since.
func standIn(rows []Limit) []Limit {
	for i := range rows {
		rows[i].Mark, rows[i].Replaced = MarkOld, newLaw()
	}
	return rows
}

// Defaults of the office file, in working days and in days.
const (
	defaultClassifyDays = 5
	defaultSignDays     = 30
	followUpDays        = 30
)

// Clocks that the code names: those at whose end the result of a crime report is
// recorded, and the detention regime's with its extension.
const (
	crimeClock         = "T04"
	crimeDemandClock   = "T07"
	detentionClock     = "T41"
	detentionExtension = "T42"
)

// Limits is the table of DOMAIN §3.1, every row of it. Those that bind other
// bodies are counted where our life table waits for them, and told otherwise. The
// periods of the office (O01 classify, O02 sign, O03 and O04 where no law that we
// could read sets one) are not among them.
func Limits() []Limit {
	return slices.Concat(limitsOfCrime(), limitsOfArrest(), limitsOfCriminalProcedure(), limitsOfMeasures(),
		limitsOfCourtProcedure(), limitsOfDetention(), limitsOfCivilEnforcement(),
		limitsOfAdministration(), limitsOfDenunciations(), limitsOfReception())
}

type compiledLimit struct {
	Limit
	when node
}

// limitTable is built once and never changed.
var limitTable = func() []compiledLimit {
	var all []compiledLimit
	for _, l := range Limits() {
		if !l.Listed {
			all = append(all, compiledLimit{l, l.When.compile()})
		}
	}
	return all
}()

// Deadlines returns the legal periods (thời hạn) that a moment starts for a
// petition with these facts and this decision, in the order of the table. at is
// the moment itself; received selects between rows of old and new law by its
// day in Asia/Ho_Chi_Minh. Periods of the citizen have StepLodge and possible
// prolongations StepExtension: neither is an obligation of ours.
func Deadlines(o Office, f Facts, d Decision, on Trigger, at, received time.Time) []Deadline {
	var found []Deadline
	add := func(l Limit, from time.Time) {
		due := o.Calendar.Due(from, calendar.Period{N: l.N, Unit: l.Unit})
		found = append(found, Deadline{ID: l.ID, Step: l.Step, Trigger: on, From: due.From, Due: due.At, Last: due.Last,
			Unit: l.Unit, N: l.N, Basis: l.Basis, Skip: due.Skipped})
	}
	for _, l := range officeLimits(o, f, on) {
		add(l, at)
	}
	if received.IsZero() {
		received = at
	}
	day := calendar.Of(received)
	v := suppose(facing(o.Province, &f, at))
	for i := range limitTable {
		l := &limitTable[i]
		if l.On != on || !l.valid(day) || len(l.For) > 0 && !slices.Contains(l.For, d.Disposition) || l.when.eval(&v) != Yes {
			continue
		}
		if from, ok := l.start(&f, at); ok {
			add(l.Limit, from)
		}
	}
	settles := func(d Deadline) bool { return d.Step == StepFirst || d.Step == StepSecond }
	if on == AtAcceptance && d.Disposition == Settle && !hasReceiptClock(o, f, d, at, received) && !slices.ContainsFunc(found, settles) {
		add(Limit{ID: settleClock, Step: StepFirst, N: followUpDays, Unit: calendar.Days, Basis: "office"}, at)
	}
	isResult := func(d Deadline) bool { return d.Step == StepResult }
	if on == AtTransfer && d.Disposition == Supervise && !slices.ContainsFunc(found, isResult) {
		add(Limit{ID: followUpClock, Step: StepResult, N: followUpDays, Unit: calendar.Days, Basis: "office"}, at)
	}
	return found
}

// hasReceiptClock says whether the settlement has a period that began at receipt:
// then acceptance starts none of its own.
func hasReceiptClock(o Office, f Facts, d Decision, at, received time.Time) bool {
	return slices.ContainsFunc(Deadlines(o, f, d, AtReceipt, at, received), func(x Deadline) bool {
		return x.Step == StepFirst || x.Step == StepSecond
	})
}

// start is the moment from which the row counts; none where it is not known.
func (l *Limit) start(f *Facts, at time.Time) (time.Time, bool) {
	day := calendar.Date{}
	switch l.Since {
	case SinceTrigger:
		return at, true
	case SinceJudgment:
		day = f.Judgment.Effective
	case SinceKnown:
		day = f.KnownOn
	}
	return day.Start(), !day.IsZero()
}

// Confirm says whether the row that set the period has to be confirmed before
// relying on it for what began on its day (cần xác nhận).
func (d Deadline) Confirm() bool {
	day := calendar.Of(d.From)
	for i := range limitTable {
		l := &limitTable[i]
		if l.ID == d.ID && l.Step == d.Step && l.On == d.Trigger && l.Limit.Confirm(day) {
			return true
		}
	}
	return false
}

// officeLimits are the periods of the office file that a moment starts.
func officeLimits(o Office, f Facts, on Trigger) []Limit {
	switch {
	case on == AtReceipt:
		return []Limit{{ID: classifyClock, Step: StepClassify, N: orElse(o.ClassifyDays, defaultClassifyDays), Unit: calendar.WorkingDays, Basis: "office"}}
	case on == AtFiling && o.SignatureNeeded && f.Kind.NeedsSignature():
		return []Limit{{ID: signClock, Step: StepSign, N: orElse(o.SignDays, defaultSignDays), Unit: calendar.Days, Basis: "office"}}
	}
	return nil
}

func orElse(n, otherwise int) int {
	if n > 0 {
		return n
	}
	return otherwise
}
