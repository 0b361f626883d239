package triage

import "slices"

// KnownTo says whether a member of staff may know of a petition at all: who
// holds it, the unit that has it, and leaders of the province. One about the
// unit's own people is for leaders alone, and nobody meets a petition about or
// by themselves (P17). The same people may act on it, by the life table.
func (p *Petition) KnownTo(s Staff, o Office) bool {
	switch {
	case slices.Contains(p.About, s.ID), s.Person == p.Filer, s.Post == Admin, !s.Active():
		return false
	case s.ID == p.Owner, s.Post == Leader && s.Unit == o.Provincial().ID:
		return true
	}
	return s.Unit == p.Unit && (!p.Restricted || s.Post == Leader)
}

// ReadableBy says whether a member of staff may read what the citizen wrote: who
// holds the petition, and leaders. All others see its head.
func (p *Petition) ReadableBy(s Staff, o Office) bool {
	return p.KnownTo(s, o) && (s.ID == p.Owner || s.Post == Leader)
}
