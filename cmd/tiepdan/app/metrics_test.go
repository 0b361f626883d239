package app

import (
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"tiepdan/bot/metrictest"
	"tiepdan/bot/simulator"
	"tiepdan/storage/redis"
	"tiepdan/storage/seal"
	"tiepdan/triage"
)

// metric reads a metric over all replicas, summed over the labels not named
// ("name=value"). Of a histogram it is the number of observations.
func (s *stage) metric(name string, labels ...string) float64 {
	s.t.Helper()
	sum := 0.0
	for _, a := range s.replicas {
		sum += metrictest.Sum(s.t, a.registry, "tiepdan_"+name, labels...)
	}
	return sum
}

// freshLooks lets every scrape look anew.
func (s *stage) freshLooks() {
	for _, a := range s.replicas {
		a.watch.mu.Lock()
		a.watch.every = 0
		a.watch.mu.Unlock()
	}
}

// moves does something and holds each metric to what it has to move by; the least
// of it, where the number is not for the test to say (0.5 for any).
func (s *stage) moves(want map[string]float64, do func()) {
	s.t.Helper()
	read := func(key string) float64 {
		name, labels, _ := strings.Cut(strings.TrimSuffix(key, "}"), "{")
		if labels == "" {
			return s.metric(name)
		}
		return s.metric(name, strings.Split(labels, ",")...)
	}
	before := map[string]float64{}
	for key := range want {
		before[key] = read(key)
	}
	do()
	for key, by := range want {
		got := read(key) - before[key]
		if by == anyMore && got <= 0 || by != anyMore && got != by {
			s.t.Errorf("%s moved by %v, want %v", key, got, by)
		}
	}
}

// anyMore asks a metric to grow, by whatever.
const anyMore = 0.5

// TestMetricsFollowAPetition holds every stage of a petition to the metric that
// tells operators of it.
func TestMetricsFollowAPetition(t *testing.T) {
	t.Parallel()
	s := newStage(t, sharedServers(t), 1)
	s.mustSettle()
	s.freshLooks()
	s.eventually("the sweep of the start is counted", func() bool { return s.metric("jobs_total", "kind=sweep", "outcome=done") > 0 })
	an, binh := s.citizen("An"), s.citizen("Bình")
	s.moves(map[string]float64{
		"telegram_updates_total": 15, "telegram_update_seconds{outcome=done}": 15, "telegram_calls_total{outcome=done}": anyMore,
		"telegram_call_seconds{method=answerCallbackQuery}": anyMore, "dialog_steps_total{dialog=petition,outcome=taken}": 14,
		"checkpoint_drafts_total": anyMore,
	}, func() {
		an.must(suggestion(plainStory)...)
		s.checkpoint()
	})
	s.moves(map[string]float64{
		"dialog_steps_total{dialog=petition,outcome=sent}": 1, "acts_total{verb=file,outcome=done}": 1, "act_seconds{act=file}": 1,
		"deliveries_total{audience=citizen,outcome=sent}": 1, "jobs_total{kind=tell,outcome=done}": anyMore, "job_seconds{kind=card}": anyMore,
		"petitions_open{status=filed}": 1, "petitions_unclassified": 1, "petition_unclassified_oldest_seconds": anyMore,
		"petition_oldest_seconds{status=filed}": anyMore,
	}, func() {
		an.must(send)
		an.receipt()
		s.mustSettle()
	})
	s.moves(map[string]float64{"clocks{when=late}": anyMore, "acts_total{verb=escalate,outcome=done}": anyMore}, func() {
		s.clock.pass(30 * 24 * time.Hour)
		if err := s.app.sweep(context.Background()); err != nil {
			t.Fatal(err)
		}
		s.mustSettle()
	})
	s.moves(map[string]float64{
		"acts_total{verb=claim,outcome=done}": 1, "petition_stage_seconds{stage=claimed}": 1,
		"petitions_open{status=filed}": -1, "petitions_open{status=claimed}": 1,
	}, func() { s.pressInGroup(binh, "Nhận xử lý") })
	an.p.Block(s.bot)
	s.moves(map[string]float64{
		"petition_stage_seconds{stage=accepted}": 1, "petition_stage_seconds{stage=processed}": 1, "petition_stage_seconds{stage=done}": 1,
		"deliveries_total{audience=citizen,outcome=blocked}": anyMore, "jobs_total{outcome=given_up}": anyMore,
		"petitions_open": -1, "petitions_unclassified": -1,
	}, func() {
		s.mustSettle()
		binh.must("[Thụ lý]", "[Trả lời, kết thúc]", "Chúng tôi đã kê thêm ghế.", "xong")
		s.mustSettle()
	})
}

