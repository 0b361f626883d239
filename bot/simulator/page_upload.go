package simulator

import (
	"io"
	"mime/multipart"
	"net/http"
	"strconv"
	"strings"
)

// maxAlbum is how many items Telegram puts into one album.
const maxAlbum = 10

// serveUpload takes files from the page: several pictures, or several documents,
// become an album, as on a telephone.
func (s *Simulator) serveUpload(w http.ResponseWriter, r *http.Request) {
	if r.Header.Get("X-Simulator") == "" {
		http.Error(w, "not from the page", http.StatusForbidden)
		return
	}
	r.Body = http.MaxBytesReader(w, r.Body, maxUpload)
	if err := r.ParseMultipartForm(maxUpload); err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	defer r.MultipartForm.RemoveAll()
	items, err := readItems(r.MultipartForm.File["file"])
	if err != nil || len(items) == 0 || len(items) > maxAlbum {
		http.Error(w, "one to ten files expected", http.StatusBadRequest)
		return
	}
	s.interrupt()
	person, _ := strconv.ParseInt(r.FormValue("person"), 10, 64)
	d, ok := s.deed(act{Person: person, Chat: r.FormValue("chat")})
	if !ok {
		http.Error(w, errNotThere.Error(), http.StatusConflict)
		return
	}
	d.Seconds, _ = strconv.Atoi(r.FormValue("seconds"))
	d.sendFiles(r.FormValue("as"), items, r.FormValue("caption"))
	writeJSON(w, map[string]bool{"ok": true})
}

func readItems(headers []*multipart.FileHeader) ([]AlbumItem, error) {
	var items []AlbumItem
	for _, h := range headers {
		part, err := h.Open()
		if err != nil {
			return nil, err
		}
		data, err := io.ReadAll(part)
		_ = part.Close()
		if err != nil {
			return nil, err
		}
		items = append(items, AlbumItem{Name: h.Filename, Data: data})
	}
	return items, nil
}

// sendFiles sends what was chosen as "photo", "voice" or "document".
func (d deed) sendFiles(as string, items []AlbumItem, caption string) {
	first := items[0]
	switch {
	case as == "photo" && len(items) > 1:
		for i := range items {
			items[i].Name = ""
		}
		d.p.SendAlbum(d.place, items, caption)
	case as == "photo":
		d.p.SendPhoto(d.place, first.Data, caption)
	case as == "voice" && voiceName(first.Name):
		d.p.SendVoice(d.place, first.Data, max(1, d.Seconds))
	case as == "voice":
		d.p.SendAudio(d.place, first.Name, first.Data, max(1, d.Seconds))
	case len(items) > 1:
		d.p.SendAlbum(d.place, items, caption)
	default:
		d.p.SendDocument(d.place, first.Name, first.Data, caption)
	}
}

// voiceName says whether Telegram takes a file of that name for a voice message;
// any other recording is a piece of music to it.
func voiceName(name string) bool {
	name = strings.ToLower(name)
	return strings.HasSuffix(name, ".ogg") || strings.HasSuffix(name, ".oga") || strings.HasSuffix(name, ".opus")
}
