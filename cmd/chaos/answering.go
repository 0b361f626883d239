package main

import (
	"bytes"
	"context"
	"image"
	"image/color"
	"image/png"
	"slices"
	"strings"
	"time"

	"tiepdan/bot/simulator"
)

// answering is a citizen at work on one petition: question by question, as they
// stand on the screen, however often they come.
type answering struct {
	c *citizen
	f *filing

	above    int64 // the message that this began with: what stands above it is over
	sending  bool  // "send" was pressed
	last     int64 // the question that stood there last, and for how many acts
	times    int
	back     bool // went back once
	away     bool // was away once
	odd      bool
	shown    bool // the pictures
	edited   bool
	dropping bool
	drops    int  // how often something had been thrown away before
	leaving  bool // a smaller dialog that holds nothing yet
}

// What the program says, in its own words. A change there is a change here.
const (
	saidSent     = "Đã gửi."
	saidDone     = "Việc này đã làm rồi."
	saidAdded    = "đã ghi thêm vào đơn"
	saidDropped  = "Đã bỏ đơn đang viết"
	saidNotSent  = "Đơn CHƯA được gửi"
	saidUnbound  = "không biết lời sửa này thuộc đơn nào"
	saidRestored = "Hệ thống vừa khởi động lại"
	saidFull     = "Chúng tôi chưa ghi được tin này"
)

// ended looks whether the petition was sent, or thrown away.
func (a *answering) ended() bool {
	v := a.c.chat.View()
	switch {
	case a.dropping && dropped(v) > a.drops:
		a.f.dropped = time.Now()
		return true
	case a.sending && (slices.ContainsFunc(a.c.heard(v, a.f.pressed), saysSent) || len(receipts(v)) > a.c.sentSoFar()):
		a.f.sent = time.Now()
		return true
	}
	return false
}

// saysSent says whether the answer to a press means that the petition was sent. What
// another press did already says nothing about it.
func saysSent(t simulator.Toast) bool {
	sends := strings.HasSuffix(t.Pressed, ":!send") || strings.HasPrefix(t.Pressed, "c:anew:")
	return sends && (strings.HasPrefix(t.Text, saidSent) || t.Text == saidDone)
}

// dropped counts how often a draft was thrown away.
func dropped(v simulator.View) int {
	n := 0
	for _, m := range v.FromBots() {
		if strings.Contains(m.Words(), saidDropped) {
			n++
		}
	}
	return n
}

// next does what the newest question on the screen asks for.
func (a *answering) next(ctx context.Context) {
	c, f := a.c, a.f
	on, question, values := asked(c.chat.View(), a.above)
	if f.Away > 0 && !a.away && question == "name" {
		a.away = true
		if pause(ctx, f.Away) {
			c.say("/start")
		}
		return
	}
	if f.Odd && !a.odd && question == "place" {
		a.odd = true
		c.mark()
		c.before++
		c.p.SendSticker(c.w.bot, "🙂")
		return
	}
	if on != nil && a.stuckAt(on) {
		c.say("/don")
		return
	}
	resume, data := c.find("c:resume", a.above)
	anew, send := c.find("c:anew:", a.above)
	switch {
	case anew != nil && a.sending && (on == nil || anew.ID > on.ID):
		a.press(anew, send) // the stories are alike, and the matters are not
	case resume != nil && (on == nil || resume.ID > on.ID) && a.stuckAt(resume):
		c.say("/don")
	case resume != nil && (on == nil || resume.ID > on.ID):
		c.press(resume, data) // what was left half written
	case on == nil:
		c.say("/don")
	case f.Drop && !a.dropping && question == "name":
		a.dropping, a.drops = true, dropped(c.chat.View())
		c.say("/huy")
	case question == "cancel" && (a.dropping || a.leaving):
		if a.dropping {
			f.given = time.Now()
		}
		a.leaving = false
		c.press(on, values["!yes"])
	case question == "cancel":
		c.press(on, values["!no"])
	case f.Back && !a.back && question == "address" && values["!back"] != "":
		a.back = true
		c.press(on, values["!back"])
	case values["!keep"] != "":
		c.press(on, values["!keep"])
	case question == "review":
		if f.pressed.IsZero() {
			f.pressed, a.sending = time.Now(), true
		}
		a.press(on, values["!send"])
	case question == "story":
		a.story(on, values)
	case question == "papers":
		a.papers(on, values)
	case question == "place":
		a.place(on, values)
	default:
		a.plain(on, question, values)
	}
}

