package bot

import (
	"hash/fnv"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf16"
	"unicode/utf8"

	tgbot "github.com/go-telegram/bot"
	"github.com/go-telegram/bot/models"

	"tiepdan/bot/dialog"
	"tiepdan/bot/script"
	"tiepdan/bot/text"
	"tiepdan/triage/area"
)

// message is one thing to say, in Telegram's HTML.
type message struct {
	Text    string
	Rows    [][]button
	Protect bool // cannot be forwarded or saved
	// Letter is words too long for a message: they go as a text file called
	// LetterName, with Text, at most 1,024 units, below it.
	Letter, LetterName string
}

// button is an inline button: a press that comes back as Data, or a link.
type button struct {
	Label string
	Data  string
	URL   string
}

// reply is what a turn answers: messages in order, and the little answer that a
// press waits for.
type reply struct {
	Messages []message
	Toast    string
	Alert    bool     // the toast has to be closed by hand
	Redraw   *message // replaces the message that was pressed
}

func (r *reply) say(m message) { r.Messages = append(r.Messages, m) }

// count is how many messages are sent or changed, as Telegram counts.
func (r *reply) count() int {
	if r.Redraw != nil {
		return len(r.Messages) + 1
	}
	return len(r.Messages)
}

// maxText is Telegram's limit for a message, in UTF-16 units after the tags are
// taken out; we keep a little below.
const maxText = 4000

// cut shortens plain words to n letters, and says so with an ellipsis.
func cut(s string, n int) string {
	if utf8.RuneCountInString(s) <= n {
		return s
	}
	return strings.TrimSpace(string([]rune(s)[:n])) + "…"
}

func units(s string) int { return len(utf16.Encode([]rune(s))) }

// keyboard turns rows into Telegram's shape; nil for no buttons.
func keyboard(rows [][]button) models.ReplyMarkup {
	if len(rows) == 0 {
		return nil
	}
	markup := &models.InlineKeyboardMarkup{}
	for _, row := range rows {
		var line []models.InlineKeyboardButton
		for _, b := range row {
			line = append(line, models.InlineKeyboardButton{Text: b.Label, CallbackData: b.Data, URL: b.URL})
		}
		markup.InlineKeyboard = append(markup.InlineKeyboard, line)
	}
	return markup
}

func (m message) send(chat int64) Call {
	if m.Letter != "" {
		return Call{Method: "sendDocument", Params: &tgbot.SendDocumentParams{
			ChatID: chat, Document: &models.InputFileUpload{Filename: m.LetterName, Data: strings.NewReader(m.Letter)},
			Caption: m.Text, ParseMode: models.ParseModeHTML, ProtectContent: m.Protect, ReplyMarkup: keyboard(m.Rows),
		}}
	}
	off := true
	return Call{Method: "sendMessage", Params: &tgbot.SendMessageParams{
		ChatID: chat, Text: m.Text, ParseMode: models.ParseModeHTML, ProtectContent: m.Protect,
		LinkPreviewOptions: &models.LinkPreviewOptions{IsDisabled: &off}, ReplyMarkup: keyboard(m.Rows),
	}}
}

func (m message) edit(chat int64, id int) Call {
	off := true
	return Call{Method: "editMessageText", Params: &tgbot.EditMessageTextParams{
		ChatID: chat, MessageID: id, Text: m.Text, ParseMode: models.ParseModeHTML,
		LinkPreviewOptions: &models.LinkPreviewOptions{IsDisabled: &off}, ReplyMarkup: keyboard(m.Rows),
	}}
}

// env is what a dialog needs of languages and time.
func (b *Bot) env(say text.Speaker, id string) dialog.Env {
	return dialog.Env{
		Now:   b.Now(),
		Label: func(question string, o dialog.Option) string { return label(say, id, question, o) },
		Same:  same,
		Means: func(o dialog.Option, typed string) bool { return means(say, o, typed) },
	}
}

// means says whether typed words are another way to say a button: "chua" is no,
// "khong nho" skips what may be skipped.
func means(say text.Speaker, o dialog.Option, typed string) bool {
	const longest = 60 // bytes; a story is not compared word for word
	key := ""
	switch o.Value {
	case "yes":
		key = "typed.yes"
	case "no":
		key = "typed.no"
	case "unknown":
		key = "typed.unknown"
	case "agree":
		key = "typed.agree"
	case dialog.Skip:
		key = "typed.skip"
	case dialog.Finish:
		key = "typed.done"
	}
	if key == "" || len(typed) > longest {
		return false
	}
	return slices.ContainsFunc(strings.Split(say.Plain(key), "|"), func(w string) bool { return same(w, typed) })
}

// same compares a button's label with typed words by letters alone.
func same(label, typed string) bool {
	return typed != "" && letterFold(label) == letterFold(typed)
}

func letterFold(s string) string {
	return strings.Join(strings.FieldsFunc(area.Fold(s), func(r rune) bool {
		return !(r >= 'a' && r <= 'z' || r >= '0' && r <= '9')
	}), " ")
}

// label finds what a button of a dialog is called.
func label(say text.Speaker, id, question string, o dialog.Option) string {
	switch {
	case o.Label != "":
		return o.Label
	case question == dialog.AtMend && o.Value == dialog.No:
		return say.Plain("nav.back")
	case strings.HasPrefix(o.Value, "!"):
		return say.Plain("nav." + o.Value[1:])
	case question == dialog.AtMend:
		return say.Plain(id + "." + o.Value + ".label")
	case o.Value == dialog.AsTyped && !say.Has(id+"."+question+".choice."+o.Value):
		return say.Plain("place.typed")
	}
	return say.Plain(id + "." + question + ".choice." + o.Value)
}

