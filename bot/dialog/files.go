package dialog

import (
	"cmp"
	"maps"
	"slices"
	"strconv"
	"strings"
)

// Files is a field for photos and documents, as many as it takes, until the
// person says that it is all. Albums stay together, in the sender's order.
type Files struct {
	Max     int   // how many in all
	MaxSize int64 // bytes of one; more cannot be fetched
}

// Read adds what was shown. A file that cannot be taken is refused with the
// reason; its words and the other files are kept.
func (f Files) Read(_ Env, in Input, so Answer) (Answer, *Problem) {
	if in.Kind != Shown {
		return so, problem("files.want")
	}
	var refused []Problem
	so.Files = slices.Clone(so.Files)
	added := 0
	for _, file := range in.Files {
		file.Name, file.Caption = clean(file.Name), strings.TrimSpace(clean(file.Caption))
		had := slices.IndexFunc(so.Files, func(had File) bool { return had.Unique != "" && had.Unique == file.Unique })
		switch {
		case file.Size > f.MaxSize:
			refused = append(refused, Problem{Key: "files.large", Args: map[string]string{"name": file.Name, "max": strconv.FormatInt(f.MaxSize>>20, 10)}})
			so = so.captioned(file, in)
		case had >= 0:
			refused = append(refused, Problem{Key: "files.same"})
			if file.Caption != so.Files[had].Caption {
				so = so.captioned(file, in)
			}
		case len(so.Files) >= f.Max:
			refused = append(refused, Problem{Key: "files.many", Args: map[string]string{"max": strconv.Itoa(f.Max)}})
			so = so.captioned(file, in)
		default:
			so.Files = append(so.Files, file)
			added++
		}
	}
	slices.SortStableFunc(so.Files, func(a, b File) int { return cmp.Compare(a.Order, b.Order) })
	so.Open, so.Notes = true, nil
	if added > 0 {
		so.Notes = []Problem{{Key: "files.more"}}
	}
	// An album of ten files that are too many is one refusal, not ten.
	for _, p := range refused {
		if !slices.ContainsFunc(so.Notes, func(q Problem) bool { return p.Key == q.Key && maps.Equal(p.Args, q.Args) }) {
			so.Notes = append(so.Notes, p)
		}
	}
	return so, nil
}

// captioned keeps the words under a file that was not taken.
func (a Answer) captioned(file File, in Input) Answer {
	if file.Caption != "" {
		a.Pieces = append(slices.Clip(a.Pieces), Piece{Ref: file.Ref, Text: file.Caption, At: in.At})
	}
	return a
}

// Valid: no file is also an answer; the question should be optional.
func (f Files) Valid(a Answer) bool { return len(a.Files) > 0 || len(a.Pieces) > 0 }

// Options: none.
func (f Files) Options(Env, Answer) []Option { return nil }

// Collects is true.
func (f Files) Collects() bool { return true }
