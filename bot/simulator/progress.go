package simulator

import "net/http"

// Progress is how far something is that the page's visitors wait for.
type Progress struct {
	Done int `json:"done"`
	Of   int `json:"of"` // 0: nothing is waited for
}

// ShowProgress tells the open pages how far the world is made, in whatever the
// caller counts.
func (s *Simulator) ShowProgress(done, of int) { s.setProgress(Progress{done, of}) }

// EndProgress takes it off the pages.
func (s *Simulator) EndProgress() { s.setProgress(Progress{}) }

func (s *Simulator) setProgress(p Progress) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.progress = p
	s.announce("progress")
}

func (s *Simulator) serveProgress(w http.ResponseWriter, _ *http.Request) {
	s.mu.Lock()
	now := s.progress
	s.mu.Unlock()
	writeJSON(w, now)
}
