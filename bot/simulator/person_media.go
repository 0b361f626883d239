package simulator

import (
	"mime"
	"path"
	"strings"
)

// SendPhoto sends a picture.
func (p *Person) SendPhoto(to Place, data []byte, caption string, extras ...Extra) Sent {
	sizes := photoSizes(data)
	return p.send(to, extras, func(m *Message) {
		m.Photo = p.sim.files.addPhoto(sizes)
		m.Caption, m.CaptionEntities = caption, findEntities(caption)
	})
}

// SendDocument sends a file. The kind is told by its name.
func (p *Person) SendDocument(to Place, name string, data []byte, caption string, extras ...Extra) Sent {
	return p.sendFile(to, name, data, int64(len(data)), caption, extras)
}

// SendBigDocument sends a file of the stated size, in bytes, without content.
// A bot can download none above 20 MB; below that, zeros are served.
func (p *Person) SendBigDocument(to Place, name string, size int64, caption string, extras ...Extra) Sent {
	return p.sendFile(to, name, nil, size, caption, extras)
}

func (p *Person) sendFile(to Place, name string, data []byte, size int64, caption string, extras []Extra) Sent {
	return p.send(to, extras, func(m *Message) {
		m.Document = p.sim.files.add("documents", name, mimeOf(name), data, size).document()
		m.Caption, m.CaptionEntities = caption, findEntities(caption)
	})
}

// SendVoice sends a recording of some seconds.
func (p *Person) SendVoice(to Place, data []byte, seconds int, extras ...Extra) Sent {
	return p.send(to, extras, func(m *Message) {
		m.Voice = p.sim.files.add("voice", "", "audio/ogg", data, int64(len(data))).document()
		m.Voice.Duration = &seconds
	})
}

// SendAudio sends a piece of music, or any recording that is no voice message.
func (p *Person) SendAudio(to Place, name string, data []byte, seconds int, extras ...Extra) Sent {
	return p.send(to, extras, func(m *Message) {
		m.Audio = p.sim.files.add("music", name, mimeOf(name), data, int64(len(data))).document()
		m.Audio.Duration = &seconds
	})
}

// SendVideo sends a video of some seconds.
func (p *Person) SendVideo(to Place, data []byte, seconds int, caption string, extras ...Extra) Sent {
	return p.send(to, extras, func(m *Message) {
		m.Video = p.sim.files.add("videos", "video.mp4", "video/mp4", data, int64(len(data))).document()
		m.Video.Duration, m.Video.Width, m.Video.Height = &seconds, 720, 1280
		m.Caption, m.CaptionEntities = caption, findEntities(caption)
	})
}

// SendVideoNote sends a round video of some seconds.
func (p *Person) SendVideoNote(to Place, data []byte, seconds int, extras ...Extra) Sent {
	return p.send(to, extras, func(m *Message) {
		m.VideoNote = p.sim.files.add("video_notes", "", "", data, int64(len(data))).document()
		m.VideoNote.Duration, m.VideoNote.Length = &seconds, 240
	})
}

// SendSticker sends a sticker that stands for the emoji.
func (p *Person) SendSticker(to Place, emoji string, extras ...Extra) Sent {
	return p.send(to, extras, func(m *Message) {
		f := p.sim.files.add("stickers", "", "image/webp", []byte("RIFF"), 4)
		m.Sticker = &Sticker{FileID: f.id, UniqueID: f.unique, Type: "regular", Width: 512, Height: 512, Emoji: emoji}
	})
}

// SendContact shares the person's own telephone number.
func (p *Person) SendContact(to Place, phone string, extras ...Extra) Sent {
	return p.send(to, extras, func(m *Message) {
		m.Contact = &Contact{Phone: phone, FirstName: p.user.FirstName, UserID: p.user.ID}
	})
}

// SendLocation shares a place, in degrees.
func (p *Person) SendLocation(to Place, latitude, longitude float64, extras ...Extra) Sent {
	return p.send(to, extras, func(m *Message) { m.Location = &Location{latitude, longitude} })
}

// SendVenue shares a place that has a name.
func (p *Person) SendVenue(to Place, title, address string, latitude, longitude float64, extras ...Extra) Sent {
	return p.send(to, extras, func(m *Message) {
		m.Location = &Location{latitude, longitude}
		m.Venue = &Venue{Location: *m.Location, Title: title, Address: address}
	})
}

// SendDice throws a die.
func (p *Person) SendDice(to Place, value int, extras ...Extra) Sent {
	return p.send(to, extras, func(m *Message) { m.Dice = &Dice{Emoji: "🎲", Value: value} })
}

// SendEmpty sends a message without content, as a bot sees kinds of messages
// that Bot API does not describe.
func (p *Person) SendEmpty(to Place, extras ...Extra) Sent {
	return p.send(to, extras, func(*Message) {})
}

// AlbumItem is a picture (no name) or a file of an album.
type AlbumItem struct {
	Name string // of a file; "" for a picture
	Data []byte
}

// SendAlbum sends several pictures or files as one album: separate messages,
// separate updates, one media_group_id. The caption stands on the first.
func (p *Person) SendAlbum(to Place, items []AlbumItem, caption string, extras ...Extra) []Sent {
	sizes := make([][]photoSize, len(items))
	for i, item := range items {
		if item.Name == "" {
			sizes[i] = photoSizes(item.Data)
		}
	}
	p.sim.mu.Lock()
	defer p.sim.mu.Unlock()
	group := p.sim.albumID()
	var all []Sent
	for i, item := range items {
		all = append(all, p.sendLocked(to, extras, func(m *Message) {
			m.MediaGroupID = group
			if item.Name == "" {
				m.Photo = p.sim.files.addPhoto(sizes[i])
			} else {
				m.Document = p.sim.files.add("documents", item.Name, mimeOf(item.Name), item.Data, int64(len(item.Data))).document()
			}
			if i == 0 {
				m.Caption, m.CaptionEntities = caption, findEntities(caption)
			}
		}))
	}
	return all
}

func mimeOf(name string) string {
	kind, _, _ := strings.Cut(mime.TypeByExtension(strings.ToLower(path.Ext(name))), ";")
	if kind == "" {
		return "application/octet-stream"
	}
	return kind
}
