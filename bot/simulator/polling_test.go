package simulator

import (
	"context"
	"net/http"
	"testing"
	"time"
)

func TestPolling(t *testing.T) {
	w := newWorld(t, Options{})
	an := w.Person("An")
	first := an.Start(w.bot, "")
	for _, word := range []string{"một", "hai", "ba"} {
		an.Say(w.bot, word)
	}
	var list []anUpdate
	w.must("getUpdates", `{"limit":2}`, &list)
	if got := texts(list); got != "/start một" {
		t.Errorf("limit 2: %s", got)
	}
	w.must("getUpdates", `{}`, &list)
	if got := texts(list); got != "/start một hai ba" || list[0].ID != first.UpdateID {
		t.Errorf("without an offset nothing is acknowledged: %s", got)
	}
	w.must("getUpdates", `{"offset":-1}`, &list)
	if got := texts(list); got != "ba" || w.bot.Pending() != 1 {
		t.Errorf("offset -1: %s, %d left", got, w.bot.Pending())
	}
	w.must("getUpdates", `{"offset":`+jsonInt(list[0].ID+1)+`}`, &list)
	if len(list) != 0 || w.bot.Pending() != 0 {
		t.Errorf("after the acknowledgement: %s", texts(list))
	}
	if !w.Redeliver(first.UpdateID) {
		t.Error("an old update is not known any more")
	}
	if got := texts(w.poll()); got != "/start" {
		t.Errorf("redelivered: %s", got)
	}
	if got := texts(w.poll()); got != "" {
		t.Errorf("redelivered once more: %s", got)
	}
}

func TestAllowedUpdates(t *testing.T) {
	w := newWorld(t, Options{})
	an := w.Person("An")
	w.must("getUpdates", `{"allowed_updates":["message"]}`, nil)
	m := an.Say(w.bot, "một").Message
	an.Edit(m, "hai")
	an.Block(w.bot)
	if got := texts(w.poll()); got != "một" {
		t.Errorf("messages only: %s", got)
	}
	w.must("getUpdates", `{"allowed_updates":[]}`, nil)
	an.Unblock(w.bot)
	an.Edit(m, "ba")
	if got := texts(w.poll()); got != "member:member edit:ba" {
		t.Errorf("the default kinds: %s", got)
	}
}

func TestUpdatesExpire(t *testing.T) {
	at := newClock()
	w := newWorld(t, Options{Clock: at.Now})
	an := w.Person("An")
	an.Say(w.bot, "cũ")
	at.pass(25 * time.Hour)
	an.Say(w.bot, "mới")
	if got := texts(w.poll()); got != "mới" {
		t.Errorf("got %s", got)
	}
}

// A long poll wakes at once; a second poller ends the first; a webhook ends it
// too.
func TestLongPoll(t *testing.T) {
	w := newWorld(t, Options{})
	an := w.Person("An")
	answers := make(chan reply)
	poll := func(ctx context.Context) {
		r, err := w.try(ctx, "getUpdates", "application/json", []byte(`{"timeout":50}`))
		if err != nil {
			r.Description = err.Error()
		}
		answers <- r
	}
	waiting := func() bool {
		w.bot.mail.mu.Lock()
		defer w.bot.mail.mu.Unlock()
		return w.bot.mail.poll != nil
	}
	ctx := patience(t)
	go poll(ctx)
	until(t, waiting)
	an.Say(w.bot, "chào")
	if r := <-answers; !r.OK || len(r.Result) < 10 {
		t.Errorf("woken: %+v", r)
	}
	w.must("getUpdates", `{"offset":-1}`, nil)
	w.poll()

	go poll(ctx)
	until(t, waiting)
	mine := w.bot.mail.poll
	go poll(ctx)
	if r := <-answers; r.Code != 409 || r.Description != "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running" {
		t.Errorf("the earlier poller: %+v", r)
	}
	until(t, func() bool {
		w.bot.mail.mu.Lock()
		defer w.bot.mail.mu.Unlock()
		return w.bot.mail.poll != nil && w.bot.mail.poll != mine
	})
	hook := newHook(t, nil)
	w.must("setWebhook", `{"url":"`+hook.URL+`"}`, nil)
	if r := <-answers; r.Code != 409 || r.Description != "Conflict: terminated by setWebhook request" {
		t.Errorf("ended by the webhook: %+v", r)
	}
	w.refused("getUpdates", `{}`, "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first")

	w.must("deleteWebhook", `{}`, nil)
	short, stop := context.WithCancel(ctx)
	go poll(short)
	until(t, waiting)
	stop()
	<-answers
	until(t, func() bool { return !waiting() })
}

