package bot

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"tiepdan/bot/simulator"
	"tiepdan/triage"
)

// What is counted in this process: a burst, then one message after another; a
// part that is left over for others; and a place in the line for jobs.
func TestPace(t *testing.T) {
	now := time.Date(2026, 11, 20, 8, 0, 0, 0, time.UTC)
	p := newPace(10, 1)
	for i := range 5 {
		wait, ok := p.take(now, 7, 10*time.Second, 0, 0)
		if want := time.Duration(max(i-2, 0)) * time.Second; wait != want || !ok {
			t.Errorf("message %d waits %v, want %v", i+1, wait, want)
		}
	}
	if _, ok := p.take(now, 7, 0, 0, 0); ok {
		t.Error("a chat takes more than its burst")
	}
	if wait, ok := p.take(now, 9, 0, 5, 0); ok || wait != 100*time.Millisecond {
		t.Errorf("what others are to have was taken: %v, %v", wait, ok)
	}
	if _, ok := p.take(now, 9, 0, 0, 0); !ok {
		t.Error("what was left over is not given")
	}
	if wait := p.wait(now.Add(time.Second), 9, 0, 0); wait != 0 {
		t.Errorf("a second later it still waits %v", wait)
	}
	var last time.Duration
	for range 20 {
		at := p.putOff(now, 50*time.Millisecond)
		if at < last+p.every {
			t.Fatalf("two jobs wake at %v and %v", last, at)
		}
		last = at
	}
	for range 1000 {
		if at := p.putOff(now, time.Second); at > time.Second+longestLine {
			t.Fatalf("a job sleeps %v", at)
		}
	}
	p = newPace(1e6, 1)
	for chat := range int64(3 * mostChats) {
		p.take(now.Add(time.Duration(chat)*time.Millisecond), chat+1, time.Hour, 0, 0)
	}
	if len(p.chats) > mostChats {
		t.Errorf("%d chats are remembered", len(p.chats))
	}
	if none := newPace(0, 0); !none.free() {
		t.Error("without a rate something is counted")
	}
}

// free says whether nothing has to wait; for the test.
func (p *pace) free() bool {
	_, ok := p.take(time.Now(), 1, 0, 0, 0)
	return ok && p.wait(time.Now(), 1, 0, 0) == 0
}

// Over the limits nothing stands in a webhook's body, where Telegram refuses in silence.
func TestInlineKeepsTheLimits(t *testing.T) {
	w := newWire(t, simulator.Options{}, func(o *ClientOptions) { o.Rate, o.ChatRate = 30, 1 })
	for i, want := range []bool{true, true, false} {
		if got := w.client.mayInline(t.Context(), say(7, "x")); got != want {
			t.Errorf("answer %d to one chat in the body: %v", i+1, got)
		}
	}
	n := 0
	for chat := range int64(80) {
		if w.client.mayInline(t.Context(), say(100+chat, "x")) {
			n++
		}
	}
	if n == 0 || n > 30-inlineSpare {
		t.Errorf("%d answers in a body at once", n)
	}
	_, err := w.client.Hasty().Yielding().Do(t.Context(), say(w.citizen("Năm").ID(), "x"))
	if !notAsked(err) {
		t.Error("a job took what is left to others:", err)
	}
	if w.client.Hasty().Yielding().Ready(999) == nil {
		t.Error("a job may begin that cannot send")
	}
	if _, err := w.client.Hasty().Do(t.Context(), say(w.citizen("Sáu").ID(), "x")); err != nil {
		t.Error("what is urgent had to wait:", err)
	}
}

type sqlError string

func (e sqlError) Error() string    { return string(e) }
func (e sqlError) SQLState() string { return string(e) }

