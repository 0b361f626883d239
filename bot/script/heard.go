package script

import (
	"strings"
	"time"

	"tiepdan/bot/dialog"
	"tiepdan/triage"
)

// What a reading of the story proposes. The citizen confirms it or not; a reading
// by itself answers nothing.
const (
	heard = "heard" // what a story told before the first question seems to be about
	meant = "meant" // what it seems to be about instead of the topic that was chosen
)

// Proposal is the answers that a reading of the story would give.
type Proposal []Proposed

// Proposed is one of them: a question and the value of a button.
type Proposed struct{ Question, Value string }

// Topic is what the petition would be about.
func (p Proposal) Topic() string {
	for _, one := range p {
		if one.Question == "topic" {
			return one.Value
		}
	}
	return ""
}

// encode and decode keep a proposal in an answer.
func (p Proposal) encode() string {
	var parts []string
	for _, one := range p {
		parts = append(parts, one.Question+"="+one.Value)
	}
	return strings.Join(parts, " ")
}

func decode(s string) Proposal {
	var p Proposal
	for part := range strings.FieldsSeq(s) {
		q, v, _ := strings.Cut(part, "=")
		p = append(p, Proposed{q, v})
	}
	return p
}

// ProposalOf is the proposal that waits in an answer; none for other answers.
func ProposalOf(question string, so dialog.Answer) Proposal {
	if (question != heard && question != meant) || len(so.Offers) == 0 {
		return nil
	}
	return decode(so.Offers[0].Value)
}

// offer is a proposal awaiting a choice. It stays in the answer, so that what was
// declined is not proposed again.
type offer struct{ dialog.Choice }

// Read takes the choice.
func (f offer) Read(env dialog.Env, in dialog.Input, so dialog.Answer) (dialog.Answer, *dialog.Problem) {
	a, bad := f.Choice.Read(env, in, so)
	if bad == nil && len(so.Offers) > 0 {
		a.Label = so.Offers[0].Value
	}
	return a, bad
}

// proposed says whether a proposal waits. Once decided it is not asked again.
func proposed(question string) when {
	return func(a dialog.Answers) bool { return a[question].Open && len(a[question].Offers) > 0 }
}

// fills gives the proposed answers to whoever confirms them.
func fills(confirming string) func(dialog.Answer) dialog.Answers {
	return func(a dialog.Answer) dialog.Answers {
		if a.Value != confirming {
			return nil
		}
		all := dialog.Answers{}
		for _, one := range decode(a.Label) {
			all[one.Question] = dialog.Answer{Value: one.Value}
		}
		return all
	}
}

// Alarm has it asked whether anybody is in danger, whatever the topic: words sounded
// as if somebody were. What was answered to that stays.
func Alarm(s dialog.State) dialog.State {
	if _, asked := s.Answers["danger"]; asked {
		return s
	}
	return with(s, "danger", dialog.Answer{Open: true})
}

// Hearing says whether a story that was told before the first question can be read
// now: with this turn whoever writes has agreed, and no topic is chosen yet.
func Hearing(d dialog.Dialog, before, s dialog.State) bool {
	_, done := s.Answers[heard]
	if done || s.Answers.Value("topic") != "" || len(s.Answers["story"].Pieces) == 0 {
		return false
	}
	was, _ := d.At(before)
	is, _ := d.At(s)
	return was.ID == "consent" && is.ID == "topic"
}

// Propose asks whether the story is about what was read in it.
func Propose(s dialog.State, p Proposal) dialog.State {
	return with(s, heard, dialog.Answer{Open: true, Offers: []dialog.Offer{{Value: p.encode()}}})
}

// Doubting says whether the topic can be held against the story now: with this turn
// it has been told, and this was not done before.
func Doubting(d dialog.Dialog, before, s dialog.State) bool {
	_, done := s.Answers[meant]
	return !done && d.Has(s, "story") && !d.Has(before, "story")
}

// Doubt asks whether the story is about something else than the topic chosen.
// What was declined before is not asked about again.
func Doubt(s dialog.State, p Proposal) dialog.State {
	if told := s.Answers[heard]; told.Value == "no" && decode(told.Label).Topic() == p.Topic() {
		return s
	}
	return with(s, meant, dialog.Answer{Open: true, Offers: []dialog.Offer{{Value: p.encode()}}})
}

