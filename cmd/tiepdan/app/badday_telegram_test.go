package app

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"tiepdan/bot/simulator"
	"tiepdan/triage"
)

// TestTelegramRefuses holds P7 for every way in which Telegram fails: the dialog
// loses nothing and goes on, the petition is filed whatever becomes of its
// receipt, and the delivery ledger tells exactly what became of each attempt.
func TestTelegramRefuses(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		effect  simulator.Effect
		times   int      // so often the receipt's call fails
		ledger  []string // of the receipt
		arrived int      // receipts that are shown
	}{
		{simulator.TooMany, 1, []string{"delayed", "sent"}, 1},
		{simulator.Forbid, 1, []string{"blocked"}, 0},
		{simulator.ServerError, 3, []string{"delayed", "sent"}, 1},
		{simulator.CutBefore, 1, []string{"unknown", "sent"}, 1},
		{simulator.CutAfter, 1, []string{"unknown", "sent"}, 2},
		{simulator.Hang, 1, []string{"unknown", "sent"}, 1},
	} {
		t.Run(string(c.effect), func(t *testing.T) {
			t.Parallel()
			s := newStage(t, sharedServers(t), 1)
			an := s.citizen("An")
			an.p.Say(s.bot, "/start")
			if err := s.taken(context.Background()); err != nil {
				t.Fatal(err)
			}
			s.dialogIn(an, c.effect)
			s.mustSettle()
			s.sim.ClearFaults()
			s.sim.Inject(simulator.Fault{Effect: c.effect, Method: "sendMessage", Chat: an.chat().ID(), Times: c.times, RetryAfter: 1})
			an.must(send)
			s.petitions(1)
			var code triage.Code
			if err := s.db.QueryRow(t.Context(), `SELECT code FROM petition`).Scan(&code); err != nil {
				t.Fatal(err)
			}
			s.eventually("the receipt has come to its end", func() bool {
				rows := s.outcomes(code, triage.FileIt)
				return len(rows) >= len(c.ledger) || len(rows) > 0 && rows[len(rows)-1] == "sent"
			})
			if rows := s.outcomes(code, triage.FileIt); !slices.Equal(rows, c.ledger) {
				t.Errorf("the ledger says %v of the receipt, want %v", rows, c.ledger)
			}
			if n := len(an.receipts()); n != c.arrived {
				t.Errorf("%d receipts are shown, want %d", n, c.arrived)
			}
			if c.effect == simulator.Forbid {
				s.citizen("Bình").sees(0, "Không nhắn được cho người gửi")
			}
			if c.effect == simulator.CutAfter || c.effect == simulator.CutBefore {
				s.answerUnknown(an, code, c.effect)
			}
			if got := s.story(code); got != plainStory {
				t.Errorf("the story is %q", got)
			}
		})
	}
}

// dialogIn walks to the review while now and then a call fails: the answer to a
// press, the next question, or both. Who is not answered asks again.
func (s *stage) dialogIn(an *citizen, effect simulator.Effect) {
	s.t.Helper()
	troubles := map[int][]string{3: {"answerCallbackQuery", "sendMessage"}, 6: {"sendMessage"}, 9: {"answerCallbackQuery"}}
	if effect == simulator.Hang {
		troubles = nil // it takes ten seconds, and ends as a cut connection does
	}
	for i, act := range suggestion(plainStory) {
		for _, method := range troubles[i] {
			s.sim.Inject(simulator.Fault{Effect: effect, Method: method, Times: 1, RetryAfter: 1})
		}
		s.clock.pass(5 * time.Second)
		mark := an.mark()
		an.must(act)
		for range 5 {
			if len(an.since(mark)) > 0 {
				break
			}
			an.must("/start")
		}
		if len(an.since(mark)) == 0 {
			s.t.Fatalf("%s is never answered", act)
		}
	}
	an.sees(0, "Xin đọc lại")
}

// answerUnknown lets it be unknown whether an officer's answer arrived: it is not
// sent twice by the program; the officer is told, looks, and sends it again.
func (s *stage) answerUnknown(an *citizen, code triage.Code, effect simulator.Effect) {
	s.t.Helper()
	s.mustSettle()
	binh := s.citizen("Bình")
	s.pressInGroup(binh, "Nhận xử lý")
	binh.must("[Thụ lý]", "[Trả lời, kết thúc]", "Chúng tôi đã kê thêm ghế.")
	s.mustSettle()
	s.sim.Inject(simulator.Fault{Effect: effect, Method: "sendMessage", Chat: an.chat().ID(), Times: 1})
	binh.must("xong")
	binh.sees(0, "Không rõ thư trả lời đã đến người gửi chưa")
	s.mustSettle()
	if rows := s.outcomes(code, triage.Answer); !slices.Equal(rows, []string{"unknown"}) {
		s.t.Errorf("the ledger says %v of the answer", rows)
	}
	arrived := 0
	if effect == simulator.CutAfter {
		arrived = 1
	}
	if n := strings.Count(strings.Join(an.since(0), "\n"), "kê thêm ghế."); n != arrived {
		s.t.Errorf("the answer is shown %d times, want %d", n, arrived)
	}
	binh.must("[Gửi lại cho người dân]")
	s.mustSettle()
	if rows := s.outcomes(code, triage.Answer); !slices.Equal(rows, []string{"unknown", "sent"}) {
		s.t.Errorf("after the officer's look the ledger says %v of the answer", rows)
	}
}

// outcomes is what the delivery ledger says of telling the citizen of one verb.
func (s *stage) outcomes(code triage.Code, verb triage.Verb) []string {
	s.t.Helper()
	all, err := s.app.Store.Deliveries(context.Background(), code)
	if err != nil {
		s.t.Fatal(err)
	}
	var outcomes []string
	for _, d := range all {
		if d.Notice.Audience == triage.ToCitizen && d.Notice.Verb == verb {
			outcomes = append(outcomes, string(d.Outcome))
		}
	}
	return outcomes
}
