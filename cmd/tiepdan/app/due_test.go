package app

import (
	"slices"
	"strings"
	"testing"

	"tiepdan/triage"
)

// TestDuePagesBelongTogether files more than a page holds: every petition stands on
// one page, the soonest on the first.
func TestDuePagesBelongTogether(t *testing.T) {
	s := newStage(t, sharedServers(t), 1)
	filed := map[string]bool{}
	for i := range 10 {
		done, err := s.app.Desk.File(t.Context(), triage.Draft{Key: "d" + string(rune('a'+i)), Facts: triage.Facts{Kind: triage.Request, Body: triage.BodyProcuracy}, Commune: "06652"})
		if err != nil {
			t.Fatal(err)
		}
		if done.Petition.Unit != "vks-kv-1" {
			t.Fatalf("the petition went to %s", done.Petition.Unit)
		}
		filed[string(done.Petition.Code)] = true
	}
	s.play("Dũng: /han\nDũng sees: gần hạn đứng trước")
	c := s.citizen("Dũng")
	page := func() []string {
		all := c.chat().Messages()
		var codes []string
		for code := range filed {
			if strings.Contains(all[len(all)-1].Text, code) {
				codes = append(codes, code)
			}
		}
		return codes
	}
	first := page()
	s.play("Dũng presses: Xem tiếp ›\nDũng sees: gần hạn đứng trước")
	s.eventually("the second page is shown", func() bool { return len(page()) == 2 })
	if len(first) != 8 || slices.ContainsFunc(page(), func(code string) bool { return slices.Contains(first, code) }) {
		t.Errorf("the pages hold %v and %v", first, page())
	}
}