func TestRawUpdate(t *testing.T) {
	w := newWorld(t, Options{})
	id, err := w.SendRaw([]byte(`{"my_chat_member":{"new_chat_member":{"status":"unheard_of"}}}`))
	if err != nil {
		t.Fatal(err)
	}
	list := w.poll()
	if len(list) != 1 || list[0].ID != id || list[0].Member.New.Status != "unheard_of" {
		t.Errorf("%+v", list)
	}
	if _, err := w.SendRaw([]byte(`[1]`)); err == nil {
		t.Error("an update that is no object was taken")
	}
}

// An answer that hangs ends with the bot's patience; cut ones break.
func TestCallFaults(t *testing.T) {
	w := newWorld(t, Options{})
	an := w.Person("An")
	an.Start(w.bot, "")
	body := []byte(`{"chat_id":` + jsonInt(an.ID()) + `,"text":"x"}`)
	chat := an.Chat(w.bot)
	for _, c := range []struct {
		fault Fault
		code  int // 0: the connection breaks
		sent  int
	}{
		{Fault{Effect: TooMany, RetryAfter: 9}, 429, 0},
		{Fault{Effect: Forbid}, 403, 0},
		{Fault{Effect: BadRequest, Description: "Bad Request: anything"}, 400, 0},
		{Fault{Effect: ServerError}, 500, 0},
		{Fault{Effect: CutBefore}, 0, 0},
		{Fault{Effect: CutAfter}, 0, 1},
		{Fault{Effect: Slow, Delay: time.Millisecond}, 200, 1},
		{Fault{Effect: TooMany, Method: "edit*"}, 200, 1},
		{Fault{Effect: TooMany, Chat: 5}, 200, 1},
		{Fault{Effect: TooMany, Nth: 2}, 200, 1},
		{Fault{Effect: Twice}, 200, 1},
	} {
		before := chat.Len()
		remove := w.Inject(c.fault)
		r, err := w.try(patience(t), "sendMessage", "application/json", body)
		remove()
		code := r.Code
		if err == nil && r.OK {
			code = 200
		}
		if code != c.code || chat.Len()-before != c.sent {
			t.Errorf("%+v: %d (%v), %d sent", c.fault, code, err, chat.Len()-before)
		}
	}
	log := w.Log("sendMessage")
	if cut := log[5]; cut.Fault != "cut_after" || !cut.Applied || cut.Params["text"] != "x" {
		t.Errorf("log of the lost answer: %+v", cut)
	}

	defer w.Inject(Fault{Effect: BadGateway})()
	resp, err := http.Get(w.server.URL + "/bot" + testToken + "/getMe")
	if err != nil {
		t.Fatal(err)
	}
	resp.Body.Close()
	if resp.StatusCode != 502 || resp.Header.Get("Content-Type") == "application/json" {
		t.Errorf("bad gateway: %s", resp.Status)
	}
	w.ClearFaults()
	defer w.Inject(Fault{Effect: Hang})()
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	if _, err := w.try(ctx, "sendMessage", "application/json", body); err == nil {
		t.Error("a call that hangs was answered")
	}
}

// Faults by rate come in a repeatable order.
func TestFaultRate(t *testing.T) {
	count := func(seed uint64) string {
		s := New(Options{Seed: seed})
		defer s.Close()
		s.Inject(Fault{Effect: TooMany, Rate: 0.3})
		out := ""
		for range 200 {
			if len(s.faults.due(s, sideCalls, "sendMessage", 1)) > 0 {
				out += "x"
			} else {
				out += "."
			}
		}
		return out
	}
	one := count(1)
	n := 0
	for _, c := range one {
		if c == 'x' {
			n++
		}
	}
	if one != count(1) || one == count(2) || n < 40 || n > 80 {
		t.Errorf("%d of 200: %s", n, one)
	}
}
