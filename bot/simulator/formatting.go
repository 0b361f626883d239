package simulator

import (
	"encoding/json"
	"strings"
)

// Telegram's limits for what a bot writes, in UTF-16 units after entities.
const (
	maxText    = 4096
	maxCaption = 1024
)

// formatted is a text with its entities.
type formatted struct {
	text     string
	entities []Entity
}

// format reads a text in the given parse mode. Only HTML and plain text are
// answered here; Markdown is refused as an unsupported mode.
func format(text, mode, entities string) (formatted, *apiError) {
	var out formatted
	switch strings.ToLower(mode) {
	case "":
		out.text = text
		if entities != "" && json.Unmarshal([]byte(entities), &out.entities) != nil {
			return out, badRequest("can't parse entities JSON object")
		}
		length := utf16Len(text)
		for _, e := range out.entities {
			if e.Offset < 0 || e.Length <= 0 || e.Offset+e.Length > length {
				return out, badRequest("can't parse entities: entity beyond the end of the text")
			}
		}
	case "html":
		var err error
		out.text, out.entities, err = parseHTML(text)
		if err != nil {
			return out, badRequest("can't parse entities: %v", err)
		}
	default:
		return out, badRequest("unsupported parse_mode")
	}
	out.text, out.entities = trimText(out.text, out.entities)
	out.entities = append(out.entities, found(out)...)
	return out, nil
}

// found is what Telegram marks by itself outside the entities given.
func found(f formatted) []Entity {
	all := findEntities(f.text)
	if len(f.entities) == 0 {
		return all
	}
	var free []Entity
	for _, e := range all {
		overlaps := false
		for _, given := range f.entities {
			if (given.Type == "text_link" || given.Type == "code" || given.Type == "pre") &&
				e.Offset < given.Offset+given.Length && given.Offset < e.Offset+e.Length {
				overlaps = true
			}
		}
		if !overlaps {
			free = append(free, e)
		}
	}
	return free
}

// formatText reads the text of a message.
func formatText(c *call) (formatted, *apiError) {
	f, err := format(c.text("text"), c.text("parse_mode"), c.text("entities"))
	switch {
	case err != nil:
		return f, err
	case f.text == "":
		return f, badRequest("text must be non-empty")
	case utf16Len(f.text) > maxText:
		return f, badRequest("message is too long")
	}
	return f, nil
}

// formatCaption reads the caption of a picture or file; it may be empty.
func formatCaption(text, mode, entities string) (formatted, *apiError) {
	f, err := format(text, mode, entities)
	if err == nil && utf16Len(f.text) > maxCaption {
		err = badRequest("message caption is too long")
	}
	return f, err
}
