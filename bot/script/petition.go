package script

import (
	"slices"

	"tiepdan/bot/dialog"
	"tiepdan/triage"
)

// What a petition is about, in plain words rather than in legal kinds. These
// are the values of the question "topic".
const (
	topicArrest      = "arrest"      // bắt, tạm giữ, tạm giam
	topicCustody     = "custody"     // đối xử với người đang bị giam
	topicCrime       = "crime"       // có người phạm tội
	topicSurrender   = "surrender"   // tự thú, đầu thú
	topicPolice      = "police_case" // công an, cơ quan điều tra giải quyết vụ việc
	topicProsecutor  = "prosecutor"  // viện kiểm sát
	topicCourt       = "court_case"  // tòa án đang giải quyết
	topicJudgment    = "judgment"    // bản án, quyết định của tòa án
	topicEnforcement = "enforcement" // thi hành án dân sự
	topicOfficial    = "official"    // cơ quan hành chính, cán bộ
	topicDispute     = "dispute"     // tranh chấp giữa người dân
	topicElse        = "else"        // việc khác
)

// Topics lists every topic, in the order in which they are offered.
func Topics() []string {
	return []string{topicArrest, topicCustody, topicCrime, topicSurrender, topicPolice,
		topicProsecutor, topicCourt, topicJudgment, topicEnforcement, topicOfficial, topicDispute, topicElse}
}

// The steps of "step n of m".
const (
	stepConsent = "consent"
	stepAbout   = "about"
	stepWho     = "who"
	stepStory   = "story"
	stepPapers  = "papers"
	stepYou     = "you"
)

// CallNow is the question that tells who is in danger whom to call: the office's
// hotlines.
const CallNow = "call_now"

// Petition is the conversation in which a citizen tells a petition (nhận đơn).
// It is asked in plain words; Draft makes facts of the answers. Of the questions
// that tell facts only those are asked on which it depends whose business the
// petition is, MostDeciding at most; without a judge all are asked.
func Petition(places Places, judge Judge) dialog.Dialog {
	d := dialog.Dialog{
		ID: "petition", Review: true, Story: "story", Papers: "papers",
		Questions: slices.Concat(consent(), about(), who(), whatHappened(places), you()),
	}
	if judge != nil {
		d.Narrow = narrow(judge)
	}
	return d
}

func consent() []dialog.Question {
	return []dialog.Question{
		{ID: "language", Step: stepConsent, Hidden: true, Field: choose("vi", "en")},
		{ID: "consent", Step: stepConsent, Hidden: true, Field: choose("agree", "no")},
		// Nothing leads on from here but going back or throwing it all away.
		{ID: "declined", Step: stepConsent, Hidden: true, Field: nowhere{}, When: is("consent", "no")},
	}
}

// A question that has facts in Tells is asked only if they decide something. They
// stand in the order in which they are worth asking: the kind first, because most
// else hangs on it.

func about() []dialog.Question {
	return []dialog.Question{
		{ID: heard, Step: stepAbout, Hidden: true, When: all(agreed, proposed(heard)), Field: offer{yesNo()}, Fills: fills("yes")},
		{ID: "topic", Step: stepAbout, When: agreed, Field: choose(Topics()...)},
		{ID: "danger", Step: stepAbout, When: mayBeDanger, Field: yesNo()},
		{ID: CallNow, Step: stepAbout, Hidden: true, When: inDanger, Field: choose("on")},
		{ID: "aim", Step: stepAbout, Tells: facts("kind"), When: topic(topicPolice, topicCourt, topicEnforcement), Field: choose("own", "wrong", "overdue", dontKnow)},
		{ID: "aim_plain", Step: stepAbout, Tells: facts("kind"), When: topic(topicProsecutor, topicCustody), Field: choose("own", "wrong", dontKnow)},
		{ID: "official_what", Step: stepAbout, Tells: facts("kind", "field", "body"), When: topic(topicOfficial), Field: choose("decision", "wrong", "party", dontKnow)},
		{ID: "else_what", Step: stepAbout, Tells: facts("kind"), When: topic(topicElse), Field: choose("suggestion", "request", "compensation", "other")},
		{ID: "judgment_final", Step: stepAbout, Tells: facts("kind", "judgment.final"), When: topic(topicJudgment), Field: choose("yes", "no", dontKnow)},
		{ID: "proof", Step: stepAbout, Tells: facts("overdue_proof"), When: all(topic(topicPolice, topicCourt, topicEnforcement), is("aim", "overdue")), Field: choose("yes", "no", dontKnow)},
	}
}

