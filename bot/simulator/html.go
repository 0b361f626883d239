package simulator

import (
	"fmt"
	"sort"
	"strconv"
	"strings"
	"unicode/utf8"
)

// parseHTML reads Telegram's HTML and returns the plain text and its entities.
// The error is Telegram's own sentence, with the byte offset in the source.
func parseHTML(source string) (string, []Entity, error) {
	p := &htmlParser{src: source}
	for p.pos < len(p.src) {
		var err error
		switch {
		case p.src[p.pos] == '&':
			p.write(p.character())
		case p.src[p.pos] != '<':
			p.write(p.until("&<"))
		case strings.HasPrefix(p.src[p.pos:], "</"):
			err = p.endTag()
		default:
			err = p.startTag()
		}
		if err != nil {
			return "", nil, err
		}
	}
	if n := len(p.open); n > 0 {
		return "", nil, htmlError("Can't find end tag corresponding to start tag %q", p.open[n-1].name)
	}
	sort.SliceStable(p.found, func(i, j int) bool {
		a, b := p.found[i], p.found[j]
		return a.Offset < b.Offset || a.Offset == b.Offset && a.Length > b.Length
	})
	return p.out.String(), p.found, nil
}

// htmlTag is a tag that waits for its end.
type htmlTag struct {
	name   string
	entity Entity
	start  int // byte in the output
}

type htmlParser struct {
	src   string
	pos   int // byte in the source
	out   strings.Builder
	units int // UTF-16 units written
	open  []htmlTag
	found []Entity
}

func (p *htmlParser) write(s string) {
	p.out.WriteString(s)
	p.units += utf16Len(s)
}

// character reads an "&…;" at the position. What Telegram does not know stays
// as it is written.
func (p *htmlParser) character() string {
	text, size := decodeCharacter(p.src[p.pos:])
	p.pos += size
	return text
}

func decodeCharacter(s string) (text string, size int) {
	end := strings.IndexByte(s[:min(len(s), 12)], ';')
	name := ""
	if end > 1 {
		name = s[1:end]
	}
	switch name {
	case "lt":
		return "<", end + 1
	case "gt":
		return ">", end + 1
	case "amp":
		return "&", end + 1
	case "quot":
		return `"`, end + 1
	}
	if digits, ok := strings.CutPrefix(name, "#"); ok {
		base := 10
		if hex, ok := strings.CutPrefix(digits, "x"); ok {
			digits, base = hex, 16
		}
		code, err := strconv.ParseUint(digits, base, 32)
		if err == nil && code > 0 && code <= utf8.MaxRune && utf8.ValidRune(rune(code)) {
			return string(rune(code)), end + 1
		}
	}
	return "&", 1
}

// htmlError keeps the words, and the capital letters, that Telegram uses.
func htmlError(format string, args ...any) error { return fmt.Errorf(format, args...) }

// startTag reads "<name attributes>" at the position.
func (p *htmlParser) startTag() error {
	begin := p.pos
	p.pos++
	name := strings.ToLower(p.until(" \t\r\n\v\f>"))
	if p.pos == len(p.src) {
		return htmlError("Unclosed start tag at byte offset %d", begin)
	}
	kind := entityOfTag(name)
	if kind == "" {
		return htmlError("Unsupported start tag %q at byte offset %d", name, begin)
	}
	attributes, err := p.attributes(name, begin)
	if err != nil {
		return err
	}
	tag := htmlTag{name: name, start: p.out.Len(), entity: Entity{Type: kind, Offset: p.units}}
	switch name {
	case "a":
		tag.entity.URL = attributes["href"]
	case "code":
		tag.entity.Language, _ = strings.CutPrefix(attributes["class"], "language-")
	case "span":
		if attributes["class"] != "tg-spoiler" {
			return htmlError("Tag \"span\" must have class \"tg-spoiler\" at byte offset %d", begin)
		}
	case "tg-emoji":
		if attributes["emoji-id"] == "" {
			return htmlError("Custom emoji identifier is missing at byte offset %d", begin)
		}
		tag.entity.Emoji = attributes["emoji-id"]
	case "blockquote":
		if _, ok := attributes["expandable"]; ok {
			tag.entity.Type = "expandable_blockquote"
		}
	}
	p.open = append(p.open, tag)
	return nil
}

