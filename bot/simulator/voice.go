package simulator

import (
	"bytes"
	"encoding/binary"
)

// silentVoice is a recording of so many seconds of silence, as a telephone makes
// voice messages: Opus in Ogg (RFC 7845, RFC 3533). Players play it.
func silentVoice(seconds int) []byte {
	const perSecond = 50 // packets of 20 ms
	// A packet of silence: configuration 31 (20 ms, full band), mono, one frame.
	silence := []byte{0xF8, 0xFF, 0xFE}
	head := append([]byte("OpusHead\x01\x01"), 0, 0, 0x80, 0xBB, 0, 0, 0, 0, 0) // one channel, 48,000 Hz
	tags := append([]byte("OpusTags"), 0, 0, 0, 0, 0, 0, 0, 0)
	var out bytes.Buffer
	oggPage(&out, 0, 2, 0, [][]byte{head})
	oggPage(&out, 1, 0, 0, [][]byte{tags})
	for i := range seconds {
		packets := make([][]byte, perSecond)
		for j := range packets {
			packets[j] = silence
		}
		last := byte(0)
		if i == seconds-1 {
			last = 4
		}
		oggPage(&out, uint32(2+i), last, uint64(48000*(i+1)), packets)
	}
	return out.Bytes()
}

// oggPage writes one page of short packets. flags: 2 begins the stream, 4 ends it;
// position counts samples.
func oggPage(out *bytes.Buffer, number uint32, flags byte, position uint64, packets [][]byte) {
	page := append([]byte("OggS\x00"), flags)
	page = binary.LittleEndian.AppendUint64(page, position)
	page = binary.LittleEndian.AppendUint32(page, 1) // the stream's number
	page = binary.LittleEndian.AppendUint32(page, number)
	page = append(page, 0, 0, 0, 0, byte(len(packets)))
	for _, p := range packets {
		page = append(page, byte(len(p)))
	}
	page = append(page, bytes.Join(packets, nil)...)
	binary.LittleEndian.PutUint32(page[22:], oggSum(page))
	out.Write(page)
}

// oggSum is Ogg's checksum: CRC-32 with the polynomial 0x04C11DB7, not reflected,
// which hash/crc32 does not offer.
func oggSum(page []byte) uint32 {
	sum := uint32(0)
	for _, b := range page {
		sum ^= uint32(b) << 24
		for range 8 {
			if sum&(1<<31) != 0 {
				sum = sum<<1 ^ 0x04C11DB7
			} else {
				sum <<= 1
			}
		}
	}
	return sum
}
