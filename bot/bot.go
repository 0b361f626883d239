// Package bot is Telegram in and Telegram out: one turn of conversation at a
// time per person.
//
// It promises that an update has one effect however often it comes (P2), that
// the ledger is written before the conversation and the conversation before the
// reply, that nothing is called received before it is committed (P1), and that
// nothing a person wrote is dropped in silence (P16). It never writes a
// citizen's words into a group, a log or an error (P9).
package bot

import (
	"context"
	"io"
	"log/slog"
	"time"

	"tiepdan/bot/dialog"
	"tiepdan/bot/script"
	"tiepdan/bot/text"
	"tiepdan/triage"
	"tiepdan/triage/reading"
)

// Sessions lends a person's conversation to one turn at a time.
type Sessions interface {
	// Change reads the conversation of a user (nil: none), gives it to fn, and
	// writes back what fn returns if nobody else did meanwhile; otherwise it
	// starts over, so fn must be idempotent. dirty asks for a checkpoint.
	Change(ctx context.Context, bot, user int64, fn func(old []byte) (state []byte, dirty bool, err error)) error
}

// Desk is where petitions are filed and acted upon; *triage.Desk is one.
type Desk interface {
	File(ctx context.Context, d triage.Draft) (triage.Done, error)
	Do(ctx context.Context, a triage.Act) (triage.Done, error)
}

// Records is what the bot reads of petitions.
type Records interface {
	Petition(ctx context.Context, code triage.Code) (triage.Petition, error)
	Find(ctx context.Context, q triage.Query) ([]triage.Petition, error)
	// Search finds petitions by who wrote them: a phone number, an ID number, a
	// name. Confidential ones are never found in this way.
	Search(ctx context.Context, who string, limit int) ([]triage.Petition, error)
	// Summary is the beginning of what was written; the reading is logged where it has to be.
	Summary(ctx context.Context, code triage.Code, by triage.Actor) (string, error)
	// Dossier opens a petition's words; the reading is logged where it has to be (P10).
	Dossier(ctx context.Context, code triage.Code, by triage.Actor) (triage.Dossier, error)
	File(ctx context.Context, code triage.Code, file int64, by triage.Actor) (triage.Stored, io.ReadCloser, error)
	StoreFile(ctx context.Context, code triage.Code, file int64, r io.Reader) (sha256 string, err error)
	FailFile(ctx context.Context, code triage.Code, file int64, reason string) error
	// ByMessage finds the petition that a message of ours or of the citizen's belongs to.
	ByMessage(ctx context.Context, person triage.PersonID, ref string) (triage.Code, error)
	// Alike finds the petitions that may be of the same matter as a filed one, for
	// staff; AlikeOwn those of a citizen's own, not done yet, that are like a draft.
	Alike(ctx context.Context, code triage.Code, most int) ([]triage.Alike, error)
	AlikeOwn(ctx context.Context, filer triage.PersonID, d triage.Draft, most int) ([]triage.Alike, error)
	Card(ctx context.Context, code triage.Code, unit triage.UnitID) (ref string, err error)
	SetCard(ctx context.Context, code triage.Code, unit triage.UnitID, ref string) error
	RecordVisit(ctx context.Context, v triage.Visit) error
	triage.Books
}

// People knows who writes and who works here.
type People interface {
	Roster(ctx context.Context) (triage.Roster, error)
	Person(ctx context.Context, address, language string) (triage.Person, error)
	PersonByID(ctx context.Context, id triage.PersonID) (triage.Person, error)
	SetLanguage(ctx context.Context, id triage.PersonID, language string) error
	SetReachable(ctx context.Context, id triage.PersonID, reachable bool) error
	Readdress(ctx context.Context, old, new string) error
	Redeem(ctx context.Context, token string, id triage.PersonID) (triage.Invitation, triage.Staff, error)
	RedeemGroup(ctx context.Context, token string, id triage.PersonID) (triage.Invitation, error)
}

// Deliveries is the ledger of what was told to whom.
type Deliveries interface {
	Delivered(ctx context.Context, n triage.Notice) (bool, error)
	Unsure(ctx context.Context, n triage.Notice, attempt int) (bool, error)
	Deliver(ctx context.Context, d triage.Delivery) error
	Enqueue(ctx context.Context, n triage.Notice) error
}

// Options are the parts that a Bot is made of.
type Options struct {
	Client     *Client
	ID         int64  // the bot's own user id
	Username   string // without @
	Sessions   Sessions
	Desk       Desk
	Records    Records
	People     People
	Deliveries Deliveries
	Office     triage.Office
	Words      *text.Catalogue
	Places     script.Places
	NewKey     func() string // a draft's key: long and random
	Now        func() time.Time
	Settle     time.Duration // how long an album is gathered; 1.5 s by design
	Metrics    *Metrics      // nil: nothing is counted
	Log        *slog.Logger
	Bound      func() // an invitation was used; must not block. nil: nobody asks
}

// Bot takes updates and tells notices.
type Bot struct {
	Options
	petition dialog.Dialog
	reader   *reading.Reader
	judge    judge
	later    *later
}

// New wires a bot.
func New(o Options) *Bot {
	if o.Settle == 0 {
		o.Settle = 1500 * time.Millisecond
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	b := &Bot{Options: o, reader: reading.New(), later: newLater(o.Log)}
	b.petition = script.Petition(o.Places, b.decide)
	return b
}

// Close waits for albums that are being gathered to be answered.
func (b *Bot) Close(ctx context.Context) error { return b.later.close(ctx) }
