package simulator

import (
	"bytes"
	"encoding/binary"
	"testing"
)

// A recording is Ogg with whole pages: sums that hold, numbers that follow, an end,
// and as many samples as seconds.
func TestSilentVoice(t *testing.T) {
	for _, seconds := range []int{1, 5, 61} {
		data := silentVoice(seconds)
		var position uint64
		var flags byte
		for n := uint32(0); len(data) > 0; n++ {
			if !bytes.HasPrefix(data, []byte("OggS")) {
				t.Fatalf("page %d does not begin as one", n)
			}
			count := int(data[26])
			length := 27 + count
			for _, size := range data[27 : 27+count] {
				length += int(size)
			}
			page := bytes.Clone(data[:length])
			data = data[length:]
			sum := binary.LittleEndian.Uint32(page[22:])
			clear(page[22:26])
			if oggSum(page) != sum || binary.LittleEndian.Uint32(page[18:]) != n {
				t.Fatalf("page %d: sum or number", n)
			}
			flags, position = page[5], binary.LittleEndian.Uint64(page[6:])
		}
		if flags != 4 || position != uint64(48000*seconds) {
			t.Errorf("%d s: ends with flags %d at sample %d", seconds, flags, position)
		}
	}
	// What every list of checksums gives for this polynomial, begun with zero.
	if got := oggSum([]byte("123456789")); got != 0x89A1897F {
		t.Errorf("sum %08X", got)
	}
}
