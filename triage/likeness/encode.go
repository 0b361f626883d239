package likeness

import (
	"encoding/binary"
	"errors"
)

// ErrSignature says that bytes are no signature of a version that is known.
var ErrSignature = errors.New("not a likeness signature")

const encodingVersion = 1

// MarshalBinary is the form in which a signature is kept, about 500 bytes.
func (s *Signature) MarshalBinary() ([]byte, error) {
	b := []byte{encodingVersion, 0}
	if s.Short {
		b[1] = 1
	}
	for _, sketch := range [][]uint16{s.Text[:], {s.TextSize}, s.Topic[:], {s.TopicSize}} {
		for _, v := range sketch {
			b = binary.LittleEndian.AppendUint16(b, v)
		}
	}
	for _, v := range []uint32{s.Kind, s.Body, s.Place} {
		b = binary.LittleEndian.AppendUint32(b, v)
	}
	for _, v := range []uint64{s.Filer, s.Phone, s.IDNumber, s.Name} {
		b = binary.LittleEndian.AppendUint64(b, v)
	}
	for _, marks := range [][]uint32{s.Papers, s.Figures, s.Names, s.Accused} {
		b = append(b, byte(len(marks)))
		for _, v := range marks {
			b = binary.LittleEndian.AppendUint32(b, v)
		}
	}
	return b, nil
}

// UnmarshalBinary reads what MarshalBinary wrote; anything else is ErrSignature.
func (s *Signature) UnmarshalBinary(b []byte) error {
	const fixed = 2 + 2*(textValues+1+topicValues+1) + 3*4 + 4*8
	if len(b) < fixed || b[0] != encodingVersion || b[1] > 1 {
		return ErrSignature
	}
	*s = Signature{Short: b[1] == 1}
	b = b[2:]
	for _, sketch := range []struct {
		values []uint16
		size   *uint16
	}{{s.Text[:], &s.TextSize}, {s.Topic[:], &s.TopicSize}} {
		for i := range sketch.values {
			sketch.values[i], b = binary.LittleEndian.Uint16(b), b[2:]
		}
		*sketch.size, b = binary.LittleEndian.Uint16(b), b[2:]
	}
	for _, v := range []*uint32{&s.Kind, &s.Body, &s.Place} {
		*v, b = binary.LittleEndian.Uint32(b), b[4:]
	}
	for _, v := range []*uint64{&s.Filer, &s.Phone, &s.IDNumber, &s.Name} {
		*v, b = binary.LittleEndian.Uint64(b), b[8:]
	}
	for _, marks := range []*[]uint32{&s.Papers, &s.Figures, &s.Names, &s.Accused} {
		if len(b) < 1 || b[0] > mostMarks || len(b) < 1+4*int(b[0]) {
			return ErrSignature
		}
		n := int(b[0])
		for i := range n {
			*marks = append(*marks, binary.LittleEndian.Uint32(b[1+4*i:]))
		}
		b = b[1+4*n:]
	}
	if len(b) > 0 {
		return ErrSignature
	}
	return nil
}
