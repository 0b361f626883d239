package app

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"tiepdan/triage"
	"tiepdan/triage/calendar"
)

// ruleID is how a row of the office file may be called. The law's rows begin with J.
var ruleID = regexp.MustCompile(`^[A-Z][A-Z0-9]*(-[A-Za-z0-9]+)+$`)

// checkRules holds the office's own rows of the decision table to the laws of the
// built-in ones: known facts and values, a destination that exists, a law, a
// sentence, and an example that the row decides; and no row comes to nothing.
func checkRules(d *document, f *officeFile) {
	before := len(d.mistakes)
	for i, r := range f.Rules {
		at := fmt.Sprintf("rules[%d]", i)
		checkRule(d, at, r, f)
		if slices.ContainsFunc(f.Rules[:i], func(other triage.Rule) bool { return other.ID == r.ID }) {
			d.at(at+".id", fmt.Sprintf("mã dòng %q đã có", r.ID), "đặt mã khác")
		}
	}
	for i, off := range f.RulesOff {
		checkOff(d, fmt.Sprintf("rules_off[%d]", i), off)
	}
	if len(d.mistakes) == before {
		checkExamples(d, f)
	}
}

func checkRule(d *document, at string, r triage.Rule, f *officeFile) {
	if !ruleID.MatchString(r.ID) {
		d.at(at+".id", fmt.Sprintf("mã dòng %q không dùng được", r.ID), "viết chữ hoa, số và dấu gạch nối, như QN-01")
	}
	span(d, at, r.From, r.To)
	if !slices.Contains(triage.Dispositions(), r.Disposition) || r.Disposition == triage.Human {
		d.at(at+".disposition", fmt.Sprintf("không có hướng xử lý %q", r.Disposition), oneOf(decided()))
	}
	if len(r.When.Facts()) == 0 {
		d.at(at+".when", "dòng này không có điều kiện, nên đúng với mọi đơn", "viết when: {fact: …, is: […]}")
	}
	checkCond(d, at+".when", r.When)
	outward := []triage.Disposition{triage.Transfer, triage.ReferProcuracy, triage.Supervise, triage.Demand, triage.RelayCrime, triage.Guide}
	words := []string{triage.OfBody, triage.OfSuperior, triage.OfCourt, triage.OfReview}
	known := slices.ContainsFunc(f.Destinations, func(o officeDestination) bool { return o.Key == r.Destination })
	switch {
	case r.Destination == "" && slices.Contains(outward, r.Disposition):
		d.at(at+".destination", fmt.Sprintf("hướng xử lý %q cần nơi chuyển đến", r.Disposition), "viết destination: khóa của một nơi trong destinations")
	case r.Destination != "" && !known && !slices.Contains(words, r.Destination):
		d.at(at+".destination", fmt.Sprintf("không có nơi chuyển đến %q", r.Destination), "thêm vào destinations, hoặc dùng "+strings.Join(words, ", "))
	}
	if r.Settles != triage.TierByPlace && r.Settles != triage.TierProvincial {
		d.at(at+".settles", fmt.Sprintf("không có cấp %q", r.Settles), "viết provincial, hoặc bỏ dòng này để đơn vị theo địa bàn giải quyết")
	}
	checkBasis(d, at, r.Basis)
	if r.Mark != "" && !slices.Contains(triage.Marks(), r.Mark) {
		d.at(at+".mark", fmt.Sprintf("không có mức xác minh %q", r.Mark), oneOf(triage.Marks()))
	}
	if strings.TrimSpace(r.Says.Vi) == "" {
		d.at(at+".says.vi", "thiếu câu giải thích", `viết says: {vi: "…"}, cho cán bộ và người dân đọc`)
	}
	if !d.has(at + ".example") {
		d.at(at+".example", "thiếu ví dụ", "viết example: {kind: …, body: …}, những tình tiết mà dòng này quyết định")
	}
	if fact, value, bad := r.Example.Misspelt(); bad {
		d.at(at+".example."+fact, fmt.Sprintf("ví dụ: %s không có giá trị %q", fact, value), allowed(fact))
	}
}

// decided are the dispositions that a row may give.
func decided() []triage.Disposition {
	return slices.DeleteFunc(triage.Dispositions(), func(d triage.Disposition) bool { return d == triage.Human })
}

func checkBasis(d *document, at string, basis []string) {
	if len(basis) == 0 || slices.ContainsFunc(basis, func(b string) bool { return strings.TrimSpace(b) == "" }) {
		d.at(at+".basis", "chưa nêu căn cứ", `viết basis: ["tên văn bản, điều khoản"]`)
	}
}