func entityOfTag(name string) string {
	switch name {
	case "b", "strong":
		return "bold"
	case "i", "em":
		return "italic"
	case "u", "ins":
		return "underline"
	case "s", "strike", "del":
		return "strikethrough"
	case "code":
		return "code"
	case "pre":
		return "pre"
	case "a":
		return "text_link"
	case "blockquote":
		return "blockquote"
	case "span", "tg-spoiler":
		return "spoiler"
	case "tg-emoji":
		return "custom_emoji"
	}
	return ""
}

// attributes reads up to and over the ">" of the tag that begins at begin.
func (p *htmlParser) attributes(tag string, begin int) (map[string]string, error) {
	all := map[string]string{}
	for {
		p.skipSpace()
		if p.pos == len(p.src) {
			return nil, htmlError("Unclosed start tag %q at byte offset %d", tag, begin)
		}
		if p.src[p.pos] == '>' {
			p.pos++
			return all, nil
		}
		name := strings.ToLower(p.until(" \t\r\n\v\f=>"))
		if name == "" {
			return nil, htmlError("Empty attribute name in the tag %q at byte offset %d", tag, begin)
		}
		p.skipSpace()
		if p.pos == len(p.src) || p.src[p.pos] != '=' {
			all[name] = ""
			continue
		}
		p.pos++
		p.skipSpace()
		if p.pos == len(p.src) {
			return nil, htmlError("Unclosed start tag %q at byte offset %d", tag, begin)
		}
		value, err := p.value(begin)
		if err != nil {
			return nil, err
		}
		all[name] = value
	}
}

func (p *htmlParser) value(begin int) (string, error) {
	quote := p.src[p.pos]
	if quote != '"' && quote != '\'' {
		start := p.pos
		for p.pos < len(p.src) && (asciiWord(p.src[p.pos:p.pos+1]) == 1 || strings.IndexByte("-.", p.src[p.pos]) >= 0) {
			p.pos++
		}
		value := strings.ToLower(p.src[start:p.pos])
		if p.pos == len(p.src) || strings.IndexByte(" \t\r\n\v\f>", p.src[p.pos]) < 0 {
			return "", htmlError("Unexpected end of name token at byte offset %d", start)
		}
		return value, nil
	}
	p.pos++
	var value strings.Builder
	for p.pos < len(p.src) && p.src[p.pos] != quote {
		if p.src[p.pos] == '&' {
			value.WriteString(p.character())
			continue
		}
		value.WriteByte(p.src[p.pos])
		p.pos++
	}
	if p.pos == len(p.src) {
		return "", htmlError("Unclosed start tag at byte offset %d", begin)
	}
	p.pos++
	return value.String(), nil
}

// endTag reads "</name>" at the position and closes the innermost tag.
func (p *htmlParser) endTag() error {
	begin := p.pos
	if len(p.open) == 0 {
		return htmlError("Unexpected end tag at byte offset %d", begin)
	}
	p.pos += 2
	name := strings.ToLower(p.until(" \t\r\n\v\f>"))
	p.skipSpace()
	if p.pos == len(p.src) || p.src[p.pos] != '>' {
		return htmlError("Unclosed end tag at byte offset %d", begin)
	}
	p.pos++
	tag := p.open[len(p.open)-1]
	p.open = p.open[:len(p.open)-1]
	if name != "" && name != tag.name {
		return htmlError("Unmatched end tag at byte offset %d, expected \"</%s>\", found \"</%s>\"", begin, tag.name, name)
	}
	p.close(tag)
	return nil
}

// close turns a finished tag into an entity. One without content is none.
func (p *htmlParser) close(tag htmlTag) {
	e := tag.entity
	e.Length = p.units - e.Offset
	if e.Length == 0 {
		return
	}
	switch {
	case e.Type == "text_link":
		if e.URL == "" {
			e.URL = p.out.String()[tag.start:]
		}
		if !openableURL(e.URL) {
			return
		}
	case e.Type == "code" && len(p.open) > 0 && p.open[len(p.open)-1].name == "pre":
		// <pre><code class="language-x"> is one entity, the outer one.
		p.open[len(p.open)-1].entity.Language = e.Language
		return
	}
	if e.Type != "pre" {
		e.Language = ""
	}
	p.found = append(p.found, e)
}

func (p *htmlParser) until(stops string) string {
	rest := p.src[p.pos:]
	n := strings.IndexAny(rest, stops)
	if n < 0 {
		n = len(rest)
	}
	p.pos += n
	return rest[:n]
}

func (p *htmlParser) skipSpace() {
	for p.pos < len(p.src) && strings.IndexByte(" \t\r\n\v\f", p.src[p.pos]) >= 0 {
		p.pos++
	}
}
