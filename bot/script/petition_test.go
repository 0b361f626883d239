package script_test

import (
	"maps"
	"slices"
	"testing"

	"tiepdan/bot/dialog"
	"tiepdan/bot/script"
	"tiepdan/triage"
)

func TestPathsLeadToASensibleDecision(t *testing.T) {
	type facts = map[string]string
	for name, row := range map[string]struct {
		answers     facts
		kind        triage.Kind
		disposition triage.Disposition
		destination string
		urgent      bool
	}{
		"held by the police":              {facts{"topic": "arrest", "arrest_who": "investigation", "settled": "no"}, triage.Complaint, triage.Settle, "VKS_KV", true},
		"held by the ward police, again":  {facts{"topic": "arrest", "arrest_who": "commune_police", "settled": "once"}, triage.Complaint, triage.Settle, "VKS_TINH", true},
		"held, by whom is not known":      {facts{"topic": "arrest", "arrest_who": "unknown"}, triage.Complaint, triage.Settle, "VKS_KV", true},
		"held by order of the court":      {facts{"topic": "arrest", "arrest_who": "court", "settled": "no"}, triage.Complaint, triage.Supervise, "TAND_KV", true},
		"held by order of our head":       {facts{"topic": "arrest", "arrest_who": "procuracy", "procuracy_who": "head_regional"}, triage.Complaint, triage.Settle, "VKS_TINH", true},
		"held by order of the province":   {facts{"topic": "arrest", "arrest_who": "procuracy", "procuracy_who": "head_provincial"}, triage.Complaint, triage.ReferProcuracy, "VKSTC", true},
		"ill in custody":                  {facts{"topic": "custody", "custody_who": "custody_facility", "aim_plain": "own"}, triage.Complaint, triage.Settle, "VKS_KV", false},
		"beaten in prison":                {facts{"topic": "custody", "custody_who": "prison", "aim_plain": "wrong"}, triage.Denunciation, triage.Settle, "VKS_TINH", false},
		"a theft":                         {facts{"topic": "crime", "danger": "no", "offender": "someone", "reported": "no"}, triage.CrimeReport, triage.RelayCrime, "CQDT_CAT", false},
		"a bribed judge":                  {facts{"topic": "crime", "danger": "no", "offender": "judicial", "reported": "no"}, triage.CrimeReport, triage.RelayCrime, "CQDT_VKSTC", false},
		"a theft, ignored":                {facts{"topic": "crime", "danger": "no", "offender": "unknown", "reported": "ignored"}, triage.CrimeReport, triage.Demand, "CQDT_CAT", false},
		"being beaten now":                {facts{"topic": "crime", "danger": "yes"}, triage.CrimeReport, triage.RelayCrime, "CQDT_CAT", true},
		"a theft in another province":     {facts{"topic": "crime", "danger": "no", "offender": "someone", "place": "40/16681"}, triage.CrimeReport, triage.RelayCrime, "CQDT_TINH_KHAC", false},
		"a nameless crime report":         {facts{"topic": "crime", "danger": "no", "offender": "someone", "informant": "withhold"}, triage.CrimeReport, triage.RelayCrime, "CQDT_CAT", false},
		"giving oneself up":               {facts{"topic": "surrender", "danger": "no"}, triage.Surrender, triage.RelayCrime, "CQDT_CAT", true},
		"an investigator":                 {facts{"topic": "police_case", "police_who": "officer", "aim": "own", "settled": "no"}, triage.Complaint, triage.Supervise, "CQDT_CAT", false},
		"an investigator, second time":    {facts{"topic": "police_case", "police_who": "officer", "aim": "own", "settled": "once"}, triage.Complaint, triage.Settle, "VKS_KV", false},
		"an investigator, third time":     {facts{"topic": "police_case", "police_who": "officer", "aim": "own", "settled": "twice"}, triage.Complaint, triage.Decline, "", false},
		"the head of the investigators":   {facts{"topic": "police_case", "police_who": "head", "aim": "own", "settled": "no"}, triage.Complaint, triage.Settle, "VKS_KV", false},
		"overdue at the police":           {facts{"topic": "police_case", "police_who": "officer", "aim": "overdue", "proof": "yes"}, triage.Complaint, triage.Demand, "CQDT_CAT", false},
		"overdue without proof":           {facts{"topic": "police_case", "police_who": "officer", "aim": "overdue", "proof": "no"}, triage.Complaint, triage.Supervise, "CQDT_CAT", false},
		"rangers denounced":               {facts{"topic": "police_case", "police_who": "assigned", "aim": "wrong"}, triage.Denunciation, triage.Settle, "VKS_KV", false},
		"an investigator denounced":       {facts{"topic": "police_case", "police_who": "officer", "aim": "wrong"}, triage.Denunciation, triage.Supervise, "CQDT_CAT", false},
		"denounced without a name":        {facts{"topic": "police_case", "police_who": "officer", "aim": "wrong", "denouncer": "withhold"}, triage.Denunciation, triage.Transfer, "CQDT_CAT", false},
		"a prosecutor":                    {facts{"topic": "prosecutor", "procuracy_who": "officer", "aim_plain": "own"}, triage.Complaint, triage.Settle, "VKS_KV", false},
		"the head of a regional unit":     {facts{"topic": "prosecutor", "procuracy_who": "head_regional", "aim_plain": "own"}, triage.Complaint, triage.Settle, "VKS_TINH", false},
		"the provincial head denounced":   {facts{"topic": "prosecutor", "procuracy_who": "head_provincial", "aim_plain": "wrong"}, triage.Denunciation, triage.ReferProcuracy, "VKSTC", false},
		"a judge":                         {facts{"topic": "court_case", "court_who": "officer", "aim": "own", "settled": "no"}, triage.Complaint, triage.Supervise, "TAND_KV", false},
		"a chief judge":                   {facts{"topic": "court_case", "court_who": "head", "aim": "own"}, triage.Complaint, triage.Supervise, "TAND_TINH", false},
		"overdue at the court":            {facts{"topic": "court_case", "court_field": "administrative", "aim": "overdue", "proof": "yes"}, triage.Complaint, triage.Demand, "TAND_KV", false},
		"a judgment of a regional court":  {facts{"topic": "judgment", "judgment_final": "yes", "judgment_court": "regional"}, triage.Cassation, triage.Settle, "VKS_TINH", false},
		"a judgment of a high court":      {facts{"topic": "judgment", "judgment_final": "yes", "judgment_court": "high"}, triage.Cassation, triage.ReferProcuracy, "VKSTC", false},
		"a judgment that can be appealed": {facts{"topic": "judgment", "judgment_final": "no"}, triage.MisdirectedAppeal, triage.Guide, "TAND_KV", false},
		"an enforcement officer":          {facts{"topic": "enforcement", "enforcement_who": "officer", "aim": "own", "settled": "no"}, triage.Complaint, triage.Supervise, "PHONG_THADS_KV", false},
		"enforcement does nothing":        {facts{"topic": "enforcement", "aim": "overdue", "proof": "yes"}, triage.Complaint, triage.Demand, "PHONG_THADS_KV", false},
		"land":                            {facts{"topic": "official", "official_what": "decision", "settled": "no"}, triage.Complaint, triage.Guide, "UBND_XA", false},
		"land, second time":               {facts{"topic": "official", "official_what": "decision", "settled": "once"}, triage.Complaint, triage.Guide, "UBND_TINH", false},
		"an official denounced":           {facts{"topic": "official", "official_what": "wrong"}, triage.Denunciation, triage.Transfer, "UBND_XA", false},
		"a Party member":                  {facts{"topic": "official", "official_what": "party"}, triage.Denunciation, triage.Transfer, "UBKT", false},
		"a debt":                          {facts{"topic": "dispute"}, triage.MisdirectedLawsuit, triage.Guide, "TAND_KV", false},
		"a suggestion to us":              {facts{"topic": "else", "else_what": "suggestion", "else_who": "procuracy"}, triage.Suggestion, triage.Settle, "VKS_KV", false},
		"a suggestion about the ward":     {facts{"topic": "else", "else_what": "suggestion", "else_who": "administration"}, triage.Suggestion, triage.Transfer, "UBND_XA", false},
		"a request to us":                 {facts{"topic": "else", "else_what": "request", "else_who": "procuracy"}, triage.Request, triage.Settle, "VKS_KV", false},
		"a request to the police":         {facts{"topic": "else", "else_what": "request", "else_who": "police"}, triage.Request, triage.Guide, "CQDT_CAT", false},
		"compensation by us":              {facts{"topic": "else", "else_what": "compensation", "else_who": "procuracy"}, triage.Compensation, triage.Settle, "VKS_KV", false},
		"compensation by a court":         {facts{"topic": "else", "else_what": "compensation", "else_who": "court"}, triage.Compensation, triage.Guide, "TAND_KV", false},
		"something else":                  {facts{"topic": "else", "else_what": "other"}, "", triage.Human, "", false},
	} {
		t.Run(name, func(t *testing.T) {
			k := begin(t, petition()).fill(row.answers)
			given := k.d.Given(k.s)
			for q, v := range row.answers {
				if given.Value(q) != v {
					t.Errorf("%s was never asked on this path", q)
				}
			}
			draft, d := k.decide()
			if draft.Facts.Kind != row.kind || d.Disposition != row.disposition || d.Destination != row.destination || d.Urgent != row.urgent {
				t.Errorf("got %q %s to %q urgent %v by %s, want %q %s to %q urgent %v", draft.Facts.Kind, d.Disposition, d.Destination, d.Urgent, d.Rule,
					row.kind, row.disposition, row.destination, row.urgent)
			}
		})
	}
}

