package rulebook

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
	"unicode/utf8"
)

// width is how many letters a line of the text form holds.
const width = 100

// JSON is the book as data.
func (b Book) JSON() ([]byte, error) {
	var out bytes.Buffer
	enc := json.NewEncoder(&out)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	if err := enc.Encode(b); err != nil {
		return nil, fmt.Errorf("write the rules as JSON: %w", err)
	}
	return out.Bytes(), nil
}

// Markdown is the book with tables, for a browser or a printer.
func (b Book) Markdown() string {
	p := b.page()
	var out strings.Builder
	line := func(format string, args ...any) { fmt.Fprintf(&out, format+"\n", args...) }
	line("# %s\n", escape(p.title))
	for _, h := range p.head {
		line("- **%s:** %s", escape(h[0]), escape(h[1]))
	}
	if p.note != "" {
		line("\n> %s", escape(p.note))
	}
	for _, s := range p.sections {
		line("\n%s %s", strings.Repeat("#", s.level), escape(s.title))
		if s.intro != "" {
			line("\n%s", escape(s.intro))
		}
		if len(s.rows) == 0 {
			continue
		}
		line("\n| %s |", strings.Join(s.cols, " | "))
		line("|%s", strings.Repeat(" --- |", len(s.cols)))
		for _, row := range s.rows {
			var cells []string
			for _, lines := range row {
				var safe []string
				for _, l := range lines {
					safe = append(safe, escape(l))
				}
				cells = append(cells, strings.Join(safe, "<br>"))
			}
			line("| %s |", strings.Join(cells, " | "))
		}
	}
	return out.String()
}

// escape keeps what a person wrote from being read as marks.
func escape(s string) string {
	return strings.NewReplacer(`\`, `\\`, "|", `\|`, "<", "&lt;", ">", "&gt;", "*", `\*`, "_", `\_`, "`", "\\`", "[", `\[`, "\n", " ").Replace(s)
}

// Text is the book for a terminal: a row of a table is a paragraph.
func (b Book) Text() string {
	p := b.page()
	var out strings.Builder
	underlined := func(title, with string) {
		fmt.Fprintf(&out, "\n%s\n%s\n", title, strings.Repeat(with, utf8.RuneCountInString(title)))
	}
	underlined(strings.ToUpper(p.title), "=")
	for _, h := range p.head {
		fmt.Fprintf(&out, "%s: %s\n", h[0], h[1])
	}
	if p.note != "" {
		fmt.Fprintf(&out, "%s\n", p.note)
	}
	for _, s := range p.sections {
		underlined(s.title, map[int]string{2: "=", 3: "-"}[s.level])
		if s.intro != "" {
			out.WriteString(wrap(s.intro, ""))
		}
		for _, row := range s.rows {
			fmt.Fprintf(&out, "\n%s\n", strings.Join(row[0], " "))
			for i, lines := range row[1:] {
				label := s.cols[i+1] + ": "
				for _, l := range lines {
					if l == "" {
						l = strings.Repeat(".", 40)
					}
					out.WriteString(wrap(label+l, "   "))
					label = "  "
				}
			}
		}
	}
	return strings.TrimPrefix(out.String(), "\n")
}

// wrap breaks a paragraph at spaces; lines after the first stand further in.
func wrap(s, indent string) string {
	var out strings.Builder
	line := indent + s[:len(s)-len(strings.TrimLeft(s, " "))]
	for _, word := range strings.Fields(s) {
		if n := utf8.RuneCountInString(line); n+1+utf8.RuneCountInString(word) > width {
			out.WriteString(strings.TrimRight(line, " ") + "\n")
			line = indent + "  "
			if indent == "" {
				line = ""
			}
		}
		if strings.TrimSpace(line) != "" {
			line += " "
		}
		line += word
	}
	out.WriteString(line + "\n")
	return out.String()
}
