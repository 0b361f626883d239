package simulator

import "time"

// User is a person or a bot as an update names it.
type User struct {
	ID           int64  `json:"id"`
	IsBot        bool   `json:"is_bot"`
	FirstName    string `json:"first_name"`
	LastName     string `json:"last_name,omitempty"`
	Username     string `json:"username,omitempty"`
	LanguageCode string `json:"language_code,omitempty"`
}

// ChatInfo is a chat as a message names it.
type ChatInfo struct {
	ID        int64  `json:"id"`
	Type      string `json:"type"` // private, group or supergroup
	Title     string `json:"title,omitempty"`
	Username  string `json:"username,omitempty"`
	FirstName string `json:"first_name,omitempty"`
	IsForum   bool   `json:"is_forum,omitempty"`
}

// Message is one message as it stands. A message is never changed in place:
// an edit puts a new value into the chat, so one that was taken from a view
// stays what it was. Fields without a JSON name are seen by people only.
type Message struct {
	ID              int64           `json:"message_id"`
	ThreadID        int64           `json:"message_thread_id,omitempty"`
	From            *User           `json:"from,omitempty"`
	Chat            ChatInfo        `json:"chat"`
	Date            int64           `json:"date"` // Unix seconds
	EditDate        int64           `json:"edit_date,omitempty"`
	ForwardOrigin   *Origin         `json:"forward_origin,omitempty"`
	IsTopicMessage  bool            `json:"is_topic_message,omitempty"`
	ReplyTo         *Message        `json:"reply_to_message,omitempty"`
	MediaGroupID    string          `json:"media_group_id,omitempty"`
	Protected       bool            `json:"has_protected_content,omitempty"`
	Text            string          `json:"text,omitempty"`
	Entities        []Entity        `json:"entities,omitempty"`
	Caption         string          `json:"caption,omitempty"`
	CaptionEntities []Entity        `json:"caption_entities,omitempty"`
	Photo           []PhotoSize     `json:"photo,omitempty"`
	Document        *Document       `json:"document,omitempty"`
	Audio           *Document       `json:"audio,omitempty"`
	Voice           *Document       `json:"voice,omitempty"`
	Video           *Document       `json:"video,omitempty"`
	VideoNote       *Document       `json:"video_note,omitempty"`
	Sticker         *Sticker        `json:"sticker,omitempty"`
	Contact         *Contact        `json:"contact,omitempty"`
	Dice            *Dice           `json:"dice,omitempty"`
	Venue           *Venue          `json:"venue,omitempty"`
	Location        *Location       `json:"location,omitempty"`
	NewMembers      []User          `json:"new_chat_members,omitempty"`
	LeftMember      *User           `json:"left_chat_member,omitempty"`
	NewTitle        string          `json:"new_chat_title,omitempty"`
	GroupCreated    bool            `json:"group_chat_created,omitempty"`
	MigrateTo       int64           `json:"migrate_to_chat_id,omitempty"`
	MigrateFrom     int64           `json:"migrate_from_chat_id,omitempty"`
	Pinned          *Message        `json:"pinned_message,omitempty"`
	TopicCreated    *TopicEvent     `json:"forum_topic_created,omitempty"`
	TopicEdited     *TopicEvent     `json:"forum_topic_edited,omitempty"`
	TopicClosed     *struct{}       `json:"forum_topic_closed,omitempty"`
	TopicReopened   *struct{}       `json:"forum_topic_reopened,omitempty"`
	Inline          *InlineKeyboard `json:"reply_markup,omitempty"`

	Reply     *ReplyKeyboard `json:"-"` // the reply keyboard it brought
	Reactions []string       `json:"-"` // the bot's reactions
	Deleted   bool           `json:"-"`
	update    int64          // that told the first bot of it as it stands; 0: none did

	home *chat
}

// Button finds an inline button by its label or its data.
func (m *Message) Button(labelOrData string) (InlineButton, bool) {
	if m.Inline == nil {
		return InlineButton{}, false
	}
	for _, row := range m.Inline.Rows {
		for _, b := range row {
			if b.Text == labelOrData || b.Data == labelOrData {
				return b, true
			}
		}
	}
	return InlineButton{}, false
}

// Words is the text, or the caption where there is a picture or a file.
func (m *Message) Words() string {
	if m.Text != "" {
		return m.Text
	}
	return m.Caption
}

// bare is the message as another message quotes it.
func (m *Message) bare() *Message {
	c := *m
	c.ReplyTo, c.Pinned = nil, nil
	return &c
}

// Origin tells where a forwarded message came from.
type Origin struct {
	Type string `json:"type"` // user
	Date int64  `json:"date"`
	User *User  `json:"sender_user,omitempty"`
}

// Entity is a stretch of text that means something. Offset and Length count
// UTF-16 units.
type Entity struct {
	Type     string `json:"type"`
	Offset   int    `json:"offset"`
	Length   int    `json:"length"`
	URL      string `json:"url,omitempty"`
	User     *User  `json:"user,omitempty"`
	Language string `json:"language,omitempty"`
	Emoji    string `json:"custom_emoji_id,omitempty"`
}

// PhotoSize is one size of a picture.
type PhotoSize struct {
	FileID   string `json:"file_id"`
	UniqueID string `json:"file_unique_id"`
	Width    int    `json:"width"`
	Height   int    `json:"height"`
	Size     int64  `json:"file_size,omitempty"`
}

// Document is a file: document, voice, audio or video. Duration is in seconds.
type Document struct {
	FileID   string `json:"file_id"`
	UniqueID string `json:"file_unique_id"`
	Name     string `json:"file_name,omitempty"`
	MIME     string `json:"mime_type,omitempty"`
	Size     int64  `json:"file_size,omitempty"`
	Duration *int   `json:"duration,omitempty"`
	Width    int    `json:"width,omitempty"`
	Height   int    `json:"height,omitempty"`
	Length   int    `json:"length,omitempty"` // of a video note's side
}

// Sticker is a picture with an emoji.
type Sticker struct {
	FileID   string `json:"file_id"`
	UniqueID string `json:"file_unique_id"`
	Type     string `json:"type"`
	Width    int    `json:"width"`
	Height   int    `json:"height"`
	Animated bool   `json:"is_animated"`
	Video    bool   `json:"is_video"`
	Emoji    string `json:"emoji,omitempty"`
}

// Contact is a telephone number that a person shares.
type Contact struct {
	Phone     string `json:"phone_number"`
	FirstName string `json:"first_name"`
	LastName  string `json:"last_name,omitempty"`
	UserID    int64  `json:"user_id,omitempty"`
}

// Dice is an emoji with a value.
type Dice struct {
	Emoji string `json:"emoji"`
	Value int    `json:"value"`
}

// Location is a point on the map, in degrees.
type Location struct {
	Latitude  float64 `json:"latitude"`
	Longitude float64 `json:"longitude"`
}

// Venue is a place with a name.
type Venue struct {
	Location Location `json:"location"`
	Title    string   `json:"title"`
	Address  string   `json:"address"`
}

// TopicEvent names a forum topic that was made or renamed.
type TopicEvent struct {
	Name  string `json:"name"`
	Color int    `json:"icon_color,omitempty"`
}

// Toast is what answerCallbackQuery showed to one person.
type Toast struct {
	PersonID int64
	Pressed  string // the data of the button
	Text     string
	Alert    bool
	URL      string
	At       time.Time
}
