// Package likeness finds out that two petitions may be one and the same matter
// (đơn trùng): the same person writing again, the same letter from others, the
// same matter in other words.
//
// It promises that what it keeps of a petition, its Signature, holds no word of
// it: only keyed hashes, so that whoever holds the disk and not the key can test
// no guess. Signing and comparing are pure. Nothing is decided here: a likeness
// is a score with its reasons, for a person to look at.
package likeness

// Matter is what of a petition is looked at. Its words are read and not kept.
type Matter struct {
	Story   string // what happened, as written
	Against string // who is complained of, as written
	Paper   string // number and date of the contested paper, as written

	// Values of triage's vocabulary and the commune's code; "" where not known.
	Kind, Body, Place string

	// Who wrote. Filer is an opaque id, the others are normalised by the caller.
	Filer, Phone, IDNumber, Name string
}

// Signature is what is kept of a Matter (dấu vết nội dung). All of it is keyed.
type Signature struct {
	// Text is a minhash of the story's shingles, and Topic one of the words that
	// carry meaning; the sizes are how many different ones there were, 0 for none.
	Text      [textValues]uint16
	TextSize  uint16
	Short     bool // so few words that the shingles are of letters
	Topic     [topicValues]uint16
	TopicSize uint16

	Papers  []uint32 // numbers of decisions, judgments, minutes
	Figures []uint32 // days, amounts, plates
	Names   []uint32 // people named, the accused included
	Accused []uint32 // who is complained of

	Kind, Body, Place uint32 // 0 where not known

	Filer, Phone, IDNumber, Name uint64 // who wrote; 0 where not known
}

const (
	textValues  = 96 // an estimate is off by 0.05 at most two times in three
	topicValues = 96

	// A band of three values meets for two texts of likeness j with the chance j³;
	// with twenty bands half-equal texts meet in 93 % of all cases, strangers
	// (j < 0.03) in one of two thousand.
	bands    = 20
	bandRows = 3

	mostMarks = 16 // kept of each list; a letter that names more is a list itself
)

// Keys are under what a signature is found again by others of the same text, the
// same paper, or the same person complained of in the same place. They do not say
// who wrote.
func (s *Signature) Keys() []int64 {
	var keys []int64
	if s.TextSize > 0 {
		for band := range uint64(bands) {
			h := band + 1
			for row := range uint64(bandRows) {
				h = mix(h ^ uint64(s.Text[band*bandRows+row])<<16)
			}
			keys = append(keys, int64(h))
		}
	}
	for _, paper := range s.Papers { // with or without its letters
		keys = append(keys, int64(mix(mix(0x9a9e<<32|uint64(paper>>16))^uint64(s.Body))))
	}
	if s.Place != 0 {
		for _, name := range s.Accused {
			keys = append(keys, int64(mix(mix(0xacc5<<32|uint64(name))^uint64(s.Place))))
		}
	}
	return keys
}

// PersonKeys are under what a signature is found again by the same person's others.
func (s *Signature) PersonKeys() []int64 {
	var keys []int64
	for i, who := range []uint64{s.Filer, s.Phone, s.IDNumber} {
		if who != 0 {
			keys = append(keys, int64(mix(who^uint64(i+1)<<56)))
		}
	}
	return keys
}

// mix spreads every bit of x over all others.
func mix(x uint64) uint64 {
	x ^= x >> 30
	x *= 0xbf58476d1ce4e5b9
	x ^= x >> 27
	x *= 0x94d049bb133111eb
	return x ^ x>>31
}
