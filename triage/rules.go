package triage

import (
	"fmt"
	"slices"
	"strings"

	"tiepdan/triage/calendar"
)

// Mark says how far a row of law was verified (DOMAIN §0).
type Mark string

const (
	MarkRead       Mark = "V1"  // read in the text of the law
	MarkSecondHand Mark = "V2"  // read in a secondary source
	MarkDerived    Mark = "D"   // follows by logic
	MarkBackground Mark = "B"   // background knowledge: cần xác nhận
	MarkOld        Mark = "old" // from a law since replaced: cần xác nhận
)

// Confirm says whether the procuracy must confirm the row before relying on it.
func (m Mark) Confirm() bool { return m == MarkBackground || m == MarkOld }

// Tier says which tier of our two-level province settles.
type Tier string

const (
	TierByPlace    Tier = ""           // the unit of the place: viện kiểm sát khu vực, or the provincial gate
	TierProvincial Tier = "provincial" // viện kiểm sát tỉnh
)

// Rule is one row of the decision table (bảng phân loại). The first row whose
// condition holds decides; a row of the office file comes before the law's.
type Rule struct {
	ID          string        `json:"id" yaml:"id"`
	From        calendar.Date `json:"from,omitzero" yaml:"from"` // first day of validity; zero: always
	To          calendar.Date `json:"to,omitzero" yaml:"to"`     // last day; zero: open-ended
	When        Cond          `json:"when" yaml:"when"`
	Disposition Disposition   `json:"disposition" yaml:"disposition"`
	Destination string        `json:"destination,omitempty" yaml:"destination"` // a key of DestinationKeys, or one of the Of… words
	Settles     Tier          `json:"settles,omitempty" yaml:"settles"`
	Basis       []string      `json:"basis" yaml:"basis"` // the law, as "CPC 475.1"
	Mark        Mark          `json:"mark" yaml:"mark"`
	Example     Facts         `json:"example" yaml:"-"` // facts that this row decides and no other
}

// Reason is the key of the sentence in bot/text that says why.
func (r Rule) Reason() string { return "rule." + r.ID }

// On says whether the row is valid on a day.
func (r Rule) On(d calendar.Date) bool {
	return (r.From.IsZero() || !d.Before(r.From)) && (r.To.IsZero() || !r.To.Before(d))
}

// Check returns an error that says what is wrong with a row of the office file.
func (r Rule) Check() error {
	outward := slices.Contains([]Disposition{Transfer, ReferProcuracy, Supervise, Demand, RelayCrime}, r.Disposition)
	switch {
	case r.ID == "" || r.ID == NoRule:
		return fmt.Errorf("rule %q: the id is missing or taken", r.ID)
	case !Known(r.Disposition, Dispositions()):
		return fmt.Errorf("rule %s: no such disposition %q", r.ID, r.Disposition)
	case outward && r.Destination == "":
		return fmt.Errorf("rule %s: %s needs a destination", r.ID, r.Disposition)
	case r.Settles != TierByPlace && r.Settles != TierProvincial:
		return fmt.Errorf("rule %s: no such tier %q", r.ID, r.Settles)
	case len(r.Basis) == 0 || slices.Contains(r.Basis, ""):
		return fmt.Errorf("rule %s: names no law", r.ID)
	case len(r.When.Facts()) == 0:
		return fmt.Errorf("rule %s: holds of everything", r.ID)
	}
	if err := r.When.Check(); err != nil {
		return fmt.Errorf("rule %s: %w", r.ID, err)
	}
	return nil
}

// NoRule is the id of the decision where no row fits: a person classifies it.
const NoRule = "J45"

// Rules is the decision table of DOMAIN §2.5, in the order of DESIGN §3: the
// most particular row first.
func Rules() []Rule {
	return slices.Concat(rulesOfCrime(), rulesElsewhere(), rulesOfDelay(), rulesOfJudgments(),
		rulesOfArrest(), rulesOfComplaints(), rulesOfDenunciations(), rulesOfEnforcement(), rulesOfAdministration())
}

// compiled is a rule ready to be judged.
type compiled struct {
	Rule
	when   node
	names  uint64 // the facts it looks at
	reason string
}

// tableOf holds, for every value of kind (0: not known), the rows that can
// decide a petition of that kind, in order.
type tableOf [maxKinds][]*compiled

const maxKinds = 16

// table is the law's, built once and never changed.
var table = byKind(Rules())

