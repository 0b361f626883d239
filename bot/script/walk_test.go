package script_test

import (
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"tiepdan/bot/dialog"
	"tiepdan/bot/script"
	"tiepdan/triage"
	"tiepdan/triage/area"
	"tiepdan/triage/calendar"
)

// now is a Tuesday morning in Asia/Ho_Chi_Minh.
var now = time.Date(2026, time.November, 24, 8, 0, 0, 0, calendar.Zone())

// twoPlaces offers one place at home and one in another province.
type twoPlaces struct{}

func (twoPlaces) Suggest(typed string) []dialog.Offer {
	if typed == "nowhere" {
		return nil
	}
	return []dialog.Offer{
		script.PlaceOffer(area.Place{Province: "22", Commune: "06652", Name: "Phường A, tỉnh Quảng Ninh"}),
		script.PlaceOffer(area.Place{Province: "40", Commune: "16681", Name: "Phường B, tỉnh Nghệ An", Former: "Phường C, thành phố Vinh"}),
	}
}

func petition() dialog.Dialog { return script.Petition(twoPlaces{}, judge) }

// whole asks everything, whether or not it decides anything.
func whole() dialog.Dialog { return script.Petition(twoPlaces{}, nil) }

// judge remembers: the walks through all paths ask it the same many times.
func judge(f triage.Facts) triage.Decision {
	known, ok := judged.Load(f)
	if !ok {
		known, _ = judged.LoadOrStore(f, triage.Decide(office(), f, now))
	}
	return known.(triage.Decision)
}

var judged sync.Map

func office() triage.Office {
	return triage.Office{
		Name: "Viện kiểm sát nhân dân tỉnh", Province: "22", SignatureNeeded: true, SignDays: 30, ClassifyDays: 5,
		Units: []triage.Unit{{ID: "vks-tinh", Kind: triage.UnitProvincial}, {ID: "vks-kv-1", Kind: triage.UnitRegional}},
	}
}

func env() dialog.Env {
	return dialog.Env{
		Now:   now,
		Label: func(_ string, o dialog.Option) string { return o.Value },
		Same:  func(label, typed string) bool { return strings.EqualFold(strings.TrimPrefix(label, "!"), typed) },
	}
}

// talk is one person in one dialog.
type talk struct {
	t     *testing.T
	d     dialog.Dialog
	s     dialog.State
	end   dialog.Ending
	last  dialog.View
	ref   int
	found bool
}

func begin(t *testing.T, d dialog.Dialog) *talk {
	t.Helper()
	return &talk{t: t, d: d, s: dialog.State{Dialog: d.ID, Key: "key-1"}}
}

func (k *talk) take(in dialog.Input) *talk {
	k.ref++
	if in.Ref == "" {
		in.Ref = strconv.Itoa(k.ref)
	}
	if in.At.IsZero() {
		in.At = now.Add(time.Duration(k.ref) * time.Minute)
	}
	turn := k.d.Turn(env(), k.s, in)
	k.s, k.last, k.end, k.found = turn.State, turn.View, turn.Ending, turn.Found
	return k
}

func (k *talk) press(value string) *talk {
	return k.take(dialog.Input{Kind: dialog.Press, Question: k.at(), Value: value})
}

func (k *talk) write(words string) *talk {
	return k.take(dialog.Input{Kind: dialog.Words, Text: words})
}

// at is the place at which the person is.
func (k *talk) at() string { return k.d.View(env(), k.s).Question }

// answer answers the question under way: by the answers given, and otherwise with
// what any citizen could say. An optional question is skipped.
func (k *talk) answer(answers map[string]string) {
	k.t.Helper()
	q, _ := k.d.At(k.s)
	value, chosen := answers[q.ID]
	switch q.Field.(type) {
	case dialog.Choice, dialog.Pick:
		if !chosen {
			value = q.Field.Options(env(), dialog.Answer{})[0].Value
		}
		k.press(value)
	case dialog.Story, dialog.Parcel:
		k.write("Sáng hôm đó tôi có mặt ở nhà và thấy rõ mọi việc.").press(dialog.Finish)
	case dialog.Place:
		if !chosen {
			value = dialog.AsTyped
		}
		k.write("phường ấy").press(value)
	case dialog.Number:
		k.write("3")
	default:
		switch {
		case chosen:
			k.write(value)
		case q.Optional:
			k.press(dialog.Skip)
		default:
			k.write("số 12 đường Trần Phú")
		}
	}
	if k.at() == q.ID && k.end != dialog.Sent {
		k.t.Fatalf("%s: %q was not taken: %+v", q.ID, value, k.last.Problem)
	}
}

// fill answers questions until the review or the end.
func (k *talk) fill(answers map[string]string) *talk {
	k.t.Helper()
	for range 60 {
		if _, asking := k.d.At(k.s); !asking || k.end == dialog.Sent {
			return k
		}
		k.answer(answers)
	}
	k.t.Fatal("the dialog does not end")
	return k
}

// to answers questions until one is reached.
func (k *talk) to(question string, answers map[string]string) *talk {
	k.t.Helper()
	for k.at() != question {
		if _, asking := k.d.At(k.s); !asking {
			k.t.Fatalf("%s was never asked", question)
		}
		k.answer(answers)
	}
	return k
}

func (k *talk) decide() (triage.Draft, triage.Decision) {
	draft := script.Draft(k.s, k.d)
	return draft, triage.Decide(office(), draft.Facts, now)
}
