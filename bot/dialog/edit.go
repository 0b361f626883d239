package dialog

import (
	"slices"
	"time"
)

// edit takes an edited message: as a new version of what it said where it is
// part of a longer answer, as the answer itself where it was one.
func (t *taking) edit(in Input) {
	in.Text = clean(in.Text)
	if in.Ref == "" {
		return
	}
	for _, q := range t.d.Questions {
		if a, ok := t.s.Answers[q.ID]; ok && (t.editPiece(q, a, in) || t.editFile(q, a, in) || t.editAnswer(q, a, in)) {
			t.found = true
			return
		}
		// An answer that is being given anew is still what "leave it" would keep.
		if kept, ok := t.s.Kept[q.ID]; ok && kept.Ref == in.Ref {
			t.found = true
			t.editKept(q, in)
			return
		}
	}
}

// editKept changes an answer that is being given anew.
func (t *taking) editKept(q Question, in Input) {
	in.Kind = Words
	b, bad := q.Field.Read(t.env, in, Answer{})
	if bad != nil {
		t.problem = bad
		return
	}
	if b.Open {
		t.notes = append(t.notes, b.Notes...)
		b.Notes = nil
		t.s.Answers[q.ID] = b
		return
	}
	b.Notes = nil
	t.s.Kept[q.ID] = b
	t.note("edited")
}

func (t *taking) editPiece(q Question, a Answer, in Input) bool {
	i := slices.IndexFunc(a.Pieces, func(p Piece) bool { return p.Ref == in.Ref })
	if i < 0 {
		return false
	}
	p := a.Pieces[i]
	if p.Text == in.Text {
		return true
	}
	a.Pieces = slices.Clone(a.Pieces)
	a.Pieces[i] = Piece{Ref: p.Ref, Text: in.Text, At: in.At, Was: append(slices.Clone(p.Was), Version{Text: p.Text, At: p.At})}
	t.s.Answers[q.ID] = a
	t.note("edited")
	return true
}

// editFile changes the words under a file; those it had before are kept.
func (t *taking) editFile(q Question, a Answer, in Input) bool {
	i := slices.IndexFunc(a.Files, func(f File) bool { return f.Ref == in.Ref })
	if i < 0 {
		return false
	}
	if a.Files[i].Caption == in.Text {
		return true
	}
	a.Files = slices.Clone(a.Files)
	a.Files[i] = a.Files[i].Recaption(in.Text, in.At)
	t.s.Answers[q.ID] = a
	t.note("edited")
	return true
}

// Recaption is the file with another caption, the former one kept among its versions.
func (f File) Recaption(caption string, at time.Time) File {
	if f.Caption == caption {
		return f
	}
	if len(f.Was) == 0 && f.Caption != "" {
		f.Was = []Version{{Text: f.Caption}}
	}
	f.Was = append(slices.Clone(f.Was), Version{Text: caption, At: at})
	f.Caption = caption
	return f
}

// editAnswer reads the edited message anew. One that leads to a choice, such as
// a place, opens its question again.
func (t *taking) editAnswer(q Question, a Answer, in Input) bool {
	if a.Ref != in.Ref {
		return false
	}
	in.Kind = Words
	b, bad := q.Field.Read(t.env, in, Answer{})
	if bad != nil {
		t.problem = bad
		return true
	}
	if b.Open && !a.Open {
		t.s.Kept[q.ID] = a
	}
	t.notes = append(t.notes, b.Notes...)
	b.Notes = nil
	t.s.Answers[q.ID] = b
	t.note("edited")
	return true
}
