package triage

import (
	"fmt"
	"time"
)

// Act is one thing that somebody wants to do to one or more petitions.
type Act struct {
	Key   string // the update's id, unique among events: a repeat returns the first outcome
	Codes []Code // one, but for merge (the first stays, the others end in it)
	Verb  Verb
	Actor Actor
	Seen  int // the version the button was drawn from; 0: not from a button

	Reason      string
	Text        string
	Files       []Attachment
	Messages    []Message // reply: what the words were made of, so that a later edit finds them
	Amends      string    // reply: the message whose earlier words this one replaces
	Kind        Kind      // classify: another kind than the citizen chose
	Disposition Disposition
	Destination string // key of the registry, or one of our own units: then the petition moves there
	Facts       *Facts // classify: new facts
	To          StaffID
	Into        Code // link
	Parts       []Part
	Until       time.Time // suspend, extend: nothing else sets it
	Rating      int
	Clock       string // remind, escalate, record_reply, record_result: which obligation
	Percent     int    // remind: how much of the period has passed
}

// Part is one child of a split: its facts and its share of the words.
type Part struct {
	Facts Facts
	Story string
}

// Refusal says in a key of bot/text why an act was not done. It is not a fault:
// the person is told the sentence, nothing is changed.
type Refusal struct {
	Reason string // as "claimed_by_other"; the sentence is bot/text's "refusal.<Reason>"
	Name   string // a member of staff, a code or a date that the sentence names
}

// Reasons of refusal. bot/text has a sentence for each, in every language.
const (
	RefusedNotFound    = "not_found"        // no such petition
	RefusedStatus      = "wrong_status"     // the life table has no such move from here
	RefusedStale       = "stale"            // the button was drawn from an older state
	RefusedOther       = "claimed_by_other" // somebody else holds it
	RefusedWho         = "not_allowed"      // not for this person
	RefusedConflict    = "conflict"         // complained of, or own petition (P17)
	RefusedReason      = "reason_needed"
	RefusedText        = "text_needed"
	RefusedUnsigned    = "unsigned"        // the law wants a signature first
	RefusedDisposition = "disposition"     // this act does not carry out the disposition in force
	RefusedApproval    = "approval_needed" // a leader approves first
	RefusedDestination = "destination"     // unknown destination
	RefusedTooLate     = "too_late"        // undo after a minute, reopen after the window
	RefusedNothing     = "nothing"         // nothing to undo, to merge, to split
	RefusedSigned      = "already_signed"
	RefusedMixed       = "not_together" // the petitions named cannot be taken together
)

// Refusals lists every reason, for the test that each has its sentence.
func Refusals() []string {
	return []string{RefusedNotFound, RefusedStatus, RefusedStale, RefusedOther, RefusedWho, RefusedConflict,
		RefusedReason, RefusedText, RefusedUnsigned, RefusedDisposition, RefusedApproval,
		RefusedDestination, RefusedTooLate, RefusedNothing, RefusedSigned, RefusedMixed}
}

// Error names the reason, never a person's words.
func (r *Refusal) Error() string { return fmt.Sprintf("refused: %s", r.Reason) }

func refuse(reason string) error { return &Refusal{Reason: reason} }
