package simulator

import (
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"net/http"
	"path"
	"strconv"
	"strings"
	"sync"
	"time"
)

// maxDownload is the largest file that a bot may download, in bytes; a link
// from getFile works for linkLife.
const (
	maxDownload = 20 << 20
	linkLife    = time.Hour
)

// file is one stored file. Files without content are only declared: zeros of
// their size are served.
type file struct {
	id, unique string
	path       string
	name       string
	mime       string
	size       int64
	data       []byte
	width      int
	height     int

	mu       sync.Mutex
	linkTill time.Time
	thumbs   []*file // the smaller sizes of a picture, smallest first
}

// fileStore keeps files in memory.
type fileStore struct {
	mu     sync.RWMutex
	count  int
	byID   map[string]*file
	byPath map[string]*file
}

// add stores a file in one of Telegram's folders.
func (s *fileStore) add(folder, name, mime string, data []byte, size int64) *file {
	s.mu.Lock()
	defer s.mu.Unlock()
	f := &file{name: name, mime: mime, data: data, size: size}
	s.place(f, folder)
	return f
}

func (s *fileStore) place(f *file, folder string) {
	s.count++
	f.path = folder + "/file_" + strconv.Itoa(s.count) + extension(folder, f.name)
	f.unique = "AQAD" + shortID(uint64(s.count))
	f.id = "BQACAgUAAxkBAAI" + shortID(uint64(s.count)) + base64.RawURLEncoding.EncodeToString([]byte(folder))
	s.byID[f.id], s.byPath[f.path] = f, f
}

func shortID(n uint64) string {
	var b [8]byte
	// An odd factor spreads the numbers; it is reversible, so none repeats.
	binary.BigEndian.PutUint64(b[:], n*0x9E3779B97F4A7C15)
	return base64.RawURLEncoding.EncodeToString(b[:])
}

func extension(folder, name string) string {
	if ext := path.Ext(name); ext != "" && len(ext) <= 6 {
		return strings.ToLower(ext)
	}
	switch folder {
	case "photos":
		return ".jpg"
	case "voice":
		return ".oga"
	case "videos", "video_notes":
		return ".mp4"
	}
	return ""
}

func (s *fileStore) find(id string) *file {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return s.byID[id]
}

func (f *file) document() *Document {
	return &Document{FileID: f.id, UniqueID: f.unique, Name: f.name, MIME: f.mime, Size: f.size}
}

// attachment is the upload that a parameter means, if it means one: the field
// itself, or attach://name.
func (c *call) attachment(field, value string) (upload, bool, *apiError) {
	if up, ok := c.in.files[field]; ok && value == "" {
		return up, true, nil
	}
	name, isRef := strings.CutPrefix(value, "attach://")
	if !isRef {
		return upload{}, false, nil
	}
	up, ok := c.in.files[name]
	if !ok {
		return upload{}, false, badRequest("attached file %q was not found", name)
	}
	return up, true, nil
}

// existing finds a file by file_id. Addresses in the web are not fetched.
func (c *call) existing(value string) (*file, *apiError) {
	if strings.HasPrefix(value, "http://") || strings.HasPrefix(value, "https://") {
		return nil, badRequest("failed to get HTTP URL content")
	}
	f := c.sim.files.find(value)
	if f == nil {
		return nil, badRequest("wrong file identifier/HTTP URL specified")
	}
	return f, nil
}

// file resolves a file parameter. What it returns stores an upload when the
// message is really sent.
func (c *call) file(field, value, folder string) (func() *Document, *apiError) {
	up, sent, err := c.attachment(field, value)
	if err != nil {
		return nil, err
	}
	if sent {
		if len(up.data) == 0 {
			return nil, badRequest("file must be non-empty")
		}
		return func() *Document {
			return c.sim.files.add(folder, up.name, mimeOf(up.name), up.data, int64(len(up.data))).document()
		}, nil
	}
	f, err := c.existing(value)
	if err != nil {
		return nil, err
	}
	return f.document, nil
}

// fileInfo is the answer of getFile.
type fileInfo struct {
	FileID   string `json:"file_id"`
	UniqueID string `json:"file_unique_id"`
	Size     int64  `json:"file_size"`
	Path     string `json:"file_path"`
}

func getFile(c *call) (any, *apiError) {
	f := c.sim.files.find(c.text("file_id"))
	if f == nil {
		return nil, badRequest("invalid file_id")
	}
	if f.size > maxDownload {
		return nil, badRequest("file is too big")
	}
	f.mu.Lock()
	f.linkTill = c.sim.now().Add(linkLife)
	f.mu.Unlock()
	return fileInfo{FileID: f.id, UniqueID: f.unique, Size: f.size, Path: f.path}, nil
}

// serveFile answers /file/bot<token>/<path> while the link lives.
func (s *Simulator) serveFile(w http.ResponseWriter, r *http.Request) {
	token, name, _ := strings.Cut(strings.TrimPrefix(r.URL.Path, "/file/bot"), "/")
	s.mu.Lock()
	known := s.byToken[token] != nil
	s.mu.Unlock()
	if !known {
		writeAnswer(w, nil, &apiError{Code: http.StatusUnauthorized, Description: "Unauthorized"})
		return
	}
	s.files.mu.RLock()
	f := s.files.byPath[name]
	s.files.mu.RUnlock()
	if f == nil || !f.linked(s.now()) {
		writeAnswer(w, nil, &apiError{Code: http.StatusNotFound, Description: "Not Found"})
		return
	}
	for _, fault := range s.faults.due(s, sideCalls, "download", 0) {
		switch fault.Effect {
		case Slow:
			pause(r.Context(), fault.delay(time.Second))
		case CutBefore, CutAfter, Hang:
			panic(http.ErrAbortHandler)
		default:
			writeAnswer(w, nil, fault.refusal())
			return
		}
	}
	f.serve(w)
}

func (f *file) linked(now time.Time) bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	return now.Before(f.linkTill)
}

func (f *file) serve(w http.ResponseWriter) {
	w.Header().Set("Content-Type", "application/octet-stream")
	w.Header().Set("Content-Length", fmt.Sprint(f.size))
	if f.data != nil {
		w.Write(f.data)
		return
	}
	zeros := make([]byte, 64<<10)
	for left := f.size; left > 0; {
		n, err := w.Write(zeros[:min(left, int64(len(zeros)))])
		if err != nil {
			return
		}
		left -= int64(n)
	}
}
