package simulator

import (
	"net/http"
	"path"
	"slices"
	"sync"
	"sync/atomic"
	"time"
)

// Effect is what a fault does. The first ones meet a bot's calls, the others
// the delivery of updates to its webhook; Slow meets either.
type Effect string

// The effects.
const (
	TooMany     Effect = "too_many"     // 429 with RetryAfter seconds
	Forbid      Effect = "forbidden"    // 403, as from a person who blocked the bot
	BadRequest  Effect = "bad_request"  // 400
	ServerError Effect = "server_error" // 500
	BadGateway  Effect = "bad_gateway"  // 502 with a page of HTML
	Hang        Effect = "hang"         // no answer until the bot gives up; no effect
	CutBefore   Effect = "cut_before"   // the connection breaks; no effect
	CutAfter    Effect = "cut_after"    // applied, but the answer is lost
	Slow        Effect = "slow"         // Delay (default 1 s) before anything happens

	Twice      Effect = "twice"       // the update is delivered twice
	CutRequest Effect = "cut_request" // the connection breaks when the update was written; it is sent again
	CutAnswer  Effect = "cut_answer"  // it breaks when the answer began; the update is sent again
	Overtake   Effect = "overtake"    // a message waits up to Delay (default 2 s) for a press to go before
	Poison     Effect = "poison"      // an update that client libraries cannot decode comes along
)

// Fault says what goes wrong, and when. The zero rule meets everything.
type Fault struct {
	Name        string  // shown in the log and on the page
	Method      string  // of calls: a method; of deliveries: a kind of update. A glob; "": any
	Chat        int64   // the chat; of a button press delivered, the person. 0: any
	Nth         int     // only the nth that matches, from 1. 0: each
	Times       int     // at most so many. 0: no end
	Rate        float64 // share of what matches, 0 to 1. 0: all
	Effect      Effect
	RetryAfter  int // seconds, for TooMany. 0: 3
	Description string
	Delay       time.Duration
	Raw         string // JSON of the update, for Poison
}

type side int

const (
	sideCalls side = iota
	sideWebhook
)

func (e Effect) on(s side) bool {
	switch e {
	case Twice, CutRequest, CutAnswer, Overtake, Poison:
		return s == sideWebhook
	case Slow:
		return true
	}
	return s == sideCalls
}

// activeFault counts what a fault has met.
type activeFault struct {
	Fault
	mu      sync.Mutex
	matched int
	done    int
}

// faultSet is the faults in force. Reading it costs nothing while it is empty.
type faultSet struct {
	mu   sync.Mutex
	list atomic.Pointer[[]*activeFault]
	met  map[string]int // how often each was met since the start, by name
}

// Inject puts a fault in force until remove is called.
func (s *Simulator) Inject(f Fault) (remove func()) {
	a := &activeFault{Fault: f}
	s.faults.change(func(list []*activeFault) []*activeFault { return append(list, a) })
	return func() {
		s.faults.change(func(list []*activeFault) []*activeFault {
			return slices.DeleteFunc(list, func(other *activeFault) bool { return other == a })
		})
	}
}

// ClearFaults ends all faults.
func (s *Simulator) ClearFaults() {
	s.faults.change(func([]*activeFault) []*activeFault { return nil })
}

func (fs *faultSet) all() []*activeFault {
	if p := fs.list.Load(); p != nil {
		return *p
	}
	return nil
}

func (fs *faultSet) change(f func([]*activeFault) []*activeFault) {
	fs.mu.Lock()
	defer fs.mu.Unlock()
	next := f(slices.Clone(fs.all()))
	fs.list.Store(&next)
}

// due is the faults that meet this call or delivery.
func (fs *faultSet) due(s *Simulator, where side, method string, chat int64) []*activeFault {
	var met []*activeFault
	for _, f := range fs.all() {
		if !f.Effect.on(where) || f.Chat != 0 && f.Chat != chat {
			continue
		}
		// A slow fault without a method would meet both sides; it means calls.
		if f.Effect == Slow && where == sideWebhook && !updateKind(f.Method) {
			continue
		}
		if f.Method != "" {
			if ok, err := path.Match(f.Method, method); err != nil || !ok {
				continue
			}
		}
		if f.Rate > 0 && f.Rate < 1 && !s.chance(f.Rate) {
			continue
		}
		if f.count() {
			met = append(met, f)
			fs.note(s, f.name())
		}
	}
	return met
}

// note counts a fault that was met, and tells the open pages.
func (fs *faultSet) note(s *Simulator, name string) {
	fs.mu.Lock()
	if fs.met == nil {
		fs.met = map[string]int{}
	}
	fs.met[name]++
	fs.mu.Unlock()
	s.mu.Lock()
	s.announce("faults")
	s.mu.Unlock()
}

// metBy is how often a fault of that name was met since the start.
func (fs *faultSet) metBy(name string) int {
	fs.mu.Lock()
	defer fs.mu.Unlock()
	return fs.met[name]
}

func updateKind(name string) bool {
	return slices.Contains([]string{"message", "edited_message", "callback_query", "my_chat_member"}, name)
}

func (f *activeFault) count() bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.matched++
	if f.Nth > 0 && f.matched != f.Nth || f.Times > 0 && f.done >= f.Times {
		return false
	}
	f.done++
	return true
}

// over says that the fault has met all that it may.
func (f *activeFault) over() bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.Times > 0 && f.done >= f.Times
}

func (f *activeFault) name() string {
	if f.Name != "" {
		return f.Name
	}
	return string(f.Effect)
}

func (f *activeFault) delay(usual time.Duration) time.Duration {
	if f.Delay > 0 {
		return f.Delay
	}
	return usual
}

// poison is an update whose parts are of kinds that no library knows yet.
func (f *activeFault) poison() []byte {
	if f.Raw != "" {
		return []byte(f.Raw)
	}
	return []byte(`{"my_chat_member":{"chat":{"id":1,"type":"private"},"from":{"id":1,"is_bot":false,"first_name":"?"},` +
		`"date":1,"old_chat_member":{"status":"unheard_of"},"new_chat_member":{"status":"unheard_of"}}}`)
}

// refusal is the error that the fault answers a call with, or nil.
func (f *activeFault) refusal() *apiError {
	var err *apiError
	switch f.Effect {
	case TooMany:
		err = tooManyRequests(max(f.RetryAfter, 0))
		if f.RetryAfter == 0 {
			err = tooManyRequests(3)
		}
	case Forbid:
		err = forbidden("bot was blocked by the user")
	case BadRequest:
		err = badRequest("injected fault")
	case ServerError:
		err = &apiError{Code: http.StatusInternalServerError, Description: "Internal Server Error"}
	case BadGateway:
		err = &apiError{Code: http.StatusBadGateway, Description: "Bad Gateway"}
	default:
		return nil
	}
	if f.Description != "" {
		err.Description = f.Description
	}
	return err
}
