package bot

import (
	"strconv"
	"strings"
	"time"

	"github.com/go-telegram/bot/models"

	"tiepdan/bot/dialog"
)

// ref is the address of a message inside its chat. An edited message keeps it.
func ref(id int) string { return strconv.Itoa(id) }

// input turns a message into what a dialog takes. ok is false for service
// messages, which nobody wrote.
func input(m *models.Message, edited bool) (in dialog.Input, ok bool) {
	in = dialog.Input{Ref: ref(m.ID), At: time.Unix(int64(m.Date), 0), Text: m.Text}
	if edited {
		in.Kind = dialog.Edit
		if in.At = time.Unix(int64(m.EditDate), 0); m.Text == "" {
			in.Text = m.Caption
		}
		return in, in.Text != ""
	}
	if f, ok := shown(m); ok {
		in.Kind, in.Files, in.Text = dialog.Shown, []dialog.File{f}, m.Caption
		return in, true
	}
	if strings.TrimSpace(m.Text) != "" {
		in.Kind = dialog.Words
		return in, true
	}
	what := odd(m)
	in.Kind, in.What = dialog.Odd, what
	return in, what != "service"
}

// shown reads the one file of a message. Of a photo Telegram keeps several
// sizes: the largest is the evidence.
func shown(m *models.Message) (dialog.File, bool) {
	f := dialog.File{Caption: m.Caption, Album: m.MediaGroupID, Ref: ref(m.ID), Order: int64(m.ID)}
	switch {
	case len(m.Photo) > 0:
		best := m.Photo[0]
		for _, p := range m.Photo {
			if p.Width*p.Height > best.Width*best.Height {
				best = p
			}
		}
		f.Type, f.Source, f.Unique, f.Size = "photo", best.FileID, best.FileUniqueID, int64(best.FileSize)
		f.MIME = "image/jpeg"
	case m.Animation != nil: // comes with a document of the same file
		f.Type, f.Source, f.Unique, f.Size, f.MIME, f.Name = "video", m.Animation.FileID, m.Animation.FileUniqueID, m.Animation.FileSize, m.Animation.MimeType, m.Animation.FileName
	case m.Document != nil:
		f.Type, f.Source, f.Unique, f.Size, f.MIME, f.Name = "document", m.Document.FileID, m.Document.FileUniqueID, m.Document.FileSize, m.Document.MimeType, m.Document.FileName
	case m.Video != nil:
		f.Type, f.Source, f.Unique, f.Size, f.MIME, f.Name = "video", m.Video.FileID, m.Video.FileUniqueID, m.Video.FileSize, m.Video.MimeType, m.Video.FileName
	case m.VideoNote != nil:
		f.Type, f.Source, f.Unique, f.Size, f.MIME = "video", m.VideoNote.FileID, m.VideoNote.FileUniqueID, int64(m.VideoNote.FileSize), "video/mp4"
	case m.Voice != nil:
		f.Type, f.Source, f.Unique, f.Size, f.MIME = "voice", m.Voice.FileID, m.Voice.FileUniqueID, m.Voice.FileSize, m.Voice.MimeType
	case m.Audio != nil:
		f.Type, f.Source, f.Unique, f.Size, f.MIME, f.Name = "audio", m.Audio.FileID, m.Audio.FileUniqueID, m.Audio.FileSize, m.Audio.MimeType, m.Audio.FileName
	default:
		return f, false
	}
	return f, true
}

// odd names what is neither words nor a file, as bot/text's "odd.<what>".
func odd(m *models.Message) string {
	switch {
	case m.Sticker != nil:
		return "sticker"
	case m.Venue != nil, m.Location != nil:
		return "location"
	case m.Contact != nil:
		return "contact"
	case m.Poll != nil:
		return "poll"
	case m.Dice != nil:
		return "dice"
	case m.Game != nil:
		return "game"
	case m.Story != nil:
		return "story"
	case m.PinnedMessage != nil, m.NewChatTitle != "", len(m.NewChatMembers) > 0,
		m.LeftChatMember != nil, m.GroupChatCreated, m.SupergroupChatCreated, m.MigrateToChatID != 0, m.MigrateFromChatID != 0,
		m.MessageAutoDeleteTimerChanged != nil, m.WriteAccessAllowed != nil, m.ForumTopicCreated != nil, m.ForumTopicClosed != nil:
		return "service"
	}
	return "unknown"
}