// paths calls f with every way through the questions that have choices.
func paths(t *testing.T, f func(answers map[string]string)) {
	d := petition()
	var walk func(given dialog.Answers)
	walk = func(given dialog.Answers) {
		for q := range d.Applicable(given) {
			choice, ok := q.Field.(dialog.Choice)
			if _, had := given[q.ID]; !ok || had {
				continue
			}
			for _, v := range choice.Values {
				next := maps.Clone(given)
				next[q.ID] = dialog.Answer{Value: v}
				walk(next)
			}
			return
		}
		answers := map[string]string{}
		for id, a := range given {
			answers[id] = a.Value
		}
		f(answers)
	}
	walk(dialog.Answers{"language": {Value: "vi"}, "consent": {Value: "agree"}})
}

// unclear says that somebody does not know what they want: a person has to find out.
func unclear(answers map[string]string) bool {
	return answers["aim"] == "unknown" || answers["aim_plain"] == "unknown" || answers["official_what"] == "unknown"
}

// common are the questions whose answers are not about whose business it is.
var common = []string{"language", "consent", "topic", "place"}

func TestEveryPath(t *testing.T) {
	d := petition()
	reached := map[string]bool{"declined": true, "heard": true, "meant": true} // TestDeclining, heard_test.go
	count, most := 0, 0
	paths(t, func(answers map[string]string) {
		count++
		k := begin(t, d).fill(answers)
		given := k.d.Given(k.s)
		draft, decision := k.decide()
		if decision.Disposition == triage.Human && answers["else_what"] != "other" && !unclear(answers) {
			t.Errorf("%v: nobody knows whose business it is", answers)
		}
		if draft.Words.Story == "" || draft.Key != "key-1" || draft.Language != "vi" {
			t.Errorf("%v: the draft lacks the story, the key or the language", answers)
		}
		if kind := draft.Facts.Kind; kind.NeedsSignature() && !draft.Identity.Withheld && draft.Identity.Name == "" {
			t.Errorf("%v: a %s without a name", answers, kind)
		}
		for q := range d.Applicable(k.s.Answers) {
			reached[q.ID] = true
			shown := slices.ContainsFunc(k.last.Items, func(i dialog.Item) bool { return i.Question == q.ID })
			if shown == q.Hidden {
				t.Errorf("%v: %s is shown at the review: %v", answers, q.ID, shown)
			}
		}
		// How many questions are there whose answer, and nothing else, changes the outcome?
		changing := 0
		for id := range given {
			q, _ := d.Question(id)
			choice, ok := q.Field.(dialog.Choice)
			if !ok || slices.Contains(common, id) {
				continue
			}
			changes := slices.ContainsFunc(choice.Values, func(v string) bool {
				s := k.s
				s.Answers = maps.Clone(s.Answers)
				s.Answers[id] = dialog.Answer{Value: v}
				other := triage.Decide(office(), script.Draft(s, d).Facts, now)
				return other.Disposition != decision.Disposition || other.Destination != decision.Destination
			})
			if changes {
				changing++
			}
		}
		if most = max(most, changing); changing > 3 {
			t.Errorf("%v: %d questions change the outcome", answers, changing)
		}
	})
	for _, q := range d.Questions {
		if !reached[q.ID] && q.When != nil {
			t.Errorf("%s is never asked", q.ID)
		}
	}
	t.Logf("%d paths, at most %d questions that change the outcome", count, most)
	if count < 200 {
		t.Errorf("only %d paths", count)
	}
}