func byKind(rules []Rule) *tableOf {
	var t tableOf
	for _, r := range rules {
		n := r.When.compile()
		c := &compiled{r, n, n.names(), r.Reason()}
		for kind := range len(factTable[factKind].values) + 1 {
			if v := (vector{factKind: uint8(kind)}); c.when.eval(&v) != No {
				t[kind] = append(t[kind], c)
			}
		}
	}
	return &t
}

// Words for a destination that depends on the facts.
const (
	OfBody     = "@body"     // the body complained of
	OfSuperior = "@superior" // the body above it
	OfCourt    = "@court"    // the court that gave the judgment
)

// keyPoliceElsewhere is the investigating body of another province: what goes
// there is no longer ours to count.
const keyPoliceElsewhere = "CQDT_TINH_KHAC"

// DestinationKeys lists every key that a decision can name (DOMAIN §2.7 and
// ours), for the office file to say which agency each one is.
func DestinationKeys() []string {
	return []string{
		"VKSTC", "CQDT_VKSTC", "VKS_TINH", "VKS_KV", "VKS_TINH_KHAC", "VKSQS",
		"CQDT_CAT", "CQDT_BCA", "CQDT_QS", "CQDT_TINH_KHAC", "CQ_DUOC_GIAO", "CA_TINH", "CA_XA",
		"TANDTC", "TAND_TINH", "TAND_KV", "TOAQS",
		"BTP", "THADS_TINH", "PHONG_THADS_KV",
		"TTG", "NTG", "TG",
		"UBND_TINH", "UBND_XA", "SO", "THANHTRA_TINH", "BAN_TCD",
		"UBKT", "BAN_NOICHINH", "TINHUY",
		"DDBQH", "HDND", "MTTQ", "BHXH", "THUE", "NGANHANG", "CQ_QUAN_DOI",
	}
}

// destination resolves the words that depend on the facts.
func destination(key string, f *Facts) string {
	switch key {
	case OfBody:
		return bodyKey(f.Body, f.Level)
	case OfSuperior:
		return superiorKey(f.Body, f.Level)
	case OfCourt:
		switch f.court() {
		case CourtProvincial, CourtHigh:
			return "TAND_TINH"
		case CourtSupreme:
			return "TANDTC"
		}
		return bodyKey(BodyCourt, f.Level)
	}
	return key
}

// pick chooses between what stands for a lower level and for a higher one; a level
// that is not known counts as the lower.
func (l Level) pick(low, high string) string {
	if l == LevelProvincial || l == LevelCentral {
		return high
	}
	return low
}

func bodyKey(b Body, l Level) string {
	pick := l.pick
	switch b {
	case BodyProcuracy:
		return pick("VKS_KV", "VKS_TINH")
	case BodyInvestigation:
		return "CQDT_CAT"
	case BodyAssigned:
		return "CQ_DUOC_GIAO"
	case BodyCommunePolice:
		return "CA_XA"
	case BodyCourt:
		return pick("TAND_KV", "TAND_TINH")
	case BodyCivilEnforce:
		return pick("PHONG_THADS_KV", "THADS_TINH")
	case BodyCustody:
		return pick("NTG", "TTG")
	case BodyPrison:
		return "TG"
	case BodyParty:
		return "UBKT"
	case BodyMilitary:
		return "CQ_QUAN_DOI"
	case BodyAdministration:
		return pick("UBND_XA", "UBND_TINH")
	}
	return "BAN_TCD"
}

func superiorKey(b Body, l Level) string {
	pick := l.pick
	switch b {
	case BodyProcuracy:
		return pick("VKS_TINH", "VKSTC")
	case BodyInvestigation:
		return "CQDT_BCA"
	case BodyCommunePolice, BodyCustody:
		return "CA_TINH"
	case BodyCourt:
		return pick("TAND_TINH", "TANDTC")
	case BodyCivilEnforce:
		return pick("THADS_TINH", "BTP")
	case BodyAdministration:
		return pick("UBND_TINH", "THANHTRA_TINH")
	}
	return bodyKey(b, l)
}

// ReasonKeys lists every key that Decision.Reasons can hold, so that bot/text
// can prove that it has a sentence for each.
func ReasonKeys() []string {
	keys := []string{"rule." + NoRule}
	for _, r := range Rules() {
		keys = append(keys, r.Reason())
	}
	for _, a := range assumptions() {
		keys = append(keys, assumedKey(a.fact))
	}
	for _, r := range EligibilityReasons() {
		keys = append(keys, eligibilityKey(r))
	}
	return keys
}

func assumedKey(fact int) string {
	return "assumed." + strings.ReplaceAll(factTable[fact].name, ".", "_")
}

func eligibilityKey(reason string) string { return "eligibility." + reason }
