package main

import (
	"context"
	"fmt"
	"net"
	"sync"
	"time"

	"tiepdan/bot"
	"tiepdan/cmd/tiepdan/history"
	"tiepdan/triage"
)

// remember plays the office's past into the ledger, or the rest of it, before
// anything else happens. What is complete is not looked at again.
func (s *stage) remember(ctx context.Context, f *folder, out streams, page net.Addr) error {
	if f.History != nil && f.History.Complete {
		return nil
	}
	if f.History == nil {
		now := time.Now().Truncate(time.Minute)
		if err := f.change(func() { f.History = &playedHistory{Anchor: now} }); err != nil {
			return err
		}
	}
	if _, err := fmt.Fprintf(out.Out, "Trang đã mở ở http://%s. Đang dựng lại số liệu một năm và mười hai tuần vừa qua …\n", page); err != nil {
		return err
	}
	clerks, err := s.bindStaff(ctx)
	if err != nil {
		return err
	}
	player := &history.Player{Store: s.app.Store, Office: s.app.Office, Address: s.addressOf, Progress: s.progress(out)}
	defer s.sim.EndProgress()
	if err := player.Play(ctx, history.Make(s.app.Office, f.History.Anchor, clerks)); err != nil {
		if ctx.Err() != nil {
			return ctx.Err() // the next start goes on from here
		}
		return err
	}
	return f.change(func() { f.History.Complete = true })
}

// addressOf is where a person of a number would be written to.
func (s *stage) addressOf(n int64) string { return bot.Address(s.bot.ID(), n) }

// bindStaff gives the demo's own staff their posts before the bot works, since
// they have a part in the last weeks. They are known to the ledger by the numbers
// of their telephones, as if they had followed their links.
func (s *stage) bindStaff(ctx context.Context) ([]history.Clerk, error) {
	roster, err := s.app.Store.Roster(ctx)
	if err != nil {
		return nil, err
	}
	var clerks []history.Clerk
	for _, p := range staffPersonas() {
		if !bound(roster, p) {
			person, err := s.app.Store.Person(ctx, s.addressOf(s.sim.Person(p.name).ID()), "vi")
			if err != nil {
				return nil, err
			}
			if _, err := history.Bind(ctx, s.app.Store, person.ID, triage.Invitation{Unit: p.unit, Name: p.name, Post: p.post, Duty: p.duty}); err != nil {
				return nil, err
			}
		}
		if p.post == triage.Officer {
			clerks = append(clerks, history.Clerk{Name: p.name, First: p.unit, Then: p.unit, Bound: true})
		}
	}
	return clerks, nil
}

// progress says every tenth of the way how far the history is, and shows the
// open pages every hundredth.
func (s *stage) progress(out streams) func(done, of int) {
	var mu sync.Mutex
	told, shown := 0, 0
	return func(done, of int) {
		mu.Lock()
		defer mu.Unlock()
		if hundredths := 100 * done / of; hundredths > shown && done < of {
			shown = hundredths
			s.sim.ShowProgress(done, of)
		}
		if tenths := 10 * done / of; tenths > told {
			told = tenths
			_, _ = fmt.Fprintf(out.Out, "  %d %%\n", 10*tenths)
		}
	}
}
