package app

import (
	"context"
	"strconv"
	"strings"

	"tiepdan/bot"
	"tiepdan/storage/postgres"
	"tiepdan/triage"
)

// A simulated Telegram begins anew with every start of the demo and numbers its
// updates and messages from the same beginning, while the petitions of earlier
// starts are kept. So that a number of today is not taken for one of yesterday,
// updates are counted on from where earlier worlds can have come to, and
// references to messages carry the number of their world.

// worldSize is more updates than one start of the demo ever has.
const worldSize = 1 << 40

type worldHandler struct {
	bot.Handler
	world int64
}

// Handle does one update under a number that no earlier world has given.
func (h worldHandler) Handle(ctx context.Context, u bot.Update, inline bool) (*bot.Call, error) {
	u.ID += h.world * worldSize
	return h.Handler.Handle(ctx, u, inline)
}

// inWorld makes a bot's references to messages those of one world.
func inWorld(o bot.Options, store *postgres.Store, world int64) bot.Options {
	mark := worldMark(strconv.FormatInt(world, 10) + "/")
	o.Desk = worldDesk{o.Desk, mark}
	o.Records = worldRecords{store, mark}
	o.Deliveries = worldDeliveries{store, mark}
	return o
}

// worldMark stands before the references of a world.
type worldMark string

func (m worldMark) put(ref string) string {
	if ref == "" {
		return ""
	}
	return string(m) + ref
}

// take takes the mark off; a reference of another world leads nowhere.
func (m worldMark) take(ref string) string {
	ref, ours := strings.CutPrefix(ref, string(m))
	if !ours {
		return ""
	}
	return ref
}

type worldDesk struct {
	bot.Desk
	mark worldMark
}

func (d worldDesk) File(ctx context.Context, draft triage.Draft) (triage.Done, error) {
	messages := make([]triage.Message, len(draft.Messages))
	for i, m := range draft.Messages {
		messages[i] = triage.Message{Ref: d.mark.put(m.Ref), Versions: m.Versions}
	}
	draft.Messages = messages
	return d.Desk.File(ctx, draft)
}

func (d worldDesk) Do(ctx context.Context, a triage.Act) (triage.Done, error) {
	a.Message, a.Amends = d.mark.put(a.Message), d.mark.put(a.Amends)
	return d.Desk.Do(ctx, a)
}

type worldRecords struct {
	bot.Records
	mark worldMark
}

func (r worldRecords) ByMessage(ctx context.Context, person triage.PersonID, ref string) (triage.Code, error) {
	return r.Records.ByMessage(ctx, person, r.mark.put(ref))
}

func (r worldRecords) Card(ctx context.Context, code triage.Code, unit triage.UnitID) (string, error) {
	ref, err := r.Records.Card(ctx, code, unit)
	return r.mark.take(ref), err
}

func (r worldRecords) SetCard(ctx context.Context, code triage.Code, unit triage.UnitID, ref string) error {
	return r.Records.SetCard(ctx, code, unit, r.mark.put(ref))
}

type worldDeliveries struct {
	bot.Deliveries
	mark worldMark
}

func (d worldDeliveries) Deliver(ctx context.Context, delivery triage.Delivery) error {
	delivery.Ref = d.mark.put(delivery.Ref)
	return d.Deliveries.Deliver(ctx, delivery)
}