// checkCond checks one condition and those inside it, each on its own line.
func checkCond(d *document, at string, c triage.Cond) {
	forms := 0
	for _, set := range []bool{c.Fact != "" || len(c.Is) > 0, len(c.All) > 0, len(c.Any) > 0, c.Not != nil} {
		if set {
			forms++
		}
	}
	switch {
	case forms > 1:
		d.at(at, "điều kiện có nhiều hình thức cùng lúc", "mỗi điều kiện có đúng một trong: fact và is, all, any, not")
	case forms == 0 && strings.HasSuffix(at, "]"):
		d.at(at, "điều kiện trống", "viết {fact: …, is: […]} hoặc bỏ đi")
	case c.Fact != "" || len(c.Is) > 0:
		checkFact(d, at, c)
	}
	for i, k := range c.All {
		checkCond(d, fmt.Sprintf("%s.all[%d]", at, i), k)
	}
	for i, k := range c.Any {
		checkCond(d, fmt.Sprintf("%s.any[%d]", at, i), k)
	}
	if c.Not != nil {
		checkCond(d, at+".not", *c.Not)
	}
}

func checkFact(d *document, at string, c triage.Cond) {
	values := triage.FactValues(c.Fact)
	if len(values) == 0 {
		d.at(at+".fact", fmt.Sprintf("không có tình tiết %q", c.Fact), oneOf(triage.FactNames()))
		return
	}
	if len(c.Is) == 0 {
		d.at(at, fmt.Sprintf("điều kiện về %s không nhận giá trị nào", c.Fact), allowed(c.Fact))
	}
	for i, v := range c.Is {
		if v != triage.NotKnown && !slices.Contains(values, v) {
			d.at(fmt.Sprintf("%s.is[%d]", at, i), fmt.Sprintf("%s không có giá trị %q", c.Fact, v), allowed(c.Fact))
		}
	}
}

func allowed(fact string) string {
	return oneOf(append(triage.FactValues(fact), triage.NotKnown))
}

func checkOff(d *document, at string, off triage.Off) {
	if !slices.ContainsFunc(triage.Rules(), func(r triage.Rule) bool { return r.ID == off.ID }) {
		d.at(at+".id", fmt.Sprintf("bảng phân loại không có dòng %q", off.ID), "xem mã các dòng bằng lệnh “tiepdan rules”")
	}
	span(d, at, off.From, off.To)
	checkBasis(d, at, off.Basis)
}

// checkExamples judges the whole table: each own row decides its example on the
// days on which it is in force, and leaves something to the rows behind it.
func checkExamples(d *document, f *officeFile) {
	if len(f.Rules) == 0 && len(f.RulesOff) == 0 {
		return
	}
	o := triage.Office{Province: f.Province, Table: triage.NewTable(f.Rules, f.RulesOff)}
	lawIdle := triage.NewTable(nil, nil)
	for i, r := range f.Rules {
		at, day := fmt.Sprintf("rules[%d]", i), inForce(r)
		switch by := triage.Decide(o, r.Example, day.Start()).Rule; by {
		case r.ID:
		case triage.NoRule:
			d.at(at+".example", fmt.Sprintf("ví dụ không thỏa điều kiện của dòng %s", r.ID), "sửa example hoặc when")
		default:
			d.at(at+".example", fmt.Sprintf("ví dụ của dòng %s do dòng %s quyết định", r.ID, by), "sửa example, thu hẹp when, hoặc đổi thứ tự các dòng")
		}
		for _, idle := range o.Table.Idle(o, day) {
			if idle != r.ID && !slices.Contains(lawIdle.Idle(o, day), idle) && !slices.ContainsFunc(f.Rules, func(own triage.Rule) bool { return own.ID == idle }) {
				d.at(at+".when", fmt.Sprintf("các dòng riêng che khuất dòng %s của luật", idle),
					fmt.Sprintf("thu hẹp when, hoặc tắt dòng đó: rules_off: [{id: %s, basis: […]}]", idle))
			}
		}
	}
}

// inForce is a day on which a row is in force: today's law where it is open.
func inForce(r triage.Rule) calendar.Date {
	day := calendar.NewDate(2026, time.July, 1)
	switch {
	case !r.From.IsZero() && day.Before(r.From):
		return r.From
	case !r.To.IsZero() && r.To.Before(day):
		return r.To
	}
	return day
}
