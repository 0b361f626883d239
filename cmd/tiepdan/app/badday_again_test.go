package app

import (
	"slices"
	"testing"
)

// TestAddingInsteadOfSendingSixTimes holds P2 and P16 for a petition that is added
// to an earlier one: the press, delivered six times to two replicas, adds once; all
// that was written stands in the earlier petition, and there is no second one.
func TestAddingInsteadOfSendingSixTimes(t *testing.T) {
	t.Parallel()
	s := newStage(t, sharedServers(t), 2)
	an := s.citizen("An")
	code := an.filed()

	const more = "Lịch tiếp dân vẫn treo quá cao, người già không đọc được; phòng tiếp dân vẫn thiếu ghế ngồi, tuần này có cụ phải đứng hai tiếng."
	an.must(slices.Concat(suggestion(more)[:1], suggestion(more)[2:])...) // the language is known
	mark := an.mark()
	an.must(send)
	an.sees(mark, "giống việc này")
	s.petitions(1)

	e := s.echoes(6)
	mark = an.mark()
	an.must("[Bổ sung vào đơn " + string(code) + "]")
	an.sees(mark, "đã ghi thêm vào đơn")
	s.mustSettle()
	s.petitions(1)
	if n := s.count(`SELECT count(*) FROM event WHERE code = $1 AND verb = 'reply'`, code); n != 1 {
		t.Errorf("%d replies, want 1", n)
	}
	e.check()
	binh := s.citizen("Bình")
	s.pressInGroup(binh, "Nhận xử lý")
	binh.sees(0, "có cụ phải đứng hai tiếng")
	s.quiet("phải đứng hai tiếng", plainStory)
}
