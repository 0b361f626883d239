package bot

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"tiepdan/bot/text"
	"tiepdan/triage"
	"tiepdan/triage/reading"
)

// What a petition's words seem to say, for the officer who may read them. It is
// shown where it differs from what the citizen chose, beside the words that led
// there, and decides nothing.

// mostQuotes is how many stretches of the words are quoted.
const mostQuotes = 3

// reread are the facts that a petition's words tell beside those it has, or against
// them; none where the reading is unsure and nobody seems to be in danger.
func (b *Bot) reread(d triage.Dossier) (reading.Reading, []triage.Told) {
	read := b.reader.Read(d.Words.Story)
	at, office := d.Petition.FiledAt, b.Office.Province
	if read.Confidence < telling && read.Facts.Danger != triage.Yes {
		return read, nil
	}
	had := d.Petition.Facts.Told(office, at)
	if len(had) == 0 || had[0].Fact != "kind" {
		had = append(had, triage.Told{Fact: "kind", Value: string(d.Petition.Kind)})
	}
	var more []triage.Told
	for _, one := range spoken(read).Told(office, at) {
		if slices.Contains(rereadFacts(), one.Fact) && !slices.Contains([]string{"no", "none", "other"}, one.Value) && !slices.Contains(had, one) {
			more = append(more, one)
		}
	}
	return read, more
}

// rereadFacts are the facts worth telling an officer; the others follow from them, or
// from what everybody is asked.
func rereadFacts() []string {
	return []string{"kind", "field", "body", "role", "round", "judgment.final", "approved_by_procuracy", "overdue_proof", "ignored",
		"judicial_offender", "outside_proceedings", "military", "detained", "danger"}
}

// rereadWords is the part of a petition's contents that says what was read; "" where
// it adds nothing.
func (b *Bot) rereadWords(say text.Speaker, d triage.Dossier) (heading, quotes string) {
	read, more := b.reread(d)
	if len(more) == 0 {
		return "", ""
	}
	heading = say.Say("officer.read", "kind", say.Plain("kind."+string(read.Facts.Kind)), "n", percent(read.Confidence))
	var told []string
	for _, one := range more {
		if one.Fact != "kind" {
			told = append(told, toldWords(say, one))
		}
	}
	if len(told) > 0 {
		heading += "\n" + say.Say("officer.read.facts", "facts", strings.Join(told, "; "))
	}
	return heading, quoted(read)
}

// quoted are the words that led to a reading, each once; those of danger first.
func quoted(read reading.Reading) string {
	evidence := slices.Clone(read.Evidence)
	slices.SortStableFunc(evidence, func(a, b reading.Evidence) int {
		return strings.Compare(strconv.FormatBool(b.Fact == "danger"), strconv.FormatBool(a.Fact == "danger"))
	})
	var all []string
	for _, e := range evidence {
		if words := "«…" + strings.TrimSpace(e.Words) + "…»"; len(all) < mostQuotes && !slices.Contains(all, words) {
			all = append(all, words)
		}
	}
	return strings.Join(all, " ")
}

// toldWords words one fact with its value.
func toldWords(say text.Speaker, one triage.Told) string {
	switch one.Fact {
	case "field", "body", "role":
		return say.Plain("officer.fact."+one.Fact) + ": " + say.Plain(one.Fact+"."+one.Value)
	case "round":
		return say.Plain("book.value.round." + one.Value)
	}
	return say.Plain("book.yes." + one.Fact)
}

func percent(p float64) string { return strconv.Itoa(int(p*100 + 0.5)) }

// reclassify begins the dialog in which an officer classifies anew.
func (t *talk) reclassify(ctx context.Context, me clerk, p press) error {
	with, err := t.preset(ctx, me, p.code)
	if err != nil {
		return t.away(err)
	}
	return t.startAct(ctx, me, p, triage.Classify, with)
}

// preset prepares the officer's classifying (phân loại lại): the kind that was read
// stands first, with what the table says of it, to be confirmed or not. It is empty
// where the words speak for the kind that the petition has.
func (t *talk) preset(ctx context.Context, me clerk, code triage.Code) (map[string]string, error) {
	p, err := t.b.Records.Petition(ctx, code)
	if err != nil || !p.ReadableBy(me.Staff, t.b.Office) {
		return nil, nil // whoever may not know of it is told so afterwards
	}
	d, err := t.b.Records.Dossier(ctx, code, triage.Actor{Staff: me.ID})
	if err != nil {
		return nil, err
	}
	read, more := t.b.reread(d)
	if !slices.ContainsFunc(more, func(one triage.Told) bool { return one.Fact == "kind" }) {
		return nil, nil
	}
	facts := refacts(p.Facts, spoken(read))
	encoded, err := json.Marshal(facts)
	if err != nil {
		return nil, err
	}
	would := triage.Decide(t.b.Office, facts, p.FiledAt)
	return map[string]string{"kind": string(facts.Kind), "disposition": string(would.Disposition), "facts": string(encoded), "sure": percent(read.Confidence)}, nil
}

// presetAnew fits what was prepared to a petition that has changed since: what became
// known of it meanwhile, such as its signature, stays.
func (k *task) presetAnew(now triage.Facts) error {
	if k.With["facts"] == "" {
		return nil
	}
	var read triage.Facts
	if err := json.Unmarshal([]byte(k.With["facts"]), &read); err != nil {
		return fmt.Errorf("read what was prepared: %w", decodingCause(err))
	}
	encoded, err := json.Marshal(refacts(now, read))
	if err != nil {
		return err
	}
	k.With = maps.Clone(k.With)
	k.With["facts"] = string(encoded)
	return nil
}

// refacts are the facts of a petition as it would be by its reading: what was asked
// about another kind does not count for this one, what everybody is asked does, and
// danger that was told stays.
func refacts(had, read triage.Facts) triage.Facts {
	read.Province, read.DecidedOn, read.KnownOn = had.Province, had.DecidedOn, had.KnownOn
	read.Anonymous, read.Signed = had.Anonymous, had.Signed
	if had.Danger != triage.Unknown {
		read.Danger = had.Danger.Or(read.Danger)
	}
	if had.GroupSize > 0 {
		read.GroupSize = had.GroupSize
	}
	return read
}
