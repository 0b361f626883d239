package simulator

import (
	"encoding/json"
	"strconv"
)

// albumItem is one item of sendMediaGroup.
type albumItem struct {
	Type     string          `json:"type"`
	Media    string          `json:"media"`
	Caption  string          `json:"caption"`
	Mode     string          `json:"parse_mode"`
	Entities json.RawMessage `json:"caption_entities"`
	Duration int             `json:"duration"`
}

func sendMediaGroup(c *call) (any, *apiError) {
	var items []albumItem
	if json.Unmarshal([]byte(c.text("media")), &items) != nil {
		return nil, badRequest("can't parse media JSON object")
	}
	if len(items) < 2 || len(items) > 10 {
		return nil, badRequest("media group must include 2-10 items")
	}
	fills := make([]func(*Message), len(items))
	for i, item := range items {
		alone := item.Type == "document" || item.Type == "audio"
		if item.Type != items[0].Type && (alone || items[0].Type == "document" || items[0].Type == "audio") {
			return nil, badRequest("%s can't be mixed with other media types", item.Type)
		}
		fill, err := c.albumFill(item)
		if err != nil {
			return nil, err
		}
		fills[i] = fill
	}
	c.sim.mu.Lock()
	defer c.sim.mu.Unlock()
	group := c.sim.albumID()
	out := make([]*Message, len(items))
	for i, fill := range fills {
		m, err := c.deliverLocked(markup{}, func(m *Message) {
			fill(m)
			m.MediaGroupID = group
		})
		if err != nil {
			return nil, err
		}
		out[i] = m
	}
	return out, nil
}

func (c *call) albumFill(item albumItem) (func(*Message), *apiError) {
	f, err := formatCaption(item.Caption, item.Mode, string(item.Entities))
	if err != nil {
		return nil, err
	}
	if item.Type == "photo" {
		photo, err := c.photo("media", item.Media)
		if err != nil {
			return nil, err
		}
		return func(m *Message) { m.Photo, m.Caption, m.CaptionEntities = photo(), f.text, f.entities }, nil
	}
	folder := map[string]string{"document": "documents", "audio": "music", "video": "videos"}[item.Type]
	take, err := c.file("media", item.Media, folder)
	if err != nil {
		return nil, err
	}
	return func(m *Message) {
		m.setFile(item.Type, take(), item.Duration)
		m.Caption, m.CaptionEntities = f.text, f.entities
	}, nil
}

// albumID is a new media_group_id. The lock is held.
func (s *Simulator) albumID() string {
	s.serial++
	return strconv.FormatInt(13000000000000000+s.serial, 10)
}
