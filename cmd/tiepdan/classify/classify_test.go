package classify

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"tiepdan/bot/text"
	"tiepdan/triage"
	"tiepdan/triage/calendar"
	"tiepdan/triage/reading"
	"tiepdan/triage/triagetest"
)

func classifier(t testing.TB) *Classifier {
	t.Helper()
	words, err := text.Load()
	if err != nil {
		t.Fatal(err)
	}
	c := &Classifier{Office: triagetest.Office(), Reader: reading.New(), Words: words.In("vi"),
		At: time.Date(2026, time.November, 20, 9, 30, 0, 0, calendar.Zone())}
	if err := c.Check(); err != nil {
		t.Fatal(err)
	}
	return c
}

// run answers lines and reads the answers.
func run(t testing.TB, in string) ([]map[string]any, Result) {
	t.Helper()
	var out bytes.Buffer
	result, err := classifier(t).Run(context.Background(), strings.NewReader(in), &out, nil)
	if err != nil {
		t.Fatal(err)
	}
	var all []map[string]any
	for line := range strings.Lines(out.String()) {
		var one map[string]any
		if err := json.Unmarshal([]byte(line), &one); err != nil {
			t.Fatalf("%s: %v", line, err)
		}
		all = append(all, one)
	}
	return all, result
}

// One line, whole: the form of DESIGN §7.
func TestAnswerHasEveryField(t *testing.T) {
	got, _ := run(t, `{"id":"a","text":"Công an tỉnh bắt tạm giam chồng tôi 5 ngày nay không có lệnh, tôi khiếu nại","received_at":"2026-11-20T09:30:00+07:00"}`)
	if len(got) != 1 {
		t.Fatalf("%d answers", len(got))
	}
	a := got[0]
	for _, key := range strings.Fields("id kind field body role round confidence disposition bucket destination rule basis reasons evidence eligibility urgent review deadlines ask") {
		if _, ok := a[key]; !ok || a[key] == nil {
			t.Errorf("%s is missing: %v", key, a[key])
		}
		delete(a, key)
	}
	if len(a) > 0 {
		t.Errorf("more than was promised: %v", a)
	}
}

func TestArrestIsOursWithin24Hours(t *testing.T) {
	got, _ := run(t, `{"id":"a","facts":{"kind":"complaint","field":"arrest_custody","body":"investigation"},"received_at":"2026-11-20T09:30:00+07:00"}`)
	a := got[0]
	if a["disposition"] != "settle" || a["rule"] != "J05" || a["urgent"] != true || a["confidence"] != 1.0 || a["review"] != false || a["bucket"] != "settle" {
		t.Errorf("%v", a)
	}
	found := false
	for _, d := range a["deadlines"].([]any) {
		d := d.(map[string]any)
		if d["unit"] == "h" && d["from"] == "2026-11-20T09:30:00+07:00" && d["due"] == "2026-11-21T09:30:00+07:00" {
			found = true
		}
		if d["unit"] != "h" && len(d["due"].(string)) != len("2026-11-20") {
			t.Errorf("%v is no day", d)
		}
		steps := strings.Fields("classify transfer notify accept first lodge second extension")
		if !slices.Contains(steps, d["step"].(string)) {
			t.Errorf("step %v", d["step"])
		}
	}
	if !found {
		t.Errorf("no period of 24 hours: %v", a["deadlines"])
	}
	for _, reason := range a["reasons"].([]any) {
		if s := reason.(string); s == "" || s[0] == '[' {
			t.Errorf("a reason has no sentence: %q", s)
		}
	}
}

func TestGivenFactsWinOverText(t *testing.T) {
	got, _ := run(t, `{"id":"a","text":"Tôi tố cáo chủ tịch xã nhận quà","facts":{"kind":"complaint","round":2}}`)
	if got[0]["kind"] != "complaint" || got[0]["round"] != 2.0 {
		t.Errorf("%v", got[0])
	}
}

