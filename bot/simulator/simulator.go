// Package simulator is a strict Telegram Bot API on this machine: the server,
// the people who write to a bot, and a page with their telephones.
//
// It promises what was seen of the real server. Unknown methods, unknown
// fields and wrong types are refused with Telegram's own sentences. Updates
// reach a bot by polling or by webhook; a webhook has one queue per chat for
// messages and one per person for button presses, in order inside a queue and
// in no order across. Every fault that a bot meets in the world can be called
// forth by name. Nothing here waits by sleeping: whoever watches a chat is told
// when it changes.
//
// What it does not know: channels, inline mode, payments, business accounts,
// Markdown.
package simulator

import (
	"context"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
)

// Options are all optional.
type Options struct {
	// Clock tells the time of messages, of the 24 hours an update lives and of
	// the 150 seconds a button press lives. Default: time.Now.
	Clock func() time.Time
	// Seed makes faults and file identifiers repeatable.
	Seed uint64
	// Log takes what goes wrong. Default: nothing is logged.
	Log *slog.Logger
	// RateLimits enforces 30 messages/s in all, 1/s in a chat and 20/min in a
	// group.
	RateLimits bool
	// RetryBase is the first pause after a webhook has failed; it doubles up
	// to 60 s. Default: 1 s.
	RetryBase time.Duration
	// WebhookTimeout is how long a webhook may take to answer. Default: 60 s.
	WebhookTimeout time.Duration
	// First is where the numbers of updates and messages begin, for a world that
	// follows earlier ones whose numbers somebody has kept.
	First int64
	// KeepMessages is how many messages of a chat are remembered. 0: all.
	KeepMessages int
	// KeepCalls is how many calls and updates are remembered for Log and
	// Redeliver. Default: 20,000.
	KeepCalls int
	// Personas are the telephones on the page.
	Personas []Persona
}

// Persona is one telephone on the page.
type Persona struct {
	Name string // of the person
	Role string // the label above the telephone
	// Aside telephones stand after the first group.
	Aside bool
}

// Simulator is one small world: bots, people, groups, and what they said.
type Simulator struct {
	opt    Options
	ctx    context.Context
	cancel context.CancelFunc
	tasks  sync.WaitGroup
	client *http.Client
	page   http.Handler
	// methods carries out each call, by name.
	methods map[string]func(*call) (any, *apiError)

	calls  callLog
	faults faultSet
	change signal // anything that people can see

	mu       sync.Mutex // everything below, and every chat
	bots     []*Bot
	byToken  map[string]*Bot
	people   []*Person
	byPerson map[int64]*Person
	byName   map[string]*Person
	groups   []*Group
	byGroup  map[int64]*chat
	files    fileStore
	watchers map[*watcher]struct{} // pages that are open
	latest   map[int64]int64       // the latest update that a person caused on the page
	progress Progress
	show     showing
	serial   int64

	dice sync.Mutex
	rand *rand.Rand
}

// New makes a world without people or bots.
func New(opt Options) *Simulator {
	if opt.Clock == nil {
		opt.Clock = time.Now
	}
	if opt.Log == nil {
		opt.Log = slog.New(slog.DiscardHandler)
	}
	if opt.RetryBase <= 0 {
		opt.RetryBase = time.Second
	}
	if opt.WebhookTimeout <= 0 {
		opt.WebhookTimeout = time.Minute
	}
	if opt.KeepCalls <= 0 {
		opt.KeepCalls = 20000
	}
	ctx, cancel := context.WithCancel(context.Background())
	s := &Simulator{
		opt:      opt,
		ctx:      ctx,
		cancel:   cancel,
		byToken:  map[string]*Bot{},
		byPerson: map[int64]*Person{},
		byName:   map[string]*Person{},
		byGroup:  map[int64]*chat{},
		watchers: map[*watcher]struct{}{},
		latest:   map[int64]int64{},
		rand:     rand.New(rand.NewPCG(opt.Seed, 20241122)),
	}
	s.calls.keep = opt.KeepCalls
	s.files.byID = map[string]*file{}
	s.files.byPath = map[string]*file{}
	s.client = webhookClient(opt.WebhookTimeout)
	s.methods = methods()
	s.page = s.pageHandler()
	for _, p := range opt.Personas {
		s.Person(p.Name)
	}
	return s
}

// Close ends deliveries and long polls, and returns when they have ended.
func (s *Simulator) Close() {
	s.cancel()
	s.mu.Lock()
	bots := slices.Clone(s.bots)
	s.mu.Unlock()
	for _, b := range bots {
		b.mail.settled()
	}
	s.tasks.Wait()
	s.client.CloseIdleConnections()
}

// AddBot makes a bot. The token is like "123456:TEST"; the bot's id is the
// number before the colon. A token that exists already gives that bot.
func (s *Simulator) AddBot(token, username string) *Bot {
	s.mu.Lock()
	defer s.mu.Unlock()
	if b := s.byToken[token]; b != nil {
		return b
	}
	number, _, _ := strings.Cut(token, ":")
	id, err := strconv.ParseInt(number, 10, 64)
	if err != nil || id <= 0 {
		id = int64(100000 + len(s.bots))
	}
	b := newBot(s, token, User{ID: id, IsBot: true, FirstName: username, Username: username}, len(s.bots))
	s.bots = append(s.bots, b)
	s.byToken[token] = b
	return b
}

// Person finds the person of that name, or makes one. Identifiers do not fit
// into 32 bits, as with new accounts of Telegram.
func (s *Simulator) Person(name string) *Person {
	s.mu.Lock()
	defer s.mu.Unlock()
	if p := s.byName[name]; p != nil {
		return p
	}
	p := &Person{sim: s, user: User{ID: 7100000001 + int64(len(s.people)), FirstName: name, LanguageCode: "vi"}}
	s.people = append(s.people, p)
	s.byName[name] = p
	s.byPerson[p.user.ID] = p
	s.announce("people")
	return p
}

// Group finds the group of that title, or makes a basic group.
func (s *Simulator) Group(title string) *Group {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, g := range s.groups {
		if g.chat.title == title {
			return g
		}
	}
	g := &Group{sim: s, members: map[int64]string{}, bots: map[int64]string{}}
	g.chat = s.newChat(-4200000001-int64(len(s.groups)), "group")
	g.chat.group, g.chat.title = g, title
	s.groups = append(s.groups, g)
	s.byGroup[g.chat.id] = g.chat
	s.announce("people")
	return g
}

// Await returns when the condition holds, looking again after every change in
// any chat and after every call; or with the context's error.
func (s *Simulator) Await(ctx context.Context, condition func() bool) error {
	return s.change.await(ctx, condition)
}

func (s *Simulator) now() time.Time { return s.opt.Clock() }

// chance is true with the given probability, in a repeatable order.
func (s *Simulator) chance(rate float64) bool {
	s.dice.Lock()
	defer s.dice.Unlock()
	return s.rand.Float64() < rate
}

// announce tells the open pages what changed. The lock is held.
func (s *Simulator) announce(what string) {
	s.change.fire()
	for w := range s.watchers {
		w.tell(what)
	}
}
