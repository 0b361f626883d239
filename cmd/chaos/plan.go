package main

import (
	"fmt"
	"math/rand/v2"
	"time"
)

// Words that stand nowhere else: whoever finds them has found what a citizen wrote,
// or who they are. Their letters are in no random name that the program draws.
const (
	canaryWord = "qzẽ"  // in every message of a story
	canaryName = "Qzữk" // in every name and in who is complained of
	canaryHome = "Qzằd" // in every address
	canaryTold = "qzọt" // in what officers write to citizens
)

// canaries are all of them.
func canaries() []string { return []string{canaryWord, canaryName, canaryHome, canaryTold} }

// How citizens' numbers begin. Each goes on with the citizen's own digits.
const (
	canaryCall = "0977314"
	canaryID   = "0221917"
)

// canaryNumbers are patterns, for Go and for Postgres, of how the numbers begin, as
// they were typed or as a telephone writes them abroad. Longer rows of digits hold
// such a beginning by chance; behind a byte that Postgres writes as an octal number
// it is none.
func canaryNumbers() []string {
	const begins = `(^|[^0-9]|\\[0-7]{3})`
	return []string{begins + `(0|84)` + canaryCall[1:], begins + canaryID}
}

// plan is everything that a citizen means to do with one petition. It is drawn
// from the seed, so that the same people mean the same in every run.
type plan struct {
	Matter   string // suggestion, request, crime, arrest, land, about
	Place    int
	Pieces   int           // messages of the story
	Ahead    bool          // they are typed without waiting for an answer
	Files    int           // pictures
	Album    bool          // … all together
	Edit     int           // the piece that is changed; -1: none
	EditLate bool          // … after the petition was sent
	Double   bool          // every press is made twice
	Back     bool          // goes back once, and leaves the answer as it was
	Away     time.Duration // stops in mid-form for so long
	Drop     bool          // throws it all away at the end
	Stale    bool          // presses a button of an old message
	Track    bool          // looks where the petitions stand
	Withhold bool          // gives no name where that is possible
	More     bool          // adds a line to the petition that was sent
	Odd      bool          // sends a sticker in between
}

func planOf(seed uint64, citizen, n int) plan {
	r := rand.New(rand.NewPCG(seed, uint64(citizen)<<20|uint64(n)|1<<50))
	chance := func(percent int) bool { return r.IntN(100) < percent }
	p := plan{
		Matter: []string{"suggestion", "suggestion", "suggestion", "crime", "crime", "request", "arrest", "land", "about"}[r.IntN(9)],
		Place:  r.IntN(len(places())), Pieces: 1 + r.IntN(4), Ahead: chance(40),
		Edit: -1, EditLate: chance(40), Double: chance(10), Back: chance(15), Drop: chance(5), Stale: chance(15),
		Track: chance(15), Withhold: chance(40), More: chance(15), Odd: chance(10),
	}
	if chance(20) {
		p.Edit = r.IntN(p.Pieces)
	}
	if chance(20) {
		p.Files, p.Album = 1+r.IntN(4), chance(60)
	}
	if chance(15) {
		p.Away = time.Duration(1+r.IntN(8)) * time.Second
	}
	return p
}

// place is where a matter happened, and the unit it belongs to.
type place struct{ typed, label, unit string }

func places() []place {
	return []place{
		{"ha long", "Phường Hạ Long", "vks-kv-1"},
		{"Cẩm Phả", "Phường Cẩm Phả", "vks-kv-2"},
		{"uong bi", "Phường Uông Bí", "vks-kv-3"},
	}
}

// choice is the button that answers a question of the plan's; "" if none does.
func (p plan) choice(question string) string {
	switch question {
	case "language":
		return "vi"
	case "consent":
		return "agree"
	case "topic":
		return map[string]string{"suggestion": "else", "request": "else", "crime": "crime", "arrest": "arrest", "land": "official", "about": "prosecutor"}[p.Matter]
	case "else_what":
		return p.Matter
	case "else_who":
		return "procuracy"
	case "heard":
		return "yes"
	case "meant":
		return "keep"
	case "call_now":
		return "on"
	case "danger", "reported", "paper", "settled":
		return "no"
	case "offender":
		return "someone"
	case "arrest_who":
		return "investigation"
	case "official_what":
		return "decision"
	case "procuracy_who":
		return "officer"
	case "aim_plain":
		return "own"
	case "informant", "denouncer":
		if p.Withhold {
			return "withhold"
		}
		return "give"
	}
	return ""
}

// words is what is typed as the answer to a question; "" if nothing is.
func (p plan) words(question string, citizen int) string {
	switch question {
	case "against":
		return fmt.Sprintf("ông %s Văn Đen, cán bộ", canaryName)
	case "name":
		return fmt.Sprintf("Trần Thị %s", canaryName)
	case "address":
		return fmt.Sprintf("số %d ngách %s", citizen+1, canaryHome)
	case "phone":
		return fmt.Sprintf("%s%03d", canaryCall, citizen%1000)
	case "id_number":
		return fmt.Sprintf("%s%05d", canaryID, citizen%100000)
	case "place":
		return places()[p.Place].typed
	}
	return ""
}
