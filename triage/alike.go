package triage

import "tiepdan/triage/likeness"

// Alike is a petition that may be of the same matter as another one (có thể trùng).
// It decides nothing: nothing merges by itself.
type Alike struct {
	Petition Petition
	likeness.Likeness
}

// Likenable says whether staff may be told that two petitions are alike, and open
// whether also that one person wrote both. A confidential petition is likened to
// confidential ones alone, and without regard to who wrote: beside an open one that
// bears a name it would tell who denounced.
func (p *Petition) Likenable(q *Petition) (may, open bool) {
	hidden, other := p.Confidential || p.Kind.Confidential(), q.Confidential || q.Kind.Confidential()
	return p.Code != q.Code && hidden == other, !hidden && !other
}

// AlikeKnownTo says whether a member of staff may be told that q is like p: they may
// know of both, and of confidential ones they may read both, so that nobody learns
// from the likeness what they could not read.
func (p *Petition) AlikeKnownTo(s Staff, o Office, q *Petition) bool {
	may, open := p.Likenable(q)
	return may && p.KnownTo(s, o) && q.KnownTo(s, o) && (open || p.ReadableBy(s, o) && q.ReadableBy(s, o))
}
