package dialog

// Parcel is a field for words and files together, in any order, until the
// person says that it is all. Either is an answer.
type Parcel struct {
	Story Story
	Files Files
}

// Read adds words or files.
func (f Parcel) Read(env Env, in Input, so Answer) (Answer, *Problem) {
	if in.Kind == Shown {
		return f.Files.Read(env, in, so)
	}
	return f.Story.Read(env, in, so)
}

// Valid asks for enough words, or a file.
func (f Parcel) Valid(a Answer) bool { return len(a.Files) > 0 || f.Story.Valid(a) }

// Options: none.
func (f Parcel) Options(Env, Answer) []Option { return nil }

// Collects is true.
func (f Parcel) Collects() bool { return true }