func TestNothingKnownIsLeftToAPerson(t *testing.T) {
	got, result := run(t, `{"id":"a"}`)
	if got[0]["disposition"] != "human" || got[0]["review"] != true || result.Bad != 0 {
		t.Errorf("%v", got[0])
	}
}

// A bad line is answered in its place, and the others go on.
func TestBadLinesAreAnsweredInPlace(t *testing.T) {
	long := `{"id":"long","text":"` + strings.Repeat("a", 10<<20) + `"}`
	deep := `{"id":"deep","facts":` + strings.Repeat(`{"judgment":`, 20_000)
	for name, line := range map[string]string{
		"unknown key": `{"id":"x","txt":"a"}`, "unknown fact": `{"id":"x","facts":{"colour":"red"}}`, "unknown value": `{"id":"x","facts":{"kind":"complain"}}`,
		"unknown court": `{"id":"x","facts":{"judgment":{"court":"moon"}}}`, "wrong type": `{"id":"x","facts":{"round":"two"}}`, "round": `{"id":"x","facts":{"round":9}}`,
		"three-valued": `{"id":"x","facts":{"signed":"maybe"}}`, "broken": `{"id":"x"`, "array": `[1,2]`, "two values": `{"id":"x"} {"id":"y"}`,
		"not UTF-8": "{\"id\":\"x\",\"text\":\"\xff\xfe\"}", "NUL": "{\"id\":\"x\",\"text\":\"\x00\"}", "time": `{"id":"x","received_at":"yesterday"}`,
		"day": `{"id":"x","facts":{"decided_on":"2026-02-31"}}`, "too long": long, "too deep": deep, "province": `{"id":"x","facts":{"province":"Nghệ An"}}`,
	} {
		got, result := run(t, `{"id":"before","text":"Tôi khiếu nại điều tra viên"}`+"\n"+line+"\n\n"+`{"id":"after","text":"cảm ơn"}`+"\n")
		if len(got) != 3 || result.Bad != 1 || result.Lines != 3 {
			t.Fatalf("%s: %d answers, %+v", name, len(got), result)
		}
		if got[0]["id"] != "before" || got[2]["id"] != "after" || got[0]["error"] != nil || got[2]["error"] != nil {
			t.Errorf("%s: its neighbours suffer: %v, %v", name, got[0], got[2])
		}
		told, _ := got[1]["error"].(string)
		if told == "" || len(got[1]) != 2 || len(told) > 300 {
			t.Errorf("%s: %v", name, got[1])
		}
		if name == "unknown value" && got[1]["id"] != "x" {
			t.Errorf("%s: the id is lost: %v", name, got[1])
		}
	}
}

// What editors and tables leave in a file stops nothing.
func TestLinesAsProgramsWriteThem(t *testing.T) {
	got, result := run(t, "\ufeff"+`{"id":"first","text":"xin hỏi lịch tiếp dân"}`+"\r\n"+`{"id":17,"text":"a"}`+"\r\n"+"null\r\n"+`{"id":"last"}`)
	if len(got) != 4 || result.Bad != 2 {
		t.Fatalf("%d answers, %+v", len(got), result)
	}
	if got[0]["error"] != nil || got[0]["id"] != "first" {
		t.Errorf("behind a byte order mark: %v", got[0])
	}
	if got[1]["error"] == nil || got[1]["id"] != "17" {
		t.Errorf("an id that is a number: %v", got[1])
	}
	if got[2]["error"] == nil || got[3]["error"] != nil {
		t.Errorf("null: %v; behind it: %v", got[2], got[3])
	}
}

