package talk

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"strconv"
	"strings"

	"tiepdan/bot/simulator"
)

// show sends something that is not words.
func (st *Stage) show(p *simulator.Person, what string) error {
	what, caption, _ := strings.Cut(what, ", ")
	fields := strings.Fields(what)
	var name string
	if len(fields) > 1 {
		name = fields[1]
	}
	switch {
	case strings.HasPrefix(what, "album of "):
		n, err := strconv.Atoi(fields[2])
		if err != nil {
			return err
		}
		var items []simulator.AlbumItem
		for i := range n {
			items = append(items, simulator.AlbumItem{Data: picture(i)})
		}
		p.SendAlbum(st.Bot, items, caption)
	case strings.HasPrefix(what, "document of "):
		mb, err := strconv.ParseInt(fields[2], 10, 64)
		if err != nil {
			return err
		}
		p.SendBigDocument(st.Bot, "ho-so.pdf", mb<<20, caption)
	case fields[0] == "photo":
		p.SendPhoto(st.Bot, picture(len(name)), caption)
	case fields[0] == "document":
		p.SendDocument(st.Bot, name, []byte("%PDF-1.4 a paper"), caption)
	case fields[0] == "voice":
		p.SendVoice(st.Bot, []byte("OggS"), 3)
	case fields[0] == "sticker":
		p.SendSticker(st.Bot, "🙂")
	case fields[0] == "location":
		p.SendLocation(st.Bot, 20.95, 107.08)
	case fields[0] == "contact":
		p.SendContact(st.Bot, "+84900000000")
	case fields[0] == "dice":
		p.SendDice(st.Bot, 3)
	case fields[0] == "nothing":
		p.SendEmpty(st.Bot)
	default:
		return fmt.Errorf("nobody can show %q", what)
	}
	return nil
}

// picture is a small picture, another one for every n.
func picture(n int) []byte {
	img := image.NewRGBA(image.Rect(0, 0, 8, 8))
	for i := range 64 {
		img.Set(i%8, i/8, color.RGBA{R: uint8(n * 23), G: uint8(i * 4), B: 120, A: 255})
	}
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		return nil
	}
	return b.Bytes()
}
