package simulator

// methods maps each method of the table to what carries it out.
func methods() map[string]func(*call) (any, *apiError) {
	return map[string]func(*call) (any, *apiError){
		"getMe":                  getMe,
		"getUpdates":             getUpdates,
		"setWebhook":             setWebhook,
		"deleteWebhook":          deleteWebhook,
		"getWebhookInfo":         getWebhookInfo,
		"sendMessage":            sendMessage,
		"sendPhoto":              sendPhoto,
		"sendDocument":           sendFile("document", "documents"),
		"sendVoice":              sendFile("voice", "voice"),
		"sendAudio":              sendFile("audio", "music"),
		"sendVideo":              sendFile("video", "videos"),
		"sendLocation":           sendLocation,
		"sendContact":            sendContact,
		"sendMediaGroup":         sendMediaGroup,
		"sendChatAction":         sendChatAction,
		"editMessageText":        editMessageText,
		"editMessageCaption":     editMessageCaption,
		"editMessageReplyMarkup": editMessageReplyMarkup,
		"deleteMessage":          deleteMessage,
		"deleteMessages":         deleteMessages,
		"forwardMessage":         forwardMessage,
		"copyMessage":            copyMessage,
		"answerCallbackQuery":    answerCallbackQuery,
		"getFile":                getFile,
		"setMyCommands":          setMyCommands,
		"getMyCommands":          getMyCommands,
		"deleteMyCommands":       deleteMyCommands,
		"setMyName":              setWords("name", 64),
		"getMyName":              getWords("name"),
		"setMyDescription":       setWords("description", 512),
		"getMyDescription":       getWords("description"),
		"setMyShortDescription":  setWords("short_description", 120),
		"getMyShortDescription":  getWords("short_description"),
		"setChatMenuButton":      setChatMenuButton,
		"getChatMenuButton":      getChatMenuButton,
		"getChat":                getChat,
		"getChatMember":          getChatMember,
		"getChatMemberCount":     getChatMemberCount,
		"getChatAdministrators":  getChatAdministrators,
		"leaveChat":              leaveChat,
		"pinChatMessage":         pinChatMessage,
		"unpinChatMessage":       unpinChatMessage,
		"unpinAllChatMessages":   unpinAllChatMessages,
		"createForumTopic":       createForumTopic,
		"editForumTopic":         editForumTopic,
		"closeForumTopic":        closeForumTopic,
		"reopenForumTopic":       reopenForumTopic,
		"deleteForumTopic":       deleteForumTopic,
		"setMessageReaction":     setMessageReaction,
	}
}

// botSelf is the answer of getMe.
type botSelf struct {
	User
	JoinGroups bool `json:"can_join_groups"`
	ReadAll    bool `json:"can_read_all_group_messages"`
	Inline     bool `json:"supports_inline_queries"`
	Business   bool `json:"can_connect_to_business"`
	WebApp     bool `json:"has_main_web_app"`
}

func getMe(c *call) (any, *apiError) {
	c.sim.mu.Lock()
	defer c.sim.mu.Unlock()
	return botSelf{User: c.bot.user, JoinGroups: true, ReadAll: c.bot.readsAll}, nil
}

// chat resolves the named chat parameter. The lock is held.
func (c *call) chat(name string) (*chat, *apiError) { return c.bot.findChat(c.int(name)) }

// message resolves message_id in the chat; missing is the sentence for one
// that is not there. The lock is held.
func (c *call) message(in *chat, missing string) (*Message, *apiError) {
	if m := in.find(c.int("message_id")); m != nil {
		return m, nil
	}
	return nil, badRequest("%s", missing)
}