func who() []dialog.Question {
	return []dialog.Question{
		{ID: "arrest_who", Step: stepWho, Tells: facts("body", "stage"), When: topic(topicArrest), Field: choose("investigation", "commune_police", "assigned", "procuracy", "court", dontKnow)},
		{ID: "custody_who", Step: stepWho, Tells: facts("body", "field"), When: topic(topicCustody), Field: choose("custody_facility", "prison", dontKnow)},
		{ID: "police_who", Step: stepWho, Tells: facts("body", "role"), When: topic(topicPolice), Field: choose("officer", "deputy", "head", "commune_police", "assigned", dontKnow)},
		{ID: "procuracy_who", Step: stepWho, Tells: facts("role", "level"), When: either(topic(topicProsecutor), all(topic(topicArrest), is("arrest_who", "procuracy"))),
			Field: choose("officer", "deputy", "head_regional", "head_provincial", "body", dontKnow)},
		{ID: "court_who", Step: stepWho, Tells: facts("role"), When: topic(topicCourt), Field: choose("officer", "deputy", "head", dontKnow)},
		{ID: "enforcement_who", Step: stepWho, Tells: facts("role"), When: topic(topicEnforcement), Field: choose("officer", "head", "body", dontKnow)},
		{ID: "else_who", Step: stepWho, Tells: facts("body"), When: all(topic(topicElse), is("else_what", "suggestion", "request", "compensation")),
			Field: choose("procuracy", "police", "court", "administration", "other")},
		{ID: "judgment_court", Step: stepWho, Tells: facts("judgment.court"), When: all(topic(topicJudgment), not(is("judgment_final", "no"))),
			Field: choose(append(values(triage.Courts()), dontKnow)...)},
		{ID: "offender", Step: stepWho, Tells: facts("judicial_offender"), When: calmCrime, Field: choose("judicial", "someone", dontKnow)},
		{ID: "against", Step: stepWho, Optional: true, When: accuses, Field: dialog.Line{Min: 2, Max: 300}},
	}
}

func whatHappened(places Places) []dialog.Question {
	return []dialog.Question{
		{ID: "reported", Step: stepStory, Tells: facts("ignored"), When: calmCrime, Field: choose("no", "handled", "ignored", dontKnow)},
		{ID: "settled", Step: stepStory, Tells: facts("round"), When: complains, Field: choose("no", "once", "twice", dontKnow)},
		{ID: "settled_by", Step: stepStory, Optional: true, When: all(complains, is("settled", "once", "twice")), Field: dialog.Line{Min: 2, Max: 300}},
		{ID: "court_field", Step: stepStory, Tells: facts("field"), When: topic(topicCourt, topicJudgment), Field: choose("criminal", "civil", "administrative", dontKnow)},
		{ID: "paper", Step: stepStory, When: complains, Field: yesNo()},
		{ID: "paper_date", Step: stepStory, Optional: true, When: all(complains, is("paper", "yes")), Field: pastDay()},
		{ID: "judgment_date", Step: stepStory, Optional: true, When: topic(topicJudgment), Field: pastDay()},
		{ID: "place", Step: stepStory, When: agreed, Field: dialog.Place{Suggest: places.Suggest, Max: 200}},
		{ID: "story", Step: stepStory, When: agreed, Field: dialog.Story{Min: 20, Max: 60_000}},
		{ID: meant, Step: stepStory, Hidden: true, When: all(agreed, proposed(meant)), Field: offer{choose("keep", "change")}, Fills: fills("change")},
		{ID: "papers", Step: stepPapers, Optional: true, When: agreed, Field: papers()},
	}
}

// you asks who is writing. A crime report or denunciation may withhold it, and
// is told what follows; the chat itself stays the way to reach the writer.
func you() []dialog.Question {
	return []dialog.Question{
		{ID: "informant", Step: stepYou, When: topic(topicCrime), Field: choose("give", "withhold")},
		{ID: "denouncer", Step: stepYou, When: denounces, Field: choose("give", "withhold")},
		{ID: "name", Step: stepYou, When: named, Field: dialog.Line{Min: 2, Max: 100}},
		{ID: "address", Step: stepYou, When: named, Field: dialog.Line{Min: 4, Max: 300}},
		{ID: "phone", Step: stepYou, Optional: true, When: named, Field: dialog.Phone{}},
		{ID: "id_number", Step: stepYou, Optional: true, When: named, Field: dialog.IDNumber{}},
	}
}

// papers are what a citizen may show: 30 files, each as large as can be fetched
// from the chat.
func papers() dialog.Files { return dialog.Files{Max: 30, MaxSize: 20 << 20} }
