package simulator

import (
	"bytes"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"
)

// shownTypes are the kinds of files that a browser shows rather than saves. None
// of them can run anything on the page's behalf.
func shownTypes() []string {
	return []string{
		"image/jpeg", "image/png", "image/gif", "image/webp", "audio/ogg", "audio/mpeg", "audio/mp4", "audio/wav",
		"video/mp4", "video/webm", "application/pdf", "text/plain",
	}
}

// servePageFile gives the page a file of a message: to be shown if it is of a kind
// that is safe to show, otherwise to be saved under its name.
func (s *Simulator) servePageFile(w http.ResponseWriter, r *http.Request) {
	f := s.files.find(r.URL.Query().Get("id"))
	if f == nil {
		http.NotFound(w, r)
		return
	}
	kind, disposition := f.mime, "inline"
	if !slices.Contains(shownTypes(), kind) {
		kind, disposition = "application/octet-stream", "attachment"
	}
	if kind == "text/plain" {
		kind += "; charset=utf-8"
	}
	if name := r.URL.Query().Get("name"); name != "" {
		disposition += `; filename*=UTF-8''` + percent(name)
	}
	w.Header().Set("Content-Security-Policy", "sandbox")
	if kind == "application/pdf" { // a browser's own reader of these does not work in a sandbox
		w.Header().Del("Content-Security-Policy")
	}
	w.Header().Set("Content-Disposition", disposition)
	w.Header().Set("Content-Type", kind)
	if f.data == nil {
		f.serve(w)
		return
	}
	// Players ask for parts of a recording.
	http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(f.data))
}

func percent(name string) string {
	var out strings.Builder
	for _, b := range []byte(name) {
		if asciiWord(string(b)) == 1 || b == '.' || b == '-' {
			out.WriteByte(b)
		} else {
			fmt.Fprintf(&out, "%%%02X", b)
		}
	}
	return out.String()
}
