package app

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"tiepdan/bot"
	"tiepdan/bot/dialog"
	"tiepdan/bot/script"
	"tiepdan/storage/postgres"
	"tiepdan/storage/redis"
	"tiepdan/triage/area"
)

// sessions lends conversations from Redis.
type sessions struct {
	store  *redis.Store
	stages *stages
}

// Change lends one person's conversation to fn: see bot.Sessions.
func (s sessions) Change(ctx context.Context, botID, user int64, fn func([]byte) ([]byte, bool, error)) error {
	var turn error
	runs := 0
	err := s.store.Change(ctx, redis.SessionKey{Bot: botID, User: user}, func(old []byte) (state []byte, dirty bool, err error) {
		runs++
		state, dirty, turn = fn(old)
		return state, dirty, turn
	})
	if err != nil && turn == nil && !errors.Is(err, redis.ErrUnreadable) && !errors.Is(err, errCheckpoint) {
		err = redisAway{err}
	}
	s.stages.lent(runs, err)
	return err
}

// redisAway is any fault of Redis that is not of one person's conversation.
type redisAway struct{ error }

// Away is true: the update is to come again.
func (redisAway) Away() bool { return true }

func (e redisAway) Unwrap() error { return e.error }

// errCheckpoint marks that a lost conversation could not be read back. Whether
// the database is away or the checkpoint spoiled, its own error says.
var errCheckpoint = errors.New("read the checkpoint of a conversation")

// recover reads a conversation that Redis lost from its checkpoint, marked so
// that the person is told.
func (a *App) recover(ctx context.Context, key redis.SessionKey) ([]byte, int64, error) {
	checkpoint, version, err := a.Store.Draft(ctx, key.Bot, key.User)
	if err != nil {
		return nil, version, fmt.Errorf("%w: %w", errCheckpoint, err)
	}
	if checkpoint == nil {
		return nil, version, nil
	}
	a.stages.restored.Inc()
	return bot.Restored(checkpoint), version, nil
}

// checkpointEvery keeps the stated loss, the answers of the last two seconds should
// Redis be emptied (DESIGN §5.7): to write what waited has its time in it too.
const checkpointEvery = time.Second

// checkpointing moves changed conversations from Redis to Postgres.
func (a *App) checkpointing() bot.Checkpoints {
	return bot.Checkpoints{
		Dirty: a.dirty,
		Save: func(ctx context.Context, batch []bot.Dirty) error {
			drafts := make([]postgres.Draft, 0, len(batch))
			for _, d := range batch {
				if !d.Unknown {
					drafts = append(drafts, postgres.Draft{Bot: d.Bot, User: d.User, Version: d.Version, State: d.State})
				}
			}
			if err := a.Store.SaveDrafts(ctx, drafts); err != nil {
				a.stages.unsaved.Inc()
				return err
			}
			a.stages.drafts.Add(float64(len(drafts)))
			return nil
		},
		Clean: func(ctx context.Context, _ int, batch []bot.Dirty) error {
			list := make([]redis.Dirty, len(batch))
			for i, d := range batch {
				list[i] = redis.Dirty{Key: redis.SessionKey{Bot: d.Bot, User: d.User}, Version: int64(d.Mark)}
			}
			return a.Sessions.Clean(ctx, list)
		},
		Partitions: a.Sessions.Partitions(),
		Every:      checkpointEvery,
		Log:        a.deps.Log,
	}
}

// dirty lists changed conversations with their state. One that cannot be read
// keeps its mark and stops no other.
func (a *App) dirty(ctx context.Context, partition, most int) ([]bot.Dirty, error) {
	list, err := a.Sessions.Dirty(ctx, a.Me.ID, partition, most)
	if err != nil || len(list) == 0 {
		return nil, err
	}
	states, err := a.Sessions.Read(ctx, list)
	if err != nil {
		return nil, err
	}
	var batch []bot.Dirty
	for i, s := range states {
		if s.Err != nil {
			a.deps.Log.Warn("a conversation cannot be checkpointed", "error", s.Err)
			continue
		}
		batch = append(batch, bot.Dirty{
			Bot: s.Key.Bot, User: s.Key.User, State: s.State, Unknown: s.Version == 0,
			Version: max(s.Version, list[i].Version), Mark: float64(list[i].Version),
		})
	}
	return batch, nil
}

// budgets are Telegram's limits, which all replicas share: about 30 messages a
// second in all, one a second in a chat with a few at once, 20 a minute in a group.
type budgets struct {
	store      *redis.Store
	bot        int64
	rate, chat float64 // messages a second in all, in one chat
}

// Take takes a portion: see bot.Budgets. Who takes from a smaller burst leaves the
// rest of the same bucket to others.
func (b budgets) Take(ctx context.Context, now time.Time, p bot.Portion) (time.Duration, error) {
	of := redis.Bucket{Key: fmt.Sprintf("%d:%d", b.bot, p.Chat), Rate: b.chat, Burst: max(3, int(3*b.chat))}
	if p.Chat < 0 {
		of.Rate, of.Burst = b.chat*20/60, max(20, int(20*b.chat))
	}
	of.Burst = max(of.Burst-p.ChatSpare, 1)
	all := redis.Bucket{Key: strconv.FormatInt(b.bot, 10), Rate: b.rate, Burst: max(int(b.rate)-p.Spare, p.Messages), Units: p.Messages}
	return b.store.Take(ctx, now, []redis.Bucket{of, all})
}

// botID is the bot's user id, which a token begins with.
func botID(token Secret) int64 {
	number, _, _ := strings.Cut(string(token), ":")
	id, _ := strconv.ParseInt(number, 10, 64)
	return id
}

// gazetteer offers places of the country, those of our province first.
type gazetteer struct {
	places *area.Gazetteer
	home   string
}

// offers is how many places are put on buttons.
const offers = 6

// Suggest offers places for typed words: see script.Places.
func (g gazetteer) Suggest(typed string) []dialog.Offer {
	var all []dialog.Offer
	for _, p := range g.places.Suggest(typed, g.home, offers) {
		all = append(all, script.PlaceOffer(p))
	}
	return all
}

// Name is what a commune is called, by its code; for a card of a kind that is
// not confidential.
func (g gazetteer) Name(code string) (string, bool) {
	p, ok := g.places.Commune(code)
	return p.Name, ok
}

// lease lets one replica poll.
type lease struct {
	store       *redis.Store
	name, owner string
	ttl         time.Duration
}

// Hold takes or prolongs the lease: see bot.Lease.
func (l lease) Hold(ctx context.Context) (bool, error) {
	return l.store.Lease(ctx, l.name, l.owner, l.ttl)
}
