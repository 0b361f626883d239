package simulator

import (
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

// setHook points the bot to the hook and returns the person who will write.
func setHook(w *world, h *hookServer, more string) *Person {
	w.must("setWebhook", `{"url":"`+h.URL+`","secret_token":"s3cret"`+more+`}`, nil)
	return w.Person("An")
}

// Messages of a chat come in order, one at a time, whatever fails; the secret
// is there; a failure is told and retried, other chats go on.
func TestWebhookOrderAndRetries(t *testing.T) {
	w := newWorld(t, Options{RetryBase: time.Millisecond})
	var busy, wrongSecret atomic.Int32
	hook := newHook(t, func(rw http.ResponseWriter, r *http.Request, u anUpdate, before int) {
		if r.Header.Get("X-Telegram-Bot-Api-Secret-Token") != "s3cret" {
			wrongSecret.Add(1)
		}
		if u.Message != nil && strings.HasPrefix(u.Message.Text, "m") {
			if busy.Add(1) > 1 {
				t.Error("two messages of one chat at one time")
			}
			defer busy.Add(-1)
			if before < 2 {
				rw.WriteHeader(500)
			}
		}
	})
	an := setHook(w, hook, "")
	for i := range 5 {
		an.Say(w.bot, fmt.Sprintf("m%d", i))
	}
	w.Person("Bình").Say(w.bot, "khác")
	hook.await(t, 16)
	if err := w.Await(patience(t), func() bool { return w.bot.Pending() == 0 }); err != nil {
		t.Fatal(err)
	}
	var mine []anUpdate
	for _, u := range hook.updates() {
		if u.Message.Text != "khác" {
			mine = append(mine, u)
		}
	}
	want := "m0 m0 m0 m1 m1 m1 m2 m2 m2 m3 m3 m3 m4 m4 m4"
	if got := texts(mine); got != want || wrongSecret.Load() > 0 {
		t.Errorf("got %s, %d wrong secrets", got, wrongSecret.Load())
	}
	var info webhookInfo
	w.must("getWebhookInfo", `{}`, &info)
	if info.Error != "Wrong response from the webhook: 500 Internal Server Error" || info.ErrorDate == 0 || info.Pending != 0 || info.Connections != 40 {
		t.Errorf("%+v", info)
	}
}

// A press does not wait for the messages of the same person.
func TestPressHasItsOwnQueue(t *testing.T) {
	w := newWorld(t, Options{RetryBase: time.Millisecond})
	release := make(chan struct{})
	hook := newHook(t, func(rw http.ResponseWriter, r *http.Request, u anUpdate, _ int) {
		if u.Message != nil && u.Message.Text == "chậm" {
			<-release
		}
	})
	an := w.Person("An")
	an.Start(w.bot, "")
	w.must("sendMessage", `{"chat_id":`+jsonInt(an.ID())+`,"text":"?","reply_markup":{"inline_keyboard":[[{"text":"Có","callback_data":"yes"}]]}}`, nil)
	w.poll()
	setHook(w, hook, "")
	an.Say(w.bot, "chậm")
	if _, err := an.Press(w.bot, "Có"); err != nil {
		t.Fatal(err)
	}
	err := hook.some.await(patience(t), func() bool { return strings.Contains(texts(hook.updates()), "press:yes") })
	close(release)
	if err != nil {
		t.Error("the press waited for the message")
	}
}

func TestRetryAfterIsHonoured(t *testing.T) {
	w := newWorld(t, Options{RetryBase: time.Millisecond})
	var times []time.Time
	hook := newHook(t, func(rw http.ResponseWriter, r *http.Request, _ anUpdate, before int) {
		times = append(times, time.Now())
		if before == 0 {
			rw.Header().Set("Retry-After", "1")
			rw.WriteHeader(503)
		}
	})
	setHook(w, hook, "").Say(w.bot, "x")
	hook.await(t, 2)
	if gap := times[1].Sub(times[0]); gap < 950*time.Millisecond {
		t.Errorf("came again after %v", gap)
	}
}

// One method may stand in the answer; its refusal is silent, but logged.
func TestMethodInTheAnswer(t *testing.T) {
	w := newWorld(t, Options{})
	hook := newHook(t, func(rw http.ResponseWriter, r *http.Request, u anUpdate, _ int) {
		rw.Header().Set("Content-Type", "application/json")
		text := "chào"
		if u.Message.Text == "sai" {
			text = ""
		}
		fmt.Fprintf(rw, `{"method":"sendMessage","chat_id":%d,"text":%q}`, u.Message.Chat.ID, text)
	})
	an := setHook(w, hook, "")
	an.Say(w.bot, "đúng")
	if _, err := an.Chat(w.bot).AwaitWords(patience(t), "chào"); err != nil {
		t.Fatal(err)
	}
	an.Say(w.bot, "sai")
	if err := w.Await(patience(t), func() bool { return len(w.Log("sendMessage")) == 2 && w.bot.Pending() == 0 }); err != nil {
		t.Fatal(err)
	}
	calls := w.Log("sendMessage")
	if !calls[0].InAnswer || !calls[0].Applied || calls[1].Applied || calls[1].Description != "Bad Request: message text is empty" {
		t.Errorf("%+v", calls)
	}
	remove := w.Inject(Fault{Effect: TooMany, Times: 1})
	defer remove()
	an.Say(w.bot, "đúng")
	if err := w.Await(patience(t), func() bool { return len(w.Log("sendMessage")) == 3 }); err != nil {
		t.Fatal(err)
	}
	if c := w.Log("sendMessage")[2]; c.Code != 429 || c.Applied {
		t.Errorf("%+v", c)
	}
}

// What waits moves with the way of delivery; dropping drops it.
func TestWebhookTakesOverAndGivesBack(t *testing.T) {
	w := newWorld(t, Options{RetryBase: time.Hour})
	an := w.Person("An")
	an.Say(w.bot, "một")
	hook := newHook(t, func(rw http.ResponseWriter, r *http.Request, u anUpdate, _ int) {
		if u.Message.Text == "hai" {
			rw.WriteHeader(500)
		}
	})
	setHook(w, hook, "")
	an.Say(w.bot, "hai")
	hook.await(t, 2)
	if err := w.Await(patience(t), func() bool { return w.bot.Pending() == 1 }); err != nil {
		t.Fatal(err)
	}
	r := w.call("deleteWebhook", `{}`)
	if r.Description != "Webhook was deleted" {
		t.Errorf("%+v", r)
	}
	if got := texts(w.poll()); got != "hai" {
		t.Errorf("left for polling: %s", got)
	}
	an.Say(w.bot, "ba")
	w.must("setWebhook", `{"url":"`+hook.URL+`","drop_pending_updates":true}`, nil)
	if n := w.bot.Pending(); n != 0 {
		t.Errorf("%d pending after the drop", n)
	}
	dead := newHook(t, nil)
	dead.Close()
	w.must("setWebhook", `{"url":"`+dead.URL+`"}`, nil)
	an.Say(w.bot, "bốn")
	until(t, func() bool {
		var info webhookInfo
		w.must("getWebhookInfo", `{}`, &info)
		return info.Error == "Connection refused"
	})
}

func TestWebhookFaults(t *testing.T) {
	for _, c := range []struct {
		fault Fault
		want  string
	}{
		{Fault{Effect: Twice}, "một một"},
		{Fault{Effect: CutAnswer, Times: 1}, "một một"},
		{Fault{Effect: CutRequest, Times: 1}, "một"},
		{Fault{Effect: Slow, Method: "message", Delay: time.Millisecond}, "một"},
	} {
		w := newWorld(t, Options{RetryBase: time.Millisecond})
		hook := newHook(t, nil)
		an := setHook(w, hook, "")
		w.Inject(c.fault)
		an.Say(w.bot, "một")
		if err := w.Await(patience(t), func() bool { return w.bot.Pending() == 0 }); err != nil {
			t.Fatal(err)
		}
		// A request that was cut may have come in whole before, or not.
		if got := texts(hook.updates()); !strings.HasPrefix(got, c.want) {
			t.Errorf("%s: %s", c.fault.Effect, got)
		}
	}
}

func TestOvertakeAndPoison(t *testing.T) {
	w := newWorld(t, Options{})
	hook := newHook(t, func(rw http.ResponseWriter, r *http.Request, _ anUpdate, _ int) { io.Copy(io.Discard, r.Body) })
	an := w.Person("An")
	an.Start(w.bot, "")
	w.must("sendMessage", `{"chat_id":`+jsonInt(an.ID())+`,"text":"?","reply_markup":{"inline_keyboard":[[{"text":"Có","callback_data":"yes"}]]}}`, nil)
	w.poll()
	setHook(w, hook, "")
	remove := w.Inject(Fault{Effect: Overtake, Delay: time.Minute})
	an.Say(w.bot, "trước")
	until(t, func() bool {
		w.bot.mail.mu.Lock()
		defer w.bot.mail.mu.Unlock()
		return len(w.bot.mail.hook.held) == 1
	})
	if _, err := an.Press(w.bot, "yes"); err != nil {
		t.Fatal(err)
	}
	if got := texts(hook.await(t, 2)); got != "press:yes trước" {
		t.Errorf("got %s", got)
	}
	remove()
	w.Inject(Fault{Effect: Poison, Times: 1})
	an.Say(w.bot, "sau")
	found := false
	for _, u := range hook.await(t, 4)[2:] {
		found = found || u.Member != nil && u.Member.New.Status == "unheard_of"
	}
	if !found {
		t.Errorf("no poison in %s", texts(hook.updates()))
	}
}

// Three hundred people write at once; every update comes once, in order.
func TestManyPeople(t *testing.T) {
	const people, each = 300, 10
	w := newWorld(t, Options{})
	hook := newHook(t, func(rw http.ResponseWriter, r *http.Request, u anUpdate, _ int) {
		rw.Header().Set("Content-Type", "application/json")
		fmt.Fprintf(rw, `{"method":"sendMessage","chat_id":%d,"text":"%s"}`, u.Message.Chat.ID, u.Message.Text)
	})
	w.must("setWebhook", `{"url":"`+hook.URL+`","max_connections":100}`, nil)
	done := make(chan error, people)
	ctx := patience(t)
	for i := range people {
		go func() {
			p := w.Person(fmt.Sprintf("Người %d", i))
			chat := p.Chat(w.bot)
			for n := range each {
				p.Say(w.bot, fmt.Sprint(n))
				if _, err := chat.AwaitBeyond(ctx, 2*n+1); err != nil {
					done <- fmt.Errorf("person %d, message %d: %w", i, n, err)
					return
				}
			}
			if last := chat.Last(); last.Text != fmt.Sprint(each-1) || !last.From.IsBot {
				done <- fmt.Errorf("person %d: last %q", i, last.Text)
				return
			}
			done <- nil
		}()
	}
	for range people {
		if err := <-done; err != nil {
			t.Fatal(err)
		}
	}
}