// TestMetricsTellOfFaults holds what goes wrong to its metric: an outcome nobody
// knows, an act refused, a conversation that Redis lost, turns of two replicas
// that meet, and updates that Telegram has to bring again.
func TestMetricsTellOfFaults(t *testing.T) {
	t.Parallel()
	s, server := withOwnRedis(t, 1)
	s.stopCheckpoints()
	s.freshLooks()
	an, binh := s.citizen("An"), s.citizen("Bình")
	s.moves(map[string]float64{"sessions_restored_total": 1, "checkpoint_waiting": 1, "checkpoint_lag_seconds": anyMore}, func() {
		s.checkpoint() // whoever was bound
		an.must(suggestion(plainStory)[:11]...)
		s.checkpoint()
		server.Flush()
		an.must(suggestion(plainStory)[11:]...)
	})
	s.moves(map[string]float64{"deliveries_total{audience=citizen,outcome=unknown}": 1, "telegram_calls_total{method=sendMessage,outcome=unknown}": anyMore}, func() {
		s.sim.Inject(simulator.Fault{Effect: simulator.CutAfter, Method: "sendMessage", Chat: an.chat().ID(), Times: 1})
		stop := s.hurry()
		an.must(send)
		an.receipt()
		s.mustSettle()
		stop()
	})
	s.moves(map[string]float64{"acts_total{verb=claim,outcome=refused}": 1, "refusals_total{reason=claimed_by_other}": 1}, func() {
		s.pressInGroup(binh, "Nhận xử lý")
		if err := s.claims("Cán Bộ Dũng", an.receipt(), triage.Claim); err == nil {
			t.Error("two have claimed one petition")
		}
	})
	key := int64(7_000_001)
	s.moves(map[string]float64{"session_conflicts_total": 1}, func() {
		other, err := redis.Open(context.Background(), server.URL(), s.keyset(), redis.Options{Epoch: s.app.Store.Epoch})
		if err != nil {
			t.Fatal(err)
		}
		defer other.Close()
		met := false
		err = sessions{s.app.Sessions, s.app.stages}.Change(context.Background(), s.app.Me.ID, key, func([]byte) ([]byte, bool, error) {
			if !met {
				met = true
				return []byte("ours"), false, other.Change(context.Background(), redis.SessionKey{Bot: s.app.Me.ID, User: key},
					func([]byte) ([]byte, bool, error) { return []byte("theirs"), false, nil })
			}
			return []byte("ours"), false, nil
		})
		if err != nil {
			t.Error(err)
		}
	})
	s.moves(map[string]float64{
		"telegram_webhook_refusals_total{reason=away}": anyMore, "telegram_update_seconds{outcome=away}": anyMore,
		"session_failures_total{reason=away}": anyMore, "up{part=redis}": -1,
	}, func() {
		server.Stop()
		an.p.Say(s.bot, "/don")
		s.eventually("Telegram is asked to come again", func() bool { return s.metric("telegram_webhook_refusals_total", "reason=away") > 0 })
	})
	server.Start()
	if err := s.taken(context.Background()); err != nil {
		t.Fatal(err)
	}
}

// keyset is the keys that the stage's replicas seal with.
func (s *stage) keyset() *seal.Keys {
	s.t.Helper()
	keys, err := seal.Parse(string(s.settings.Keyset))
	if err != nil {
		s.t.Fatal(err)
	}
	return keys
}

// claims lets an officer claim a petition, or whatever else the verb says.
func (s *stage) claims(name string, code triage.Code, verb triage.Verb) error {
	s.t.Helper()
	roster, err := s.app.Store.Roster(context.Background())
	if err != nil {
		s.t.Fatal(err)
	}
	for _, member := range roster.Staff {
		if member.Name == name {
			_, err := s.app.desk.Do(context.Background(), triage.Act{Key: "test:" + name, Codes: []triage.Code{code}, Verb: verb, Actor: triage.Actor{Staff: member.ID}})
			return err
		}
	}
	s.t.Fatalf("%s is not bound", name)
	return nil
}

// TestMetricsAreBounded holds the page of a whole talk to labels of our own words:
// none is a number of Telegram's, and there are not many.
func TestMetricsAreBounded(t *testing.T) {
	t.Parallel()
	s := newStage(t, sharedServers(t), 1)
	an := s.citizen("An")
	code := string(an.filed())
	if err := s.claims("Cán Bộ Dũng", an.receipt(), triage.Verb("forged-"+code)); err == nil {
		t.Error("a forged verb is done")
	}
	rec := httptest.NewRecorder()
	health := &Health{}
	health.app.Store(s.app)
	health.Handler().ServeHTTP(rec, httptest.NewRequest(http.MethodGet, "/metrics", nil))
	page := rec.Body.String()
	lines := 0
	for line := range strings.Lines(page) {
		if !strings.HasPrefix(line, "tiepdan_") {
			continue
		}
		lines++
		labels, _, _ := strings.Cut(line, "} ")
		if strings.Contains(labels, code) || strings.Contains(labels, "4242") {
			t.Errorf("the metrics hold %s", line)
		}
	}
	if lines == 0 || lines > 1000 {
		t.Errorf("%d lines of our own metrics", lines)
	}
}