func TestStepsNeverGoBack(t *testing.T) {
	for _, topic := range []string{"arrest", "custody", "crime", "surrender", "police_case", "prosecutor", "court_case", "judgment", "enforcement", "official", "dispute", "else"} {
		k := begin(t, petition())
		last := 0
		for last == 0 || k.at() != dialog.AtReview {
			v := k.d.View(env(), k.s)
			if v.Step < max(last, 1) || v.Step > v.Of {
				t.Fatalf("%s: %s is step %d of %d after step %d", topic, v.Question, v.Step, v.Of, last)
			}
			last = v.Step
			k.answer(map[string]string{"topic": topic})
		}
		if v := k.d.View(env(), k.s); v.Step != v.Of {
			t.Errorf("%s: the review is step %d of %d", topic, v.Step, v.Of)
		}
	}
}

func TestDeclining(t *testing.T) {
	k := begin(t, petition()).press("vi").press("no")
	if k.at() != "declined" {
		t.Fatalf("at %s", k.at())
	}
	k.write("Nhưng tôi vẫn muốn kể chuyện này cho các ông nghe")
	if k.at() != "declined" || k.last.Problem == nil || k.last.Problem.Key != "declined" {
		t.Errorf("at %s, problem %v", k.at(), k.last.Problem)
	}
	if k.press(dialog.Back).at() != "consent" {
		t.Errorf("back leads to %s", k.at())
	}
	k.press("no").press(dialog.Cancel).press(dialog.Yes)
	if k.end != dialog.Cancelled {
		t.Errorf("ending %q", k.end)
	}
}