// Only what does not answer lets an update come for ever.
func TestWhatIsAway(t *testing.T) {
	for _, err := range []error{
		context.DeadlineExceeded, os.ErrDeadlineExceeded, io.EOF, io.ErrUnexpectedEOF, net.ErrClosed,
		&net.OpError{Op: "dial", Err: errors.New("refused")}, sqlError("57P01"), sqlError("08006"), sqlError("53300"),
		&Later{}, &Unknown{Cause: io.EOF}, &Refused{Code: 401}, awayError{},
	} {
		if !isAway(away(fmt.Errorf("do: %w", err))) {
			t.Errorf("%v (%T) is not taken for away", err, err)
		}
	}
	for _, err := range []error{errors.New("the stored session does not open"), sqlError("23514"), sqlError("42P01"), &Refused{Code: 400}, &triage.Refusal{}} {
		if isAway(away(fmt.Errorf("do: %w", err))) {
			t.Errorf("%v is taken for away", err)
		}
	}
	if err := away(context.Canceled); isAway(err) || !errors.Is(err, context.Canceled) {
		t.Error("the end of the program:", err)
	}
}

// An update that alone stays away is set aside; when all are away, none is.
func TestPollingUpdateAloneAway(t *testing.T) {
	w := newWire(t, simulator.Options{})
	var seen, aside record
	var down atomic.Bool
	var tries atomic.Int32
	down.Store(true)
	bad, good := w.sim.Person("Xấu"), w.sim.Person("Tốt")
	bad.Say(w.bot, "không bao giờ")
	good.Say(w.bot, "0")
	w.poll(handle(func(_ context.Context, u Update, _ bool) (*Call, error) {
		if down.Load() || u.Message.From.ID == bad.ID() {
			tries.Add(1)
			return nil, ErrAway
		}
		seen.add(u, nil)
		return nil, nil
	}), func(o *PollOptions) {
		o.Aside, o.AwayLimit, o.Backoff = aside.aside, 300*time.Millisecond, 10*time.Millisecond
	})
	begun := time.Now()
	eventually(t, "it is tried for longer than the limit", func() bool { return tries.Load() > 5 && time.Since(begun) > 600*time.Millisecond })
	if aside.len() != 0 {
		t.Error("an update was set aside while all were away")
	}
	down.Store(false)
	next := 1
	eventually(t, "it is set aside", func() bool {
		if seen.len() >= next {
			good.Say(w.bot, fmt.Sprint(next))
			next++
		}
		return aside.len() == 1
	})
	bad.Say(w.bot, "sau")
	if got := aside.texts(0); !slices.Equal(got, []string{"không bao giờ"}) {
		t.Errorf("set aside: %v", got)
	}
}

// The watch itself, on a clock of its own.
func TestAlone(t *testing.T) {
	var a alone
	at := func(s int) time.Time { return time.Unix(int64(1000+s), 0) }
	const limit = time.Minute
	for _, c := range []struct {
		now, done int
		want      bool
	}{
		{0, -5, false}, {30, -5, false}, {90, -5, false}, // nobody is served
		{100, 95, false}, {140, 139, false}, {154, 150, false}, {156, 155, true},
	} {
		if got := a.tooLong(at(c.now), at(c.done), limit); got != c.want {
			t.Errorf("at %d: %v", c.now, got)
		}
	}
	a = alone{}
	a.tooLong(at(0), at(-1), limit)
	a.tooLong(at(5), at(1), limit) // one that was under way ends
	a.tooLong(at(70), at(1), limit)
	if a.tooLong(at(75), at(74), limit) {
		t.Error("all were away meanwhile, and yet it is set aside at once")
	}
}

// An update that does not decode but holds words to the bot is taken as words.
func TestWordsOfAnUnreadableUpdate(t *testing.T) {
	w := newWire(t, simulator.Options{})
	var seen, aside record
	hook := w.hook(w.echo(&seen), func(o *WebhookOptions) { o.Aside = aside.aside })
	if got := post(t, hook, testSecret, poisonOrigin); got.Code != 200 || !strings.Contains(got.Body.String(), "nhà tôi bị phá") {
		t.Errorf("%d: %s", got.Code, got.Body)
	}
	inGroup := strings.Replace(poisonOrigin, `"chat":{"id":9,"type":"private"}`, `"chat":{"id":-9,"type":"group"}`, 1)
	for _, body := range []string{inGroup, strings.Replace(poisonOrigin, `"text"`, `"caption"`, 1), poisonMember} {
		if got := post(t, hook, testSecret, body); got.Code != 200 {
			t.Error(got.Code)
		}
	}
	if seen.len() != 1 || aside.len() != 3 {
		t.Errorf("%d handled, %d set aside", seen.len(), aside.len())
	}
}

