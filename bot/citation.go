package bot

import (
	"regexp"
	"strings"

	"tiepdan/bot/text"
)

// laws lists the short names by which rules cite the law, a longer one before
// the shorter one that it begins with, and the key of the law's name.
func laws() [][2]string {
	return [][2]string{
		{"CPC civil", "cpc_civil"}, {"CPC", "cpc"}, {"LAP", "lap"},
		{"LCJE civil", "lcje_civil"}, {"LCJE", "lcje"}, {"Custody law", "custody"},
		{"LTCD", "ltcd"}, {"LC", "lc"}, {"LD 2011", "ld_2011"}, {"LD", "ld"}, {"Org. law", "org"},
		{"TTLT 01/2017", "ttlt_01_2017"}, {"TTLT 02/2018", "ttlt_02_2018"},
		{"Circ. 07/2014", "circ_07_2014"}, {"Circ. 05/2021", "circ_05_2021"}, {"Circ. 02/2025", "circ_02_2025"},
		{"Dec. 233/2022", "dec_233_2022"}, {"Decree 154/2026", "decree_154_2026"}, {"Decree 155/2026", "decree_155_2026"}, {"Decree 156/2026", "decree_156_2026"}, {"QC 51", "qc_51"},
		{"Law 10/2017", "law_10_2017"}, {"Law 85/2025", "law_85_2025"},
		{"Labour Code", "labour"}, {"Resolution 28/2026", "resolution_28_2026"},
	}
}

// provision matches an article with its clauses and points: 475, 475.1, 6.2.b,
// 17-21, 476.2-3.
var provision = regexp.MustCompile(`^(?:Art )?(\d+[a-zđ]?(?:-\d+)?)(?:\.(\d+(?:-\d+)?))?(?:\.(\p{L}+))?$`)

// citations names several provisions of law (căn cứ pháp lý).
func citations(say text.Speaker, basis []string) string {
	all := make([]string, len(basis))
	for i, b := range basis {
		all[i] = Citation(say, b)
	}
	return strings.Join(all, "; ")
}

// Citation turns a rule's short reference into the law's own way of naming a
// provision: "CPC 475.1" is "khoản 1 Điều 475 Bộ luật Tố tụng hình sự". What it
// does not know it leaves as it is.
func Citation(say text.Speaker, basis string) string {
	var all []string
	for _, one := range strings.Split(basis, ";") {
		all = append(all, cite(say, strings.TrimSpace(one)))
	}
	return strings.Join(all, "; ")
}

func cite(say text.Speaker, one string) string {
	for _, l := range laws() {
		rest, ok := strings.CutPrefix(one, l[0])
		if !ok || rest != "" && rest[0] != ' ' {
			continue
		}
		law := say.Plain("officer.law." + l[1])
		if rest = strings.TrimSpace(rest); rest == "" {
			return law
		}
		var parts []string
		for _, p := range strings.Split(rest, ",") {
			m := provision.FindStringSubmatch(strings.TrimSpace(p))
			if m == nil {
				return law + " " + rest
			}
			parts = append(parts, article(say, m[1], m[2], m[3]))
		}
		return say.Plain("officer.law.of", "provision", strings.Join(parts, ", "), "law", law)
	}
	return one
}

func article(say text.Speaker, article, clause, point string) string {
	switch {
	case point != "":
		return say.Plain("officer.law.point", "article", article, "clause", clause, "point", point)
	case clause != "":
		return say.Plain("officer.law.clause", "article", article, "clause", clause)
	}
	return say.Plain("officer.law.article", "article", article)
}
