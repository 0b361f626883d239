package talk

import (
	"slices"
	"strings"
	"testing"
)

func TestParse(t *testing.T) {
	steps, err := Parse(strings.NewReader(`# lời ghi
scene: Mở đầu | Beginning
Chị An: /don
Chị An may press: Tiếng Việt
Anh Bình presses in the group: Nhận xử lý
the group never sees: Nguyễn
Chị An presses 'Có' under 'Gửi đơn?'
Bà Dung sees: Tiếp nhận: {n+1}
  Xử lý: {done}
Bà Dung waits
`))
	if err != nil {
		t.Fatal(err)
	}
	want := []Step{
		{2, "scene", "", "", "Mở đầu | Beginning"}, {3, "Chị An", "", "", "/don"}, {4, "Chị An", "may press", "", "Tiếng Việt"},
		{5, "Anh Bình", "presses in the group", "", "Nhận xử lý"}, {6, "the group", "never sees", "", "Nguyễn"},
		{7, "Chị An", "presses under", "Gửi đơn?", "Có"}, {8, "Bà Dung", "sees", "", "Tiếp nhận: {n+1}\nXử lý: {done}"}, {10, "Bà Dung", "waits", "", ""},
	}
	if !slices.Equal(steps, want) {
		t.Errorf("%+v", steps)
	}
	for _, wrong := range []string{"An dances: tango", "  goes on with nothing", ": nobody"} {
		if _, err := Parse(strings.NewReader(wrong)); err == nil {
			t.Errorf("%q is a talk", wrong)
		}
	}
}

func TestNamesStandForWhatWasSeen(t *testing.T) {
	st := &Stage{names: map[string]string{}}
	if !st.match(st.pattern("Mã đơn: {code} nhận {n}"), "Mã đơn:  26-K7QM-4TXC\nnhận 9") || st.Named("code") != "26-K7QM-4TXC" {
		t.Fatalf("%v", st.names)
	}
	if got := st.fill("{code} {n} {n+1} {code+1} {unknown}"); got != "26-K7QM-4TXC 9 10 26-K7QM-4TXC {unknown}" {
		t.Error(got)
	}
	if st.match(st.pattern("nhận {n+1}"), "nhận 9") || !st.match(st.pattern("nhận {n+1}"), "nhận 10") {
		t.Error("one more is not one more")
	}
}