// Whatever was said or not, a list is a list, and every field is there.
func TestNothingIsNull(t *testing.T) {
	got, _ := run(t, `{}`+"\n"+`{"id":"a","text":"…"}`+"\n"+`{"id":"b","facts":{"kind":"other"}}`+"\n"+`{"id":"c","text":null,"facts":null}`+"\n"+`{"id":"d","text":"alo"}`)
	for _, a := range got {
		for _, list := range []string{"basis", "reasons", "evidence", "eligibility", "deadlines", "ask"} {
			if _, ok := a[list].([]any); !ok {
				t.Errorf("%v: %s is %v", a["id"], list, a[list])
			}
		}
		_, confident := a["confidence"].(float64)
		_, urgent := a["urgent"].(bool)
		_, review := a["review"].(bool)
		if !confident || !urgent || !review || len(a) != 19 {
			t.Errorf("%v: %d fields: %v", a["id"], len(a), a)
		}
	}
}

// Whatever the number of workers, answers come in the order of the lines.
func TestAnswersComeInOrder(t *testing.T) {
	const n = 3000
	var in strings.Builder
	for i := range n {
		fmt.Fprintf(&in, `{"id":"%d","text":%q}`+"\n", i, strings.Repeat("tôi khiếu nại ", i%40))
	}
	got, _ := run(t, in.String())
	if len(got) != n {
		t.Fatalf("%d answers", len(got))
	}
	for i, a := range got {
		if a["id"] != fmt.Sprint(i) {
			t.Fatalf("answer %d is of line %v", i, a["id"])
		}
	}
}

func TestRunEndsWithItsContext(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	var out bytes.Buffer
	_, err := classifier(t).Run(ctx, strings.NewReader(strings.Repeat(`{"id":"a"}`+"\n", 100_000)), &out, nil)
	if err == nil {
		t.Error("it went on to the end")
	}
}

func TestMoment(t *testing.T) {
	for in, want := range map[string]string{
		"2026-11-22": "2026-11-22T00:00:00+07:00", "2026-11-21T20:00:00Z": "2026-11-22T03:00:00+07:00", "2026-11-22T08:00:00+07:00": "2026-11-22T08:00:00+07:00",
	} {
		if got, err := Moment(in); err != nil || got.Format(time.RFC3339) != want {
			t.Errorf("%s: %s, %v", in, got.Format(time.RFC3339), err)
		}
	}
	if _, err := Moment("22/11/2026"); err == nil {
		t.Error("a day of another form is taken")
	}
}

// Whatever a line is, it has one answer of one line.
func FuzzLine(f *testing.F) {
	f.Add([]byte(`{"id":"a","text":"Tôi khiếu nại","facts":{"kind":"complaint","round":2,"judgment":{"final":true}},"received_at":"2026-11-20"}`))
	f.Add([]byte(`{"id":1}`))
	f.Add([]byte("{\"id\":\"\xff\"}"))
	c := classifier(f)
	f.Fuzz(func(t *testing.T, line []byte) {
		var out bytes.Buffer
		good := c.Line(line, &out)
		var answer struct {
			Disposition triage.Disposition
			Error       string
		}
		if err := json.Unmarshal(out.Bytes(), &answer); err != nil || bytes.Count(out.Bytes(), []byte("\n")) != 1 {
			t.Fatalf("%q: %v", out.Bytes(), err)
		}
		if good == (answer.Error != "") || good && !triage.Known(answer.Disposition, triage.Dispositions()) {
			t.Errorf("%s", out.Bytes())
		}
	})
}

// Lines a second with all that the command does but files.
func BenchmarkClassify(b *testing.B) {
	c := classifier(b)
	line := `{"id":"b","text":"Tôi là Nguyễn Thị H, vợ anh Trần Văn T. Chồng tôi bị Công an tỉnh bắt tạm giam từ hôm 15/11 nhưng gia đình không nhận được lệnh. Tôi khiếu nại việc bắt tạm giam này, đề nghị Viện kiểm sát xem xét hủy bỏ."}` + "\n"
	const each = 1000
	in := strings.Repeat(line, each)
	for b.Loop() {
		var out bytes.Buffer
		if _, err := c.Run(context.Background(), strings.NewReader(in), &out, nil); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(each)*float64(b.N)/b.Elapsed().Seconds(), "lines/s")
}