// stuckAt says whether the newest question has been on the screen for several acts:
// what it belonged to is over, and nothing has come after it.
func (a *answering) stuckAt(on *simulator.Message) bool {
	if on.ID != a.last {
		a.last, a.times = on.ID, 0
	}
	a.times++
	if a.times > 3 {
		a.last = 0
		return true
	}
	return false
}

// press presses, twice where the plan says so.
func (a *answering) press(on *simulator.Message, data string) {
	a.c.press(on, data)
	if a.f.Double {
		a.c.did("presses again")
		_, _ = a.c.p.PressOn(on, data)
	}
}

// story tells what is left of the story, or ends it.
func (a *answering) story(on *simulator.Message, values map[string]string) {
	c, f := a.c, a.f
	done := values["!done"]
	if len(f.pieces) >= f.Pieces && done != "" {
		if p := f.pieces[max(f.Edit, 0)]; f.Edit >= 0 && !f.EditLate && !a.edited && p.message != nil {
			a.edited = true
			c.mark()
			c.p.Edit(p.message, words(f.changed(p, f.Edit)))
			return
		}
		a.press(on, done)
		return
	}
	for first := true; first || f.Ahead && len(f.pieces) < f.Pieces; first = false {
		p := f.tell()
		p.sent = time.Now()
		p.message = c.say(words(p.marks[0])).Message
	}
}

// papers shows the pictures, or goes on.
func (a *answering) papers(on *simulator.Message, values map[string]string) {
	c, f := a.c, a.f
	switch {
	case f.Files > 0 && !a.shown:
		a.shown = true
		c.mark()
		c.before += f.Files
		var items []simulator.AlbumItem
		for i := range f.Files {
			items = append(items, simulator.AlbumItem{Data: picture(f.citizen, f.n, i)})
		}
		f.files = f.Files
		if f.Album && f.Files > 1 {
			c.p.SendAlbum(c.w.bot, items, "ảnh "+canaryWord)
			return
		}
		for _, item := range items {
			c.p.SendPhoto(c.w.bot, item.Data, "")
		}
	case values["!done"] != "":
		a.press(on, values["!done"])
	default:
		a.press(on, values["!skip"])
	}
}

// place types where it happened, and chooses among what is offered.
func (a *answering) place(on *simulator.Message, values map[string]string) {
	for _, row := range on.Inline.Rows {
		for _, b := range row {
			if strings.HasPrefix(b.Text, places()[a.f.Place].label) && b.Data != "" {
				a.press(on, b.Data)
				return
			}
		}
	}
	a.c.say(a.f.words("place", a.c.number))
}

// plain answers by a button or with words, and skips what the plan has no answer to.
func (a *answering) plain(on *simulator.Message, question string, values map[string]string) {
	typed := a.f.words(question, a.c.number)
	if question == "against" && a.f.against != "" {
		typed = "ông " + a.f.against
	}
	switch choice := values[a.f.choice(question)]; {
	case values["!done"] != "": // of a smaller dialog that was left open
		a.press(on, values["!done"])
	case choice != "":
		a.press(on, choice)
	case typed != "":
		a.c.say(typed)
	case values["!skip"] != "":
		a.press(on, values["!skip"])
	case question == "text" && values["!cancel"] != "":
		a.leaving = true
		a.press(on, values["!cancel"])
	default:
		a.c.say("/start")
	}
}

// picture is a small picture that nobody else shows.
func picture(citizen, filing, n int) []byte {
	img := image.NewRGBA(image.Rect(0, 0, 8, 8))
	for i := range 64 {
		img.Set(i%8, i/8, color.RGBA{R: uint8(citizen), G: uint8(citizen >> 8), B: uint8(filing*8 + n), A: 255})
	}
	var b bytes.Buffer
	if png.Encode(&b, img) != nil {
		return nil
	}
	return b.Bytes()
}
