package simulator

import (
	"encoding/json"
	"net/url"
	"strings"
)

// maxButtonData is Telegram's limit for callback_data, in bytes.
const maxButtonData = 64

// InlineKeyboard is the rows of buttons under a message.
type InlineKeyboard struct {
	Rows [][]InlineButton `json:"inline_keyboard"`
}

// InlineButton is one of them. Exactly one action is set.
type InlineButton struct {
	Text       string          `json:"text"`
	Style      string          `json:"style,omitempty"`
	URL        string          `json:"url,omitempty"`
	Data       string          `json:"callback_data,omitempty"`
	CopyText   *CopyText       `json:"copy_text,omitempty"`
	WebApp     json.RawMessage `json:"web_app,omitempty"`
	LoginURL   json.RawMessage `json:"login_url,omitempty"`
	Switch     *string         `json:"switch_inline_query,omitempty"`
	SwitchHere *string         `json:"switch_inline_query_current_chat,omitempty"`
	SwitchTo   json.RawMessage `json:"switch_inline_query_chosen_chat,omitempty"`
}

// CopyText is the text that a button puts on the clipboard.
type CopyText struct {
	Text string `json:"text"`
}

// ReplyKeyboard is the keyboard below the input field, or its removal.
type ReplyKeyboard struct {
	Rows       [][]KeyButton `json:"keyboard,omitempty"`
	Persistent bool          `json:"is_persistent,omitempty"`
	Resize     bool          `json:"resize_keyboard,omitempty"`
	OneTime    bool          `json:"one_time_keyboard,omitempty"`
	Hint       string        `json:"input_field_placeholder,omitempty"`
	Remove     bool          `json:"remove_keyboard,omitempty"`
	ForceReply bool          `json:"force_reply,omitempty"`
}

// KeyButton is one key. Without a request its text is sent.
type KeyButton struct {
	Text            string `json:"text"`
	RequestContact  bool   `json:"request_contact,omitempty"`
	RequestLocation bool   `json:"request_location,omitempty"`
}

// markup is a reply_markup of either sort.
type markup struct {
	inline *InlineKeyboard
	reply  *ReplyKeyboard
}

// parseMarkup reads a reply_markup that has passed the schema. An empty inline
// keyboard is none.
func parseMarkup(text string) (markup, *apiError) {
	if text == "" {
		return markup{}, nil
	}
	var kind struct {
		Inline json.RawMessage `json:"inline_keyboard"`
	}
	if json.Unmarshal([]byte(text), &kind) != nil {
		return markup{}, badRequest("object expected as reply markup")
	}
	if kind.Inline == nil {
		return parseReplyKeyboard(text)
	}
	keyboard := &InlineKeyboard{}
	var rows [][]struct {
		InlineButton
		Data *string `json:"callback_data"`
	}
	if json.Unmarshal(kind.Inline, &rows) != nil {
		return markup{}, badRequest("can't parse inline keyboard")
	}
	count := 0
	for _, row := range rows {
		var out []InlineButton
		for _, b := range row {
			if err := b.InlineButton.check(b.Data); err != nil {
				return markup{}, err
			}
			if b.Data != nil {
				b.InlineButton.Data = *b.Data
			}
			out = append(out, b.InlineButton)
			count++
		}
		if out != nil {
			keyboard.Rows = append(keyboard.Rows, out)
		}
	}
	if count > 100 {
		return markup{}, badRequest("reply markup is too long")
	}
	if count == 0 {
		return markup{}, nil
	}
	return markup{inline: keyboard}, nil
}

func (b *InlineButton) check(data *string) *apiError {
	if strings.TrimSpace(b.Text) == "" {
		return badRequest("can't parse inline keyboard button: text must be non-empty")
	}
	// One client library sends this with every button; Telegram ignores it.
	if b.CopyText != nil && b.CopyText.Text == "" {
		b.CopyText = nil
	}
	if b.Style != "" && b.Style != "danger" && b.Style != "success" && b.Style != "primary" {
		return badRequest("can't parse inline keyboard button: invalid button style specified")
	}
	actions := 0
	for _, is := range []bool{
		b.URL != "", data != nil, b.CopyText != nil, b.WebApp != nil, b.LoginURL != nil,
		b.Switch != nil, b.SwitchHere != nil, b.SwitchTo != nil,
	} {
		if is {
			actions++
		}
	}
	switch {
	case actions == 0:
		return badRequest("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard")
	case actions > 1:
		return badRequest("can't parse inline keyboard button: exactly one action is allowed")
	case data != nil && (*data == "" || len(*data) > maxButtonData):
		return badRequest("BUTTON_DATA_INVALID")
	case b.CopyText != nil && utf16Len(b.CopyText.Text) > 256:
		return badRequest("BUTTON_COPY_TEXT_INVALID")
	case b.URL != "" && !openableURL(b.URL):
		return badRequest("inline keyboard button URL '%s' is invalid: Wrong HTTP URL", b.URL)
	}
	return nil
}

// openableURL says whether Telegram would put the address on a button.
func openableURL(text string) bool {
	u, err := url.Parse(text)
	if err != nil {
		return false
	}
	switch strings.ToLower(u.Scheme) {
	case "tg", "ton", "tonsite":
		return true
	case "", "http", "https":
		host := u.Hostname()
		if u.Scheme == "" {
			host, _, _ = strings.Cut(u.Path, "/")
		}
		return strings.Contains(strings.Trim(host, "."), ".") || strings.Contains(host, ":")
	}
	return false
}

func parseReplyKeyboard(text string) (markup, *apiError) {
	k := &ReplyKeyboard{}
	if json.Unmarshal([]byte(text), k) != nil {
		return markup{}, badRequest("can't parse reply keyboard markup JSON object")
	}
	if !k.Remove && !k.ForceReply {
		count := 0
		for _, row := range k.Rows {
			for _, b := range row {
				count++
				if strings.TrimSpace(b.Text) == "" {
					return markup{}, badRequest("can't parse keyboard button: text must be non-empty")
				}
			}
		}
		if count == 0 {
			return markup{}, badRequest("reply markup is empty")
		}
		if count > 300 {
			return markup{}, badRequest("reply markup is too long")
		}
	}
	if utf16Len(k.Hint) > 64 {
		return markup{}, badRequest("input field hint is too long")
	}
	return markup{reply: k}, nil
}

// same says whether two keyboards show and do the same.
func (k *InlineKeyboard) same(other *InlineKeyboard) bool {
	if k == nil || other == nil {
		return k == other
	}
	a, _ := json.Marshal(k)
	b, _ := json.Marshal(other)
	return string(a) == string(b)
}
