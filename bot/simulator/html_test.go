package simulator

import (
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"
)

func show(entities []Entity) string {
	var out []string
	for _, e := range entities {
		text := fmt.Sprintf("%s %d+%d", e.Type, e.Offset, e.Length)
		if extra := e.URL + e.Language + e.Emoji; extra != "" {
			text += " " + extra
		}
		out = append(out, text)
	}
	return strings.Join(out, "; ")
}

func TestParseHTML(t *testing.T) {
	for _, c := range []struct{ source, text, entities string }{
		{"", "", ""},
		{"không có thẻ", "không có thẻ", ""},
		{"&lt;&gt;&amp;&quot;&nbsp;&#272;&#x111;&#12345678;& &;", `<>&"&nbsp;Đđ&#12345678;& &;`, ""},
		{"<b>đậm</b> <strong>x</strong>", "đậm x", "bold 0+3; bold 4+1"},
		{"<i>a</i><em>b</em>", "ab", "italic 0+1; italic 1+1"},
		{"<u>a</u><ins>b</ins><s>c</s><strike>d</strike><del>e</del>", "abcde",
			"underline 0+1; underline 1+1; strikethrough 2+1; strikethrough 3+1; strikethrough 4+1"},
		{"😀<B>a</B >", "😀a", "bold 2+1"},
		{"<b>a<i>b</i></b>", "ab", "bold 0+2; italic 1+1"},
		{"<b></b>x", "x", ""},
		{`<a href="https://vks.vn?a=1&amp;b=2">x</a>`, "x", "text_link 0+1 https://vks.vn?a=1&b=2"},
		{`<a>https://vks.vn</a>`, "https://vks.vn", "text_link 0+14 https://vks.vn"},
		{`<a href="javascript:x">x</a>`, "x", ""},
		{`<pre><code class="language-go">x</code></pre>`, "x", "pre 0+1 go"},
		{`<code class="language-go">x</code><pre>y</pre>`, "xy", "code 0+1; pre 1+1"},
		{`<blockquote>a</blockquote><blockquote expandable>b</blockquote>`, "ab", "blockquote 0+1; expandable_blockquote 1+1"},
		{`<tg-spoiler>a</tg-spoiler><span class="tg-spoiler">b</span>`, "ab", "spoiler 0+1; spoiler 1+1"},
		{`<tg-emoji emoji-id="5">👍</tg-emoji>`, "👍", "custom_emoji 0+2 5"},
		{`<i  aba = 19az-. x='&lt;'>a</>`, "a", "italic 0+1"},
		{"1 > 0", "1 > 0", ""},
	} {
		text, entities, err := parseHTML(c.source)
		if err != nil || text != c.text || show(entities) != c.entities {
			t.Errorf("%s:\n got %q %q %v\nwant %q %q", c.source, text, show(entities), err, c.text, c.entities)
		}
	}
}

func TestParseHTMLRefuses(t *testing.T) {
	for source, want := range map[string]string{
		"ơ <x>":               `Unsupported start tag "x" at byte offset 3`,
		"1 < 2 >":             `Unsupported start tag "" at byte offset 2`,
		"a<":                  `Unclosed start tag at byte offset 1`,
		"<b":                  `Unclosed start tag at byte offset 0`,
		"<b  ":                `Unclosed start tag "b" at byte offset 0`,
		"<b>x":                `Can't find end tag corresponding to start tag "b"`,
		"<b><i>x</b></i>":     `Unmatched end tag at byte offset 7, expected "</i>", found "</b>"`,
		"x</b>":               `Unexpected end tag at byte offset 1`,
		"<i>a</i ":            `Unclosed end tag at byte offset 4`,
		"<i =a>x</i>":         `Empty attribute name in the tag "i" at byte offset 0`,
		"<i a=>x</i>":         ``,
		"<i a=b,c>x</i>":      `Unexpected end of name token at byte offset 5`,
		`<i a="b>x</i>`:       `Unclosed start tag at byte offset 0`,
		"<i a=":               `Unclosed start tag "i" at byte offset 0`,
		"<span>x</span>":      `Tag "span" must have class "tg-spoiler" at byte offset 0`,
		"<tg-emoji>x</tg-em>": `Custom emoji identifier is missing at byte offset 0`,
	} {
		_, _, err := parseHTML(source)
		if got := fmt.Sprint(err); err == nil && want != "" || err != nil && got != want {
			t.Errorf("%s: %v, want %q", source, err, want)
		}
	}
}

// Whatever comes, the parser ends, the text is valid and the entities lie
// inside it.
func FuzzParseHTML(f *testing.F) {
	for _, seed := range []string{"<b>đậm</b>&amp;", "<a href='x'>y</a>", "<i a=b c>", "</", "&#x1F600;<pre><code class=\"language-x\">", "<b><i></b>"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, source string) {
		if !utf8.ValidString(source) {
			return
		}
		text, entities, err := parseHTML(source)
		if err != nil {
			return
		}
		text, entities = trimText(text, entities)
		if !utf8.ValidString(text) {
			t.Errorf("%q gives invalid text", source)
		}
		for _, e := range append(entities, findEntities(text)...) {
			if e.Offset < 0 || e.Length <= 0 || e.Offset+e.Length > utf16Len(text) {
				t.Errorf("%q: entity %+v outside of %q", source, e, text)
			}
		}
	})
}

// Offsets count UTF-16 units, which is where bots go wrong.
func TestFindEntities(t *testing.T) {
	for text, want := range map[string]string{
		"/start abc":               "bot_command 0+6",
		"đơn /don":                 "bot_command 4+4",
		"😀 /don@my_bot!":           "bot_command 3+11",
		"a/b 1/2 //x /":            "",
		"/đơn":                     "",
		"/don/x":                   "",
		"@an_binh và @ab":          "mention 0+8",
		"#đơn_thư.":                "hashtag 0+8",
		"xem https://a.vn/b?c=d.":  "url 4+18",
		"t.me/x_bot?start=1":       "url 0+18",
		"gửi thư a.b@c.vn, cảm ơn": "email 8+8",
		"không có gì":              "",
	} {
		if got := show(findEntities(text)); got != want {
			t.Errorf("%s: %q, want %q", text, got, want)
		}
	}
}

func TestSplitText(t *testing.T) {
	if got := splitText("một hai ba", 7); len(got) != 2 || got[0] != "một hai" || got[1] != "ba" {
		t.Errorf("%q", got)
	}
	for _, piece := range splitText(strings.Repeat("😀", 5000), maxText) {
		if utf16Len(piece) > maxText || !utf8.ValidString(piece) {
			t.Errorf("a piece of %d units", utf16Len(piece))
		}
	}
}