// tag ties a button to one conversation, so that a button of a former draft is
// recognised as stale.
func tag(s dialog.State) string {
	h := fnv.New32a()
	h.Write([]byte(s.Key))
	return strconv.FormatUint(uint64(h.Sum32()), 36)
}

// render words a view.
func (b *Bot) render(say text.Speaker, s dialog.State, v dialog.View) message {
	var parts []string
	if v.Problem != nil {
		parts = append(parts, "⚠️ "+say.Say("problem."+v.Problem.Key, problemArgs(say, *v.Problem)...))
	}
	parts = append(parts, noteLines(say, v.Notes)...)
	if v.Of > 0 && v.Question != dialog.AtCancel {
		parts = append(parts, "<b>"+say.Say("step", "n", strconv.Itoa(v.Step), "of", strconv.Itoa(v.Of))+"</b>")
	}
	if v.Question == dialog.AtReview {
		parts = append(parts, b.items(say, v))
	}
	if collected := collectedLine(say, v.So); collected != "" {
		parts = append(parts, collected)
	}
	parts = append(parts, say.Say(v.Dialog+"."+v.Question+".ask", b.asked(say, s, v)...))
	if !v.Previous.Empty() && v.Previous.Value != "" {
		parts = append(parts, say.Say("previous", "answer", b.shownAnswer(say, v.Dialog, v.Question, v.Previous)))
	}
	m := message{Text: strings.Join(parts, "\n\n")}
	for _, o := range v.Options {
		m.Rows = append(m.Rows, []button{b.press(say, s, v, o)})
	}
	var nav []button
	for _, o := range v.Nav {
		nav = append(nav, b.press(say, s, v, o))
		if len(nav) == 2 {
			m.Rows, nav = append(m.Rows, nav), nil
		}
	}
	if len(nav) > 0 {
		m.Rows = append(m.Rows, nav)
	}
	return m
}

// asked is what a question names: whom to call; what it proposes, and what was
// chosen instead.
func (b *Bot) asked(say text.Speaker, s dialog.State, v dialog.View) []string {
	if v.Question == script.CallNow {
		return []string{"hotlines", b.hotlines("\n")}
	}
	p := script.ProposalOf(v.Question, v.So)
	if len(p) == 0 {
		return nil
	}
	args := []string{"proposal", proposal(say, v.Dialog, p)}
	if topic := s.Answers.Value("topic"); topic != "" {
		args = append(args, "chosen", say.Plain(v.Dialog+".topic.choice."+topic))
	}
	return args
}

// noteLines are what else there is to say, a line each.
func noteLines(say text.Speaker, notes []dialog.Problem) []string {
	var lines []string
	for _, n := range notes {
		if refused, ok := strings.CutPrefix(n.Key, refusedMark); ok {
			lines = append(lines, "⚠️ "+say.Say("problem."+refused, problemArgs(say, n)...))
			continue
		}
		lines = append(lines, "ℹ️ "+say.Say("note."+n.Key, problemArgs(say, n)...))
	}
	return lines
}

func (b *Bot) press(say text.Speaker, s dialog.State, v dialog.View, o dialog.Option) button {
	return button{Label: cut(label(say, v.Dialog, v.Question, o), 60), Data: "d:" + tag(s) + ":" + v.Question + ":" + o.Value}
}

func problemArgs(say text.Speaker, p dialog.Problem) []string {
	var args []string
	for k, v := range p.Args {
		if k == "what" {
			v = say.Plain("odd." + v)
		}
		args = append(args, k, v)
	}
	return args
}

func collectedLine(say text.Speaker, a dialog.Answer) string {
	switch {
	case len(a.Files) > 0:
		return say.Say("collected.files", "n", strconv.Itoa(len(a.Files)))
	case len(a.Pieces) > 0:
		return say.Say("collected.pieces", "n", strconv.Itoa(len(a.Pieces)), "letters", strconv.Itoa(utf8.RuneCountInString(a.Text())))
	}
	return ""
}

// items are the lines of the review. Long words are shown by their beginning:
// the whole of them is in the petition.
func (b *Bot) items(say text.Speaker, v dialog.View) string {
	var lines []string
	left := maxText - 800
	for _, item := range v.Items {
		line := "<b>" + say.Say(v.Dialog+"."+item.Question+".label") + ":</b> " + escape(b.shownAnswer(say, v.Dialog, item.Question, item.Answer))
		if left -= units(line); left < 0 {
			lines = append(lines, "…")
			break
		}
		lines = append(lines, line)
	}
	return strings.Join(lines, "\n")
}

// shownAnswer is an answer as its giver reads it, in plain words.
func (b *Bot) shownAnswer(say text.Speaker, id, question string, a dialog.Answer) string {
	switch {
	case a.Skipped:
		return say.Plain("skipped")
	case len(a.Files) > 0:
		s := say.Plain("files.count", "n", strconv.Itoa(len(a.Files)))
		if len(a.Pieces) > 0 {
			s += "; " + cut(a.Text(), 200)
		}
		return s
	case len(a.Pieces) > 0:
		return cut(a.Text(), 700)
	case a.Label != "":
		return a.Label
	}
	if key := id + "." + question + ".choice." + a.Value; say.Has(key) {
		return say.Plain(key)
	}
	if t, err := time.Parse(time.DateOnly, a.Value); err == nil {
		return say.Date(t.Year(), t.Month(), t.Day())
	}
	return cut(a.Value, 300)
}

// escape makes words safe inside Telegram's HTML.
func escape(s string) string {
	return strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;").Replace(s)
}
