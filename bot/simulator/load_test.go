package simulator

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"testing"
)

// BenchmarkWebhook is one update delivered and answered in the answer's body,
// with 200 people who each wait for their answer: what the simulator costs.
func BenchmarkWebhook(b *testing.B) {
	s := New(Options{KeepMessages: 20, KeepCalls: 100})
	defer s.Close()
	bot := s.AddBot(testToken, "test_bot")
	hook := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		_, rest, _ := bytes.Cut(body, []byte(`"chat":{"id":`))
		chat, _, _ := bytes.Cut(rest, []byte(","))
		w.Header().Set("Content-Type", "application/json")
		fmt.Fprintf(w, `{"method":"sendMessage","chat_id":%s,"text":"đã nhận","reply_markup":{"inline_keyboard":[[{"text":"Tiếp","callback_data":"n"}]]}}`, chat)
	}))
	defer hook.Close()
	in := &request{params: map[string]param{"url": {text: hook.URL}, "max_connections": {text: "100"}}, files: map[string]upload{}}
	if _, refusal, _ := bot.execute(b.Context(), "setWebhook", in, false); refusal != nil {
		b.Fatal(refusal)
	}
	const people = 200
	work := make(chan struct{}, people)
	done := make(chan error, people)
	for i := range people {
		go func() {
			p := s.Person(fmt.Sprintf("Người %d", i))
			chat := p.Chat(bot)
			for range work {
				before := chat.Len()
				p.Say(bot, "một hai ba")
				if _, err := chat.AwaitBeyond(b.Context(), before+1); err != nil {
					done <- err
					return
				}
			}
			done <- nil
		}()
	}
	b.ReportAllocs()
	b.ResetTimer()
	for range b.N {
		work <- struct{}{}
	}
	close(work)
	for range people {
		if err := <-done; err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkSendMessage is one call over HTTP.
func BenchmarkSendMessage(b *testing.B) {
	s := New(Options{KeepMessages: 20, KeepCalls: 100})
	defer s.Close()
	bot := s.AddBot(testToken, "test_bot")
	an := s.Person("An")
	an.Start(bot, "")
	api := httptest.NewServer(s.Handler())
	defer api.Close()
	body := fmt.Appendf(nil, `{"chat_id":%d,"text":"đã nhận","reply_markup":{"inline_keyboard":[[{"text":"Tiếp","callback_data":"n"}]]}}`, an.ID())
	b.ReportAllocs()
	for b.Loop() {
		resp, err := http.Post(api.URL+"/bot"+testToken+"/sendMessage", "application/json", bytes.NewReader(body))
		if err != nil {
			b.Fatal(err)
		}
		io.Copy(io.Discard, resp.Body)
		resp.Body.Close()
	}
}
