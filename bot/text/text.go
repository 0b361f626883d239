// Package text holds the bot's words in every language.
//
// It promises that every word is found by its key, that every language has the
// same keys with the same names to fill in, and that what a person wrote is
// escaped before it stands inside the words. Words may use Telegram's HTML
// marks <b>, <i> and <code>. A text that is "@key" says the same as that key.
// What to say is decided elsewhere: this package imports nothing of ours.
package text

import (
	"embed"
	"encoding/json"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"
	"sync"
)

//go:embed vi/*.json en/*.json
var files embed.FS

// Default is the language of who has chosen none.
const Default = "vi"

// Catalogue is every word in every language. It may be used by many goroutines
// at once.
type Catalogue struct {
	languages []string
	words     map[string]map[string]phrase

	mu      sync.Mutex
	missing map[string]int
}

// Load reads the catalogue that is part of the program. A key that stands twice
// in a language, a reference that leads nowhere and an open brace are errors.
func Load() (*Catalogue, error) { return load(files) }

func load(fsys fs.FS) (*Catalogue, error) {
	c := &Catalogue{words: map[string]map[string]phrase{}, missing: map[string]int{}}
	folders, err := fs.ReadDir(fsys, ".")
	if err != nil {
		return nil, fmt.Errorf("load texts: %w", err)
	}
	for _, f := range folders {
		words, err := language(fsys, f.Name())
		if err != nil {
			return nil, fmt.Errorf("load texts: %w", err)
		}
		c.words[f.Name()] = words
	}
	// The default language comes first: it is the first one offered.
	c.languages = slices.SortedFunc(maps.Keys(c.words), func(a, b string) int {
		switch {
		case a == b:
			return 0
		case a == Default:
			return -1
		case b == Default:
			return 1
		}
		return strings.Compare(a, b)
	})
	return c, nil
}

func language(fsys fs.FS, lang string) (map[string]phrase, error) {
	raw := map[string]string{}
	names, err := fs.Glob(fsys, lang+"/*.json")
	if err != nil {
		return nil, err
	}
	for _, name := range names {
		b, err := fs.ReadFile(fsys, name)
		if err != nil {
			return nil, err
		}
		if err := flat(b, raw); err != nil {
			return nil, fmt.Errorf("%s: %w", path.Join(name), err)
		}
	}
	words := make(map[string]phrase, len(raw))
	for key, s := range raw {
		if s, err = resolve(raw, s); err != nil {
			return nil, fmt.Errorf("%s: %s: %w", lang, key, err)
		}
		p, err := parse(s)
		if err != nil {
			return nil, fmt.Errorf("%s: %s: %w", lang, key, err)
		}
		words[key] = p
	}
	return words, nil
}

// resolve follows references; two steps are more than anybody needs.
func resolve(raw map[string]string, s string) (string, error) {
	for range 2 {
		if !strings.HasPrefix(s, "@") {
			return s, nil
		}
		to, ok := raw[s[1:]]
		if !ok {
			return "", fmt.Errorf("refers to %s, which is not there", s[1:])
		}
		s = to
	}
	if strings.HasPrefix(s, "@") {
		return "", fmt.Errorf("refers in a circle, or too far")
	}
	return s, nil
}

// flat reads an object of strings; encoding/json alone would let the later of
// two equal keys win in silence.
func flat(b []byte, into map[string]string) error {
	dec := json.NewDecoder(strings.NewReader(string(b)))
	if t, err := dec.Token(); err != nil || t != json.Delim('{') {
		return fmt.Errorf("want an object of texts")
	}
	for dec.More() {
		t, err := dec.Token()
		if err != nil {
			return err
		}
		key, _ := t.(string)
		if _, twice := into[key]; twice {
			return fmt.Errorf("the key %s stands twice", key)
		}
		var s string
		if err := dec.Decode(&s); err != nil {
			return fmt.Errorf("%s: %w", key, err)
		}
		into[key] = s
	}
	_, err := dec.Token()
	return err
}

// Languages lists the languages, the default one first.
func (c *Catalogue) Languages() []string { return slices.Clone(c.languages) }

// Keys lists the keys of a language in order.
func (c *Catalogue) Keys(lang string) []string { return slices.Sorted(maps.Keys(c.words[lang])) }

// In gives the words of a language, and those of the default one where the
// language is not known.
func (c *Catalogue) In(lang string) Speaker {
	if _, ok := c.words[lang]; !ok {
		lang = Default
	}
	return Speaker{c: c, lang: lang, words: c.words[lang]}
}

// Missing lists the keys, and the names in texts, that were asked for in vain,
// for the test that there are none.
func (c *Catalogue) Missing() []string {
	c.mu.Lock()
	defer c.mu.Unlock()
	return slices.Sorted(maps.Keys(c.missing))
}

func (c *Catalogue) miss(what string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.missing[what]++
}