// A long text is read a few pages a press, and a press for each further part
// brings the rest, every page once.
func TestPagesOfAPress(t *testing.T) {
	b := renderBot(t)
	var pages []message
	for i := range 2*mostPages + 2 {
		pages = append(pages, message{Text: fmt.Sprint("trang ", i), Rows: [][]button{}})
	}
	var read []string
	for from, presses := 0, 0; presses < 10; presses++ {
		tk := &talk{b: b, say: b.Words.In("vi")}
		tk.sayPages(pages, "26-K7QM-4TXA", from, actHistory)
		if n := len(tk.out.Messages); n == 0 || n > mostPages {
			t.Fatalf("a press brings %d pages", n)
		}
		for _, m := range tk.out.Messages {
			read = append(read, m.Text)
		}
		rows := tk.out.Messages[len(tk.out.Messages)-1].Rows
		if len(rows) == 0 {
			break
		}
		data, _ := strings.CutPrefix(rows[0][0].Data, "a:")
		p, ok := parsePress(data)
		if !ok || p.verb != actRead || p.more != actHistory || p.n != from+mostPages {
			t.Fatalf("the button carries %q", rows[0][0].Data)
		}
		from = p.n
	}
	if len(read) != len(pages) || read[len(read)-1] != pages[len(pages)-1].Text {
		t.Errorf("%d of %d pages are read", len(read), len(pages))
	}
	if missing := b.Words.Missing(); len(missing) > 0 {
		t.Errorf("no words for %q", missing)
	}
}

// An answer too long for a message is one call all the same.
func TestLongAnswerIsOneCall(t *testing.T) {
	w := newWire(t, simulator.Options{})
	b := renderBot(t)
	p := w.citizen("Năm")
	words := strings.Repeat("Căn cứ <luật> & nghị định. ", 400)
	args := []string{"code", "26-K7QM-4TXA", "text", ""}
	short := b.withText(b.Words.In("vi"), "26-K7QM-4TXA", "citizen.answer", args, "Chúng tôi trả lời.")
	if short.Letter != "" || !strings.Contains(short.Text, "Chúng tôi trả lời.") {
		t.Errorf("a short answer is %+v", short)
	}
	m := b.withText(b.Words.In("vi"), "26-K7QM-4TXA", "citizen.answer", args, words)
	m.Rows = [][]button{{{Label: "Xem", Data: "c:see:26-K7QM-4TXA"}}}
	calls := w.sim.Calls()
	id, err := w.client.Hasty().Do(t.Context(), m.send(p.ID()))
	if err != nil || id == 0 || w.sim.Calls() != calls+1 {
		t.Fatal(id, err, w.sim.Calls()-calls)
	}
	last := p.Chat(w.bot).Last()
	if last.Document == nil || last.Document.Name != "26-K7QM-4TXA.txt" || !strings.Contains(last.Caption, "Căn cứ") || units(last.Caption) > 1024 {
		t.Fatalf("the chat shows %+v", last)
	}
	if _, ok := last.Button("Xem"); !ok {
		t.Error("it has no buttons")
	}
	r, _, err := w.client.Download(t.Context(), last.Document.FileID)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	if got, err := io.ReadAll(r); err != nil || string(got) != words {
		t.Errorf("%d bytes of %d, %v", len(got), len(words), err)
	}
}

// The receipt of files names those of its own event.
func TestFilesReceipt(t *testing.T) {
	b := renderBot(t)
	sum := strings.Repeat("ab", 32)
	d := triage.Dossier{Petition: triage.Petition{Code: "26-K7QM-4TXA"}, Files: []triage.Stored{
		{Event: "first", SHA256: sum, Attachment: triage.Attachment{Name: "cũ.pdf"}},
		{Event: "second", SHA256: sum, Attachment: triage.Attachment{Name: "mới.pdf"}},
	}}
	said := b.filesReceipt(b.Words.In("vi"), d, "second")
	if len(said) != 1 || !strings.Contains(said[0].Text, "mới.pdf") || strings.Contains(said[0].Text, "cũ.pdf") {
		t.Errorf("it says %+v", said)
	}
	if said := b.filesReceipt(b.Words.In("vi"), d, "third"); said != nil {
		t.Error("files are told of an event that had none")
	}
}
