// Package reading reads what a citizen wrote and proposes what it is: the kind
// of petition, its field, the body complained of, and the other facts by which
// triage decides, with the words that led there and how sure it is.
//
// A text is folded (no accents, no capitals), short forms of chats and what
// typing methods leave behind are spelled out, and phrases are found from a
// table (phrases.txt) that knows denial and what is said of others. A linear
// model weighs words and phrases; kind, field and body are judged together.
// Rules stand beside the model where a miss would cost most: urgency, the
// province, the second round, heads. The model cannot take away what they find.
//
// The package promises a reading for every text, the same for the same text and
// weights, and evidence that stands in the text where it says. It does no I/O.
// The weights (weights.txt) say in their head how they were made; Train makes
// them again from officers' corrections.
package reading
