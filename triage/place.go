package triage

import (
	"cmp"
	"errors"
	"strconv"
	"strings"
	"time"
)

// Place is where a page of a list ended (chỗ dừng): what its last petition stood at
// then. Whatever becomes of that petition, the next page goes on from there.
type Place struct {
	Calm bool      // not urgent
	Due  time.Time // what fell due next; zero where nothing did
	Code Code
}

// PlaceOf is where a petition stands in a list.
func PlaceOf(p *Petition) Place {
	place := Place{Calm: !p.Decision.Urgent, Code: p.Code}
	if o, ok := p.NextDue(); ok {
		place.Due = o.Due
	}
	return place
}

// Compare orders a list: the urgent first unless it is the soonest that is asked for,
// then by what falls due next, then by code.
func (a Place) Compare(b Place, soonest bool) int {
	if !soonest && a.Calm != b.Calm {
		if b.Calm {
			return -1
		}
		return 1
	}
	never := func(p Place) int {
		if p.Due.IsZero() {
			return 1
		}
		return 0
	}
	return cmp.Or(cmp.Compare(never(a), never(b)), a.Due.Compare(b.Due), cmp.Compare(a.Code, b.Code))
}

// String is the place in few letters, for a button; to the microsecond, as the ledger
// keeps time.
func (a Place) String() string {
	urgency, due := "u", ""
	if a.Calm {
		urgency = "c"
	}
	if !a.Due.IsZero() {
		due = strconv.FormatInt(a.Due.UnixMicro(), 36)
	}
	return urgency + due + "." + string(a.Code)
}

// ParsePlace reads what String wrote.
func ParsePlace(s string) (Place, error) {
	at, typed, found := strings.Cut(s, ".")
	if !found || at == "" || at[0] != 'u' && at[0] != 'c' {
		return Place{}, errors.New("not a place in a list")
	}
	code, err := ParseCode(typed)
	if err != nil {
		return Place{}, err
	}
	place := Place{Calm: at[0] == 'c', Code: code}
	if at = at[1:]; at != "" {
		micros, err := strconv.ParseInt(at, 36, 64)
		if err != nil {
			return Place{}, errors.New("not a place in a list")
		}
		place.Due = time.UnixMicro(micros)
	}
	return place, nil
}