// Supposing are the answers as they would be if a proposal were confirmed.
func Supposing(s dialog.State, p Proposal) dialog.State {
	for _, one := range p {
		s = with(s, one.Question, dialog.Answer{Value: one.Value})
	}
	return s
}

func with(s dialog.State, question string, a dialog.Answer) dialog.State {
	answers := dialog.Answers{question: a}
	for id, had := range s.Answers {
		if id != question {
			answers[id] = had
		}
	}
	s.Answers = answers
	return s
}

// Hear puts facts that were read in a story into answers: the topic, and what else
// would be asked and the story tells already. It is empty where the facts belong to
// no topic.
func Hear(d dialog.Dialog, read triage.Facts) Proposal {
	about := topicOf(read)
	if about == "" {
		return nil
	}
	p := Proposal{{"topic", about}}
	s := dialog.State{Answers: dialog.Answers{"consent": {Value: "agree"}, "topic": {Value: about}}}
	told := byName(read)
	for _, q := range d.Questions {
		choice, ok := q.Field.(dialog.Choice)
		if !ok || len(q.Tells) == 0 || !q.When(s.Answers) {
			continue
		}
		if v := hears(q, choice, s, read, told); v != "" {
			s = with(s, q.ID, dialog.Answer{Value: v})
			p = append(p, Proposed{q.ID, v})
		}
	}
	return p
}

// hears finds the button that tells exactly the facts read; "" where none does.
func hears(q dialog.Question, choice dialog.Choice, s dialog.State, read triage.Facts, told map[string]string) string {
	if q.ID == "aim" && read.Kind == triage.Complaint && read.OverdueProof == triage.Yes {
		return "overdue" // as much a complaint as "own", and more is known
	}
	for _, v := range choice.Values {
		tells := byName(factsOf(with(s, q.ID, dialog.Answer{Value: v}).Answers))
		same, any := true, false
		for _, fact := range q.Tells {
			same = same && tells[fact] == told[fact]
			any = any || tells[fact] != ""
		}
		if same && any && v != dontKnow {
			return v
		}
	}
	return ""
}

// byName are facts by their names.
func byName(f triage.Facts) map[string]string {
	all := map[string]string{}
	for _, one := range f.Told("", time.Time{}) {
		all[one.Fact] = one.Value
	}
	return all
}

// topicOf is the topic that facts belong to; "" where a person has to choose.
func topicOf(f triage.Facts) string {
	switch f.Kind {
	case triage.CrimeReport:
		return topicCrime
	case triage.Surrender:
		return topicSurrender
	case triage.Cassation, triage.MisdirectedAppeal:
		return topicJudgment
	case triage.MisdirectedLawsuit:
		return topicDispute
	case triage.Suggestion, triage.Request, triage.Compensation:
		return topicElse
	case triage.Complaint, triage.Denunciation:
		return topicOfConduct(f)
	}
	return ""
}

// topicOfConduct is the topic of a complaint or denunciation, by whom it is about.
func topicOfConduct(f triage.Facts) string {
	outside := f.Field == triage.FieldAdministrative || f.Field == triage.FieldOfficialDuty || f.Field == triage.FieldParty
	switch {
	case f.Kind == triage.Complaint && f.Field == triage.FieldArrest:
		return topicArrest
	case f.Field == triage.FieldDetention, f.Field == triage.FieldSentence, f.Body == triage.BodyCustody, f.Body == triage.BodyPrison:
		return topicCustody
	case f.Body == triage.BodyProcuracy:
		return topicProsecutor
	case f.Body == triage.BodyAdministration, f.Body == triage.BodyParty, outside:
		return topicOfficial
	}
	switch f.Body {
	case triage.BodyInvestigation, triage.BodyAssigned, triage.BodyCommunePolice:
		return topicPolice
	case triage.BodyCourt:
		return topicCourt
	case triage.BodyCivilEnforce:
		return topicEnforcement
	}
	return ""
}
