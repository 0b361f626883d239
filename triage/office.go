package triage

import (
	"slices"
	"time"

	"tiepdan/triage/calendar"
)

// Office is what differs from one province's procuracy to the next. It is read
// from the office file; nothing of the kind stands in code.
type Office struct {
	Name         string // "Viện kiểm sát nhân dân tỉnh Quảng Ninh"
	Province     string // two-digit code
	Sample       bool   // the embedded sample: serve refuses to run on it
	Units        []Unit
	Destinations []Destination
	Calendar     calendar.Calendar
	Week         Cutoff // when a reporting week ends

	SignatureNeeded bool          // a complaint or denunciation by chat waits for a signature
	SignDays        int           // days after which an unsigned petition lapses
	ClassifyDays    int           // working days within which a petition is to be classified and processed
	ReopenDays      int           // days within which a citizen may ask to reopen
	Approval        []Disposition // dispositions that a leader approves first
	Desk            Counter       // where a citizen can sign
	Hotlines        []Hotline
	Targets         []Target
	WorkYearStart   time.Month // first month of the work-year (năm công tác); zero means December
	Table           *Table     // the decision table with the office's own rows; nil: the law's alone
}

// UnitKind is the tier of one of our units.
type UnitKind string

const (
	UnitProvincial UnitKind = "provincial" // viện kiểm sát tỉnh
	UnitRegional   UnitKind = "regional"   // viện kiểm sát khu vực
	UnitFormer     UnitKind = "former"     // viện kiểm sát huyện, hết 30/6/2025
)

// Unit is a procuracy of the province, with the time in which it existed.
type Unit struct {
	ID        UnitID
	Kind      UnitKind
	Name      string
	Short     string
	Address   string
	Communes  []string      // codes of the communes of its territory
	From, To  calendar.Date // To is the last day; the zero date means open-ended
	Successor UnitID
}

// On says whether the unit exists on a day.
func (u Unit) On(d calendar.Date) bool { return within(u.From, u.To, d) }

// Destination is a body outside the unit to which petitions go (nơi chuyển đến),
// with the time in which it existed.
type Destination struct {
	Key       string // as "CQDT_CAT"; rules name keys, never agencies
	Name      string
	Address   string
	Note      string
	From, To  calendar.Date // To is the last day; the zero date means open-ended
	Successor string        // the key of the body that took over
}

// On says whether the body exists on a day.
func (d Destination) On(day calendar.Date) bool { return within(d.From, d.To, day) }

// Counter is the place where citizens are received (địa điểm tiếp công dân).
type Counter struct {
	Address string
	Hours   string
	Phone   string
}

// Hotline is a number shown to people in danger.
type Hotline struct{ Number, Name string }

// Target is a figure that the office is to reach, with where it comes from.
type Target struct {
	Name   string  // "rate", "settle", "supervise", "crime_reports", "on_time"
	Value  float64 // 0..1
	Source string
	From   calendar.Date
	To     calendar.Date
}

// Cutoff is the moment at which a reporting week ends: a weekday and a time of
// day in Asia/Ho_Chi_Minh.
type Cutoff struct {
	Weekday time.Weekday
	Clock   time.Duration // since midnight; 24 h means the end of the day
}

// Unit finds a unit by id, whether or not it still exists.
func (o Office) Unit(id UnitID) (Unit, bool) {
	i := slices.IndexFunc(o.Units, func(u Unit) bool { return u.ID == id })
	if i < 0 {
		return Unit{}, false
	}
	return o.Units[i], true
}

// Provincial returns the provincial procuracy, which every office has.
func (o Office) Provincial() Unit {
	for _, u := range o.Units {
		if u.Kind == UnitProvincial {
			return u
		}
	}
	return Unit{}
}

// UnitFor returns the unit whose territory holds a commune on a day, a regional
// one or, before they were set up, a former one; and the provincial one where none
// does: one gate takes what has no other.
func (o Office) UnitFor(commune string, on calendar.Date) Unit {
	for _, u := range o.Units {
		if u.Kind != UnitProvincial && u.On(on) && slices.Contains(u.Communes, commune) {
			return u
		}
	}
	return o.Provincial()
}

// Destination finds a destination by key; one of our own units answers to its id.
func (o Office) Destination(key string) (Destination, bool) {
	for _, d := range o.Destinations {
		if d.Key == key {
			return d, true
		}
	}
	if u, ok := o.Unit(UnitID(key)); ok {
		return Destination{Key: key, Name: u.Name, Address: u.Address}, true
	}
	return Destination{}, false
}

// Successor is the key of the body that has the business of another on a day:
// itself, or whoever took over. A body that nobody took over keeps its key.
func (o Office) Successor(key string, on calendar.Date) string {
	for range o.Destinations {
		d, ok := o.Destination(key)
		if !ok || d.Successor == "" || d.To.IsZero() || !d.To.Before(on) {
			break
		}
		key = d.Successor
	}
	return key
}

// NeedsApproval says whether a leader must approve a disposition first.
func (o Office) NeedsApproval(d Disposition) bool { return slices.Contains(o.Approval, d) }
