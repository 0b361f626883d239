package area

// FoldRune returns the plain lower-case letter that Fold writes for a rune, or
// -1 for a mark without a letter of its own: for who must know where in the
// text a folded letter stood.
func FoldRune(r rune) rune { return foldRune(r) }
