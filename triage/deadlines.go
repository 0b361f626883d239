package triage

import (
	"slices"
	"time"

	"tiepdan/triage/calendar"
)

// Limit is one row of the table of legal periods (DOMAIN §3.1), as data. Which
// rows are valid depends on the day the petition came in.
type Limit struct {
	ID    string        `json:"id"`            // DOMAIN's, as T17
	From  calendar.Date `json:"from,omitzero"` // first day of receipt to which it applies; zero: always
	To    calendar.Date `json:"to,omitzero"`   // last such day; zero: open-ended
	On    Trigger       `json:"on"`            // the moment that starts it
	Since Since         `json:"since,omitempty"`
	When  Cond          `json:"when"`
	For   []Disposition `json:"for"` // dispositions to which it applies; none: all
	Step  Step          `json:"step"`
	N     int           `json:"n"`
	Unit  calendar.Unit `json:"unit"`
	Basis string        `json:"basis"`
	Mark  Mark          `json:"mark"`
}

// Since says what a period is counted from.
type Since string

const (
	SinceTrigger  Since = ""         // the moment of the trigger
	SinceJudgment Since = "judgment" // the day the judgment took effect; no period where it is not known
)

// Defaults of the office file, in working days and in days.
const (
	defaultClassifyDays = 5
	defaultSignDays     = 30
	followUpDays        = 30
)

// The clocks at whose end the result of a crime report is recorded.
const (
	crimeClock       = "T04"
	crimeDemandClock = "T07"
)

// Limits is the table of DOMAIN §3.1 as far as the decisions need it. The
// periods of the office (O01 classify, O02 sign, O03 and O04 where no law that we
// could read sets one) are not among them.
func Limits() []Limit {
	return slices.Concat(limitsOfCrime(), limitsOfArrest(), limitsOfCriminalProcedure(),
		limitsOfCourtProcedure(), limitsOfEnforcement(), limitsOfAdministration())
}

type compiledLimit struct {
	Limit
	when node
}

// limitTable is built once and never changed.
var limitTable = func() []compiledLimit {
	var all []compiledLimit
	for _, l := range Limits() {
		all = append(all, compiledLimit{l, l.When.compile()})
	}
	return all
}()

// Deadlines returns the legal periods (thời hạn) that a moment starts for a
// petition with these facts and this decision, in the order of the table. at is
// the moment itself; received selects between rows of old and new law by its
// day in Asia/Ho_Chi_Minh. Periods of the citizen have StepLodge, possible
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
		if l.On != on || !l.on(day) || len(l.For) > 0 && !slices.Contains(l.For, d.Disposition) || l.when.eval(&v) != Yes {
			continue
		}
		from := at
		if l.Since == SinceJudgment {
			if f.Judgment.Effective.IsZero() {
				continue
			}
			from = f.Judgment.Effective.Start()
		}
		add(l.Limit, from)
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

// Outlook returns the periods that lie ahead of a petition received at a
// moment, for a reader who asks what the law sets and not what is owed yet: as
// if it were accepted, transferred or demanded at once. The settlement by
// another body is named first or second, as our own is. Prolongations and the
// citizen's next step are counted from the end of the settlement.
func Outlook(o Office, f Facts, d Decision, at time.Time) []Deadline {
	var ahead []Deadline
	settled := at
	for _, on := range []Trigger{AtReceipt, AtAcceptance, AtTransfer, AtDemand} {
		for _, x := range Deadlines(o, f, d, on, at, at) {
			if x.Step == StepResult && !f.Kind.CrimeTrack() {
				if x.Step = StepFirst; f.Round > 1 {
					x.Step = StepSecond
				}
			}
			switch x.Step {
			case StepFirst, StepSecond:
				if settled = x.Due; x.Unit != calendar.Hours {
					settled = settled.Add(-time.Second) // still on the last day
				}
			case StepExtension, StepReply, StepResult:
				continue
			}
			ahead = append(ahead, x)
		}
	}
	for _, x := range Deadlines(o, f, d, AtAcceptance, settled, at) {
		if x.Step == StepExtension {
			ahead = append(ahead, x)
		}
	}
	return append(ahead, Deadlines(o, f, d, AtDecision, settled, at)...)
}

// on says whether the row applies to what came in on a day.
func (l *Limit) on(d calendar.Date) bool {
	return (l.From.IsZero() || !d.Before(l.From)) && (l.To.IsZero() || !l.To.Before(d))
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