func TestAnotherTopicDropsTheFactsOfTheFormer(t *testing.T) {
	k := begin(t, petition()).fill(map[string]string{"topic": "police_case", "police_who": "head", "aim": "own", "settled": "once", "paper": "yes", "paper_date": "5/3/2026"})
	if draft, _ := k.decide(); draft.Facts.Role != triage.RoleHead || draft.Facts.Round != 2 || draft.PaperOn.String() != "2026-03-05" {
		t.Fatalf("facts %+v", draft.Facts)
	}
	story := k.s.Answers["story"].Text()
	k.press(dialog.Mend).press("topic")
	if k.at() != "topic" {
		t.Fatalf("at %s", k.at())
	}
	k.press("dispute")
	if k.at() != dialog.AtReview {
		t.Fatalf("at %s: a dispute asks nothing else anew", k.at())
	}
	draft, d := k.decide()
	want := triage.Facts{Kind: triage.MisdirectedLawsuit, Field: triage.FieldNone, Body: triage.BodyPrivate, Anonymous: triage.No}
	if draft.Facts != want {
		t.Errorf("facts %+v, want %+v", draft.Facts, want)
	}
	if d.Disposition != triage.Guide || !draft.PaperOn.IsZero() || draft.Words.Story != story {
		t.Errorf("disposition %s, paper %s", d.Disposition, draft.PaperOn)
	}
	for _, item := range k.last.Items {
		if item.Question == "police_who" || item.Question == "settled" {
			t.Errorf("the review still shows %s", item.Question)
		}
	}
}

// BenchmarkTurn takes one message of a story in the middle of the petition.
func BenchmarkTurn(b *testing.B) {
	d, e := petition(), env()
	s := dialog.State{Dialog: d.ID, Key: "k", Answers: dialog.Answers{
		"language": {Value: "vi"}, "consent": {Value: "yes"}, "topic": {Value: "else"}, "else_what": {Value: "suggestion"},
		"else_who": {Value: "procuracy"}, "place": {Value: "06652", Label: "Phường A"},
	}}
	in := dialog.Input{Kind: dialog.Words, Text: "Phòng tiếp dân thiếu ghế ngồi, lịch tiếp công dân dán quá cao.", At: now}
	if turn := d.Turn(e, s, in); len(turn.State.Answers["story"].Pieces) != 1 {
		b.Fatalf("the story is not asked, but %q", turn.View.Question)
	}
	b.ReportAllocs()
	for b.Loop() {
		d.Turn(e, s, in)
	}
}
