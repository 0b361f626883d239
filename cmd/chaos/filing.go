package main

import (
	"fmt"
	"time"

	"tiepdan/bot/simulator"
)

// filing is one petition as its citizen knows it: the model that the ledger is
// compared with.
type filing struct {
	plan
	citizen, n int
	against    string // the officer complained of, by name

	pieces  []*piece
	files   int       // pictures that were shown
	pressed time.Time // "send" was pressed first
	sent    time.Time // told "sent", or given a receipt; zero: never
	given   time.Time // "throw it away" was confirmed: what was told before may be gone
	dropped time.Time // told that it was thrown away
}

// piece is one message of a story.
type piece struct {
	marks   []string // what it says, and what it was changed to, in order
	telling          // of what it said first
	change  telling  // of what it was changed to last
	message *simulator.Message
}

// telling is when something was told.
type telling struct {
	sent     time.Time // zero: never
	answered time.Time // something came back after it; zero: nothing did
}

func (t *telling) heard(at time.Time) {
	if t.answered.IsZero() && !t.sent.IsZero() {
		t.answered = at
	}
}

// markOf is the word that only this piece of this petition holds.
func markOf(citizen, filing, piece int) string {
	return fmt.Sprintf("%s%dx%dx%dz", canaryWord, citizen, filing, piece)
}

// tell is the next message of the story.
func (f *filing) tell() *piece {
	p := &piece{marks: []string{markOf(f.citizen, f.n, len(f.pieces))}}
	f.pieces = append(f.pieces, p)
	return p
}

// changed is the mark of a piece's next version.
func (f *filing) changed(p *piece, n int) string {
	mark := markOf(f.citizen, f.n, 1000*len(p.marks)+n)
	p.marks = append(p.marks, mark)
	p.change = telling{sent: time.Now()}
	return mark
}

// words of a message with a mark.
func words(mark string) string {
	return "Phòng tiếp dân thiếu ghế, lịch dán cao quá " + mark + ", người già không đọc được."
}

// ended is when the citizen was told that it was over; zero: never.
func (f *filing) ended() time.Time {
	if f.sent.IsZero() {
		return f.dropped
	}
	return f.sent
}

// heard notes that an answer came: everything told before was taken.
func (f *filing) heard(at time.Time) {
	for _, p := range f.pieces {
		p.telling.heard(at)
		p.change.heard(at)
	}
}

// prefix stands in every mark of the petition.
func (f *filing) prefix() string { return fmt.Sprintf("%s%dx%dx", canaryWord, f.citizen, f.n) }
