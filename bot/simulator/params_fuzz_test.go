package simulator

import (
	"bytes"
	"net/http/httptest"
	"testing"
)

// Whatever a bot sends is answered: nothing panics, and a call that fits the
// table is carried out or refused with a code.
func FuzzRequest(f *testing.F) {
	f.Add("sendMessage", "application/json", []byte(`{"chat_id":7100000001,"text":"x","reply_markup":{"inline_keyboard":[[{"text":"a","callback_data":"b"}]]}}`))
	f.Add("sendMessage", "application/x-www-form-urlencoded", []byte(`chat_id=7100000001&text=%3Cb%3E&parse_mode=HTML`))
	f.Add("sendDocument", "multipart/form-data; boundary=b", []byte("--b\r\nContent-Disposition: form-data; name=\"document\"; filename=\"a\"\r\n\r\nx\r\n--b--\r\n"))
	f.Add("setMyCommands", "application/json", []byte(`{"commands":[{"command":"a","description":"b"}],"scope":{"type":"default"}}`))
	f.Add("sendMediaGroup", "application/json", []byte(`{"chat_id":7100000001,"media":[{"type":"photo","media":"attach://a"},null]}`))
	f.Add("setMessageReaction", "application/json", []byte(`{"chat_id":7100000001,"message_id":1,"reaction":[{"type":"emoji","emoji":"👍"}]}`))
	s := New(Options{KeepMessages: 10, KeepCalls: 10})
	f.Cleanup(s.Close)
	b := s.AddBot(testToken, "test_bot")
	s.Person("An").Start(b, "")
	f.Fuzz(func(t *testing.T, method, contentType string, body []byte) {
		if method == "getUpdates" || method == "setWebhook" {
			return
		}
		r := httptest.NewRequest("POST", "/bot"+testToken+"/x", bytes.NewReader(body))
		r.Header.Set("Content-Type", contentType)
		in, refusal := readRequest(r)
		if refusal == nil {
			_, refusal, _ = b.execute(t.Context(), method, in, false)
		}
		if refusal != nil && (refusal.Code < 400 || refusal.Description == "") {
			t.Errorf("refused with %+v", refusal)
		}
	})
}
