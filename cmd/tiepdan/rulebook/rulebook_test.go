package rulebook

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"tiepdan/bot/text"
	"tiepdan/triage"
	"tiepdan/triage/calendar"
	"tiepdan/triage/triagetest"
)

func words(t *testing.T) *text.Catalogue {
	t.Helper()
	c, err := text.Load()
	if err != nil {
		t.Fatal(err)
	}
	return c
}

var now = time.Date(2026, time.November, 21, 9, 0, 0, 0, calendar.Zone())

// Every row stands in every form, in every language, and nothing is said by a
// key that has no words.
func TestEveryRowIsPrinted(t *testing.T) {
	c := words(t)
	for _, language := range c.Languages() {
		b := Make(triagetest.Office(), c.In(language), now, "tiepdan test")
		data, err := b.JSON()
		if err != nil || !json.Valid(data) {
			t.Fatalf("%s: %v", language, err)
		}
		for form, out := range map[string]string{"text": b.Text(), "markdown": b.Markdown(), "json": string(data)} {
			var ids []string
			for _, r := range triage.Rules() {
				ids = append(ids, r.ID)
			}
			for n := 1; n <= 15; n++ {
				ids = append(ids, fmt.Sprintf("R%02d", n))
			}
			for _, l := range triage.Limits() {
				ids = append(ids, l.ID)
			}
			for _, id := range ids {
				if !strings.Contains(out, id) {
					t.Errorf("%s, %s: %s is missing", language, form, id)
				}
			}
			if strings.Contains(out, "[book.") || strings.Contains(out, "{") && form != "json" {
				t.Errorf("%s, %s: something has no words", language, form)
			}
		}
	}
	if missing := c.Missing(); len(missing) > 0 {
		t.Errorf("no words for %v", missing)
	}
}

// A table of the markdown has as many cells in each line as in its head.
func TestMarkdownTablesAreEven(t *testing.T) {
	want, rows := 0, 0
	for _, line := range strings.Split(Make(triagetest.Office(), words(t).In("vi"), now, "v").Markdown(), "\n") {
		if !strings.HasPrefix(line, "|") {
			want = 0
			continue
		}
		n := strings.Count(strings.ReplaceAll(line, `\|`, ""), "|")
		if want == 0 {
			want = n
		}
		if n != want {
			t.Errorf("%d cells, want %d: %s", n-1, want-1, line)
		}
		rows++
	}
	if rows < 250 {
		t.Errorf("only %d lines of tables", rows)
	}
}

func TestTextFitsATerminal(t *testing.T) {
	for _, line := range strings.Split(Make(triagetest.Office(), words(t).In("vi"), now, "v").Text(), "\n") {
		if n := utf8.RuneCountInString(line); n > width {
			t.Errorf("%d letters: %s", n, line)
		}
	}
}

func TestConditionsInWords(t *testing.T) {
	say := teller{words(t).In("vi"), triagetest.Office(), now}
	fact := func(name string, values ...string) triage.Cond { return triage.Cond{Fact: name, Is: values} }
	for want, c := range map[string]triage.Cond{
		"mọi trường hợp": {},
		"loại đơn là “khiếu nại” hoặc “tố cáo”":      fact("kind", "complaint", "denunciation"),
		"lĩnh vực là “tố tụng hình sự” hoặc chưa rõ": fact("field", "criminal_procedure", "unknown"),
		"chưa rõ: cấp":                        fact("level", "unknown"),
		"đang có nguy hiểm":                   fact("danger", "yes"),
		"hành vi trong tố tụng, hoặc chưa rõ": fact("outside_proceedings", "no", "unknown"),
		"chưa rõ: liên quan quân đội":         fact("military", "unknown"),
		"việc xảy ra ở tỉnh khác":             fact("province", "elsewhere"),
		"không phải (lần là “lần hai”)":       {Not: &triage.Cond{Fact: "round", Is: []string{"2"}}},
		"đã ký hoặc điểm chỉ hoặc (nặc danh, mạo danh và lần là “lần đầu”)": {Any: []triage.Cond{fact("signed", "yes"), {All: []triage.Cond{fact("anonymous", "yes"), fact("round", "1")}}}},
	} {
		if got := strings.Join(say.conditions(c), " | "); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

// The office's own rows come first with their own sentence, and what it switched
// off is told.
func TestOwnRowsArePrinted(t *testing.T) {
	o := triagetest.Office()
	o.Table = triage.NewTable([]triage.Rule{{ID: "QN-01", When: triage.Cond{Fact: "kind", Is: []string{"suggestion"}}, Disposition: triage.Transfer,
		Destination: "BAN_TCD", Basis: []string{"Quy chế phối hợp"}, Says: triage.Sentences{Vi: "Góp ý | chuyển *ngay*."}, Example: triage.Facts{Kind: triage.Suggestion}}},
		[]triage.Off{{ID: "J47", Basis: []string{"Công văn 02"}}})
	b := Make(o, words(t).In("vi"), now, "v")
	out := b.Markdown()
	if b.Rules[0].ID != "QN-01" || !strings.Contains(out, `Góp ý \| chuyển \*ngay\*.`) || !strings.Contains(out, "J47<br>ĐÃ TẮT") || !strings.Contains(out, "Công văn 02") {
		t.Errorf("own rows: %.3000s", out)
	}
}
