package reading

import "tiepdan/triage"

// nearPost is how many words may stand between a post and what its holder did,
// or what is said against him.
const nearPost = 8

// head says what the letter tells of the post of whom it complains: it names the
// head of the body as the one who signed or did it, or right behind the word of
// complaint. Who signs for the head is a deputy. Told is false where it says
// nothing of a post.
func (p *page) head(c *clues, b triage.Body) (role triage.Role, told bool) {
	var deputyTo int32 // where the last deputy's title ends: what it holds is no head's
	for i, m := range p.found {
		leads, ok := c.heads[m.means]
		if m.means == c.deputy || ok && p.before(m.from, deputyOf) {
			role, told, deputyTo = triage.RoleDeputy, true, m.to
			continue
		}
		if !ok || m.from < deputyTo || leads != b || p.addressed(c, i) || told && p.before(m.from, inPlaceOf) {
			continue
		}
		for j := i + 1; j < len(p.found) && p.found[j].from-m.to <= nearPost; j++ {
			if p.found[j].means == c.signs && p.words[p.found[j].from].sentence == p.words[m.from].sentence {
				return triage.RoleHead, true
			}
		}
		for j := i - 1; j >= 0 && m.from-p.found[j].to <= 2; j-- {
			if f := p.found[j]; (f.means == c.complain || f.means == c.against) && !f.denied {
				return triage.RoleHead, true
			}
		}
	}
	return role, told
}

var (
	deputyOf  = wordIDs("pho")                  // phó thủ trưởng
	inPlaceOf = wordIDs("thay", "mat", "quyen") // ký thay, thay mặt, theo ủy quyền
)

// before says whether one of some words stands right before a word, in its sentence.
func (p *page) before(at int32, words map[uint64]struct{}) bool {
	if at == 0 || p.words[at-1].sentence != p.words[at].sentence {
		return false
	}
	_, ok := words[p.words[at-1].id]
	return ok
}

// procuracyLevel is the tier of the procuracy complained of. In the second round
// it is the one whose head has decided: where a regional one is named, the
// provincial one counts only if the letter says that it decided too.
func (p *page) procuracyLevel(c *clues, round int) triage.Level {
	regional, provincial, decided := false, false, false
	for i, m := range p.found {
		if m.means != c.headProcuracy && m.means != c.procuracy || i > 0 && p.addressed(c, i) {
			continue
		}
		switch p.tier(m) {
		case triage.LevelRegional:
			regional = true
		case triage.LevelProvincial:
			provincial = true
			decided = decided || p.decides(c, i)
		}
	}
	switch {
	case provincial && (round < 2 || !regional || decided):
		return triage.LevelProvincial
	case regional:
		return triage.LevelRegional
	}
	return ""
}

// nearTier is how many words may stand between a procuracy and its tier.
const nearTier = 5

// tier is what is named with a procuracy: "khu vực" or "tỉnh".
func (p *page) tier(m match) triage.Level {
	for j := max(m.to-1, 0); j < m.to+nearTier && int(j) < len(p.words) && p.words[j].sentence == p.words[m.from].sentence; j++ {
		switch p.words[j].id {
		case wordKhu, wordVuc:
			return triage.LevelRegional
		case wordTinh:
			return triage.LevelProvincial
		}
	}
	return ""
}

var wordTinh, wordKhu, wordVuc = hashOf("tinh"), hashOf("khu"), hashOf("vuc")

// decides says whether a decision follows on a procuracy: "VKSND tỉnh đã giải quyết".
func (p *page) decides(c *clues, i int) bool {
	m := p.found[i]
	for j := m.to; j < m.to+nearPost && int(j) < len(p.words) && p.words[j].sentence == p.words[m.from].sentence; j++ {
		if p.words[j].id == wordDone {
			return true
		}
	}
	for _, f := range p.found[i+1:] {
		if f.from-m.to > nearPost {
			return false
		}
		if (f.means == c.settled || f.means == c.signs) && p.words[f.from].sentence == p.words[m.from].sentence {
			return true
		}
	}
	return false
}

var wordDone = hashOf("da")

// addressed says whether a match stands in the address of the letter, or is whom
// the writer turns to: "lên Viện trưởng VKSND tỉnh".
func (p *page) addressed(c *clues, i int) bool {
	at := p.found[i].from
	for j := i - 1; j >= 0 && at-p.found[j].to <= farthestPlace; j-- {
		if p.found[j].means == c.toUs {
			return true
		}
	}
	for j := at - 1; j >= 0 && j >= at-nearTier && p.words[j].sentence == p.words[at].sentence; j-- {
		if _, ok := turning[p.words[j].id]; ok {
			return true
		}
		if _, ok := polite[p.words[j].id]; !ok {
			return false
		}
	}
	return false
}

var (
	turning = wordIDs("len", "gui", "den", "nho", "mong", "xin", "nghi", "cau") // lên, gửi, đến, nhờ, mong, xin, đề nghị, yêu cầu
	polite  = wordIDs("vien", "truong", "ong", "ba", "lanh", "dao", "cap", "tren", "cho", "quy", "la", "dong", "chi")
)
