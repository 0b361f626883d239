package app

import (
	"testing"
	"time"

	"tiepdan/bot/simulator"
)

// TestPressingOnIsAnswered: the answer to a press was refused in silence, and its
// writer presses again each second. The second press may be a hand that taps twice;
// the third is not, and brings the question.
func TestPressingOnIsAnswered(t *testing.T) {
	t.Parallel()
	s := newStage(t, sharedServers(t), 1)
	sau := s.citizen("Sáu")
	sau.must("/don", "[Tiếng Việt]")
	s.clock.pass(10 * time.Second)
	s.sim.Inject(simulator.Fault{Effect: simulator.BadRequest, Method: "sendMessage", Chat: sau.p.ID(), Times: 1})
	mark := sau.mark()
	for range 3 {
		sau.must("[Tôi đồng ý, bắt đầu]")
		s.clock.pass(time.Second)
	}
	sau.sees(mark, "Ông/bà muốn nói về việc gì?")
}

// TestAPressAfterAnotherIsNoDoubleTap: between two presses of one button another was
// pressed, and refused.
func TestAPressAfterAnotherIsNoDoubleTap(t *testing.T) {
	t.Parallel()
	s := newStage(t, sharedServers(t), 1)
	sau := s.citizen("Bảy")
	sau.must("/don", "[Tiếng Việt]", "[Tôi đồng ý, bắt đầu]", "[Tiếng Việt]")
	mark := sau.mark()
	sau.must("[Tôi đồng ý, bắt đầu]")
	sau.sees(mark, "Nút đó thuộc câu hỏi cũ")
}
