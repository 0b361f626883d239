package simulator

// methodTable names every method that is answered here, with its parameters
// and their types, after Bot API 10.1. One line is one method; a line that
// starts with a tab goes on. "!" marks what is required, "[]" an array, "|" a
// choice, and a quoted word the only value allowed. Parameters of Bot API that
// mean nothing here (business accounts, paid posts, inline messages) are left
// out, and are therefore refused.
const methodTable = `
getMe
getUpdates offset:int limit:int timeout:int allowed_updates:[]str
setWebhook url!:str certificate:file ip_address:str max_connections:int allowed_updates:[]str
	drop_pending_updates:bool secret_token:str
deleteWebhook drop_pending_updates:bool
getWebhookInfo
sendMessage chat_id!:int|str message_thread_id:int text!:str parse_mode:str entities:[]MessageEntity
	link_preview_options:LinkPreviewOptions disable_notification:bool protect_content:bool
	reply_parameters:ReplyParameters
	reply_markup:InlineKeyboardMarkup|ReplyKeyboardMarkup|ReplyKeyboardRemove|ForceReply
sendPhoto chat_id!:int|str message_thread_id:int photo!:file|str caption:str parse_mode:str
	caption_entities:[]MessageEntity show_caption_above_media:bool has_spoiler:bool disable_notification:bool
	protect_content:bool reply_parameters:ReplyParameters
	reply_markup:InlineKeyboardMarkup|ReplyKeyboardMarkup|ReplyKeyboardRemove|ForceReply
sendDocument chat_id!:int|str message_thread_id:int document!:file|str thumbnail:file|str caption:str
	parse_mode:str caption_entities:[]MessageEntity disable_content_type_detection:bool disable_notification:bool
	protect_content:bool reply_parameters:ReplyParameters
	reply_markup:InlineKeyboardMarkup|ReplyKeyboardMarkup|ReplyKeyboardRemove|ForceReply
sendVoice chat_id!:int|str message_thread_id:int voice!:file|str caption:str parse_mode:str
	caption_entities:[]MessageEntity duration:int disable_notification:bool protect_content:bool
	reply_parameters:ReplyParameters
	reply_markup:InlineKeyboardMarkup|ReplyKeyboardMarkup|ReplyKeyboardRemove|ForceReply
sendAudio chat_id!:int|str message_thread_id:int audio!:file|str caption:str parse_mode:str
	caption_entities:[]MessageEntity duration:int performer:str title:str thumbnail:file|str
	disable_notification:bool protect_content:bool reply_parameters:ReplyParameters
	reply_markup:InlineKeyboardMarkup|ReplyKeyboardMarkup|ReplyKeyboardRemove|ForceReply
sendVideo chat_id!:int|str message_thread_id:int video!:file|str duration:int width:int height:int
	thumbnail:file|str cover:file|str start_timestamp:int caption:str parse_mode:str
	caption_entities:[]MessageEntity show_caption_above_media:bool has_spoiler:bool supports_streaming:bool
	disable_notification:bool protect_content:bool reply_parameters:ReplyParameters
	reply_markup:InlineKeyboardMarkup|ReplyKeyboardMarkup|ReplyKeyboardRemove|ForceReply
sendLocation chat_id!:int|str message_thread_id:int latitude!:float longitude!:float horizontal_accuracy:float
	live_period:int heading:int proximity_alert_radius:int disable_notification:bool protect_content:bool
	reply_parameters:ReplyParameters
	reply_markup:InlineKeyboardMarkup|ReplyKeyboardMarkup|ReplyKeyboardRemove|ForceReply
sendContact chat_id!:int|str message_thread_id:int phone_number!:str first_name!:str last_name:str vcard:str
	disable_notification:bool protect_content:bool reply_parameters:ReplyParameters
	reply_markup:InlineKeyboardMarkup|ReplyKeyboardMarkup|ReplyKeyboardRemove|ForceReply
sendMediaGroup chat_id!:int|str message_thread_id:int media!:[]InputMedia disable_notification:bool
	protect_content:bool reply_parameters:ReplyParameters
sendChatAction chat_id!:int|str message_thread_id:int action!:str
editMessageText chat_id:int|str message_id:int text:str parse_mode:str entities:[]MessageEntity
	link_preview_options:LinkPreviewOptions reply_markup:InlineKeyboardMarkup
editMessageCaption chat_id:int|str message_id:int caption:str parse_mode:str caption_entities:[]MessageEntity
	show_caption_above_media:bool reply_markup:InlineKeyboardMarkup
editMessageReplyMarkup chat_id:int|str message_id:int reply_markup:InlineKeyboardMarkup
deleteMessage chat_id!:int|str message_id!:int
deleteMessages chat_id!:int|str message_ids!:[]int
forwardMessage chat_id!:int|str message_thread_id:int from_chat_id!:int|str disable_notification:bool
	protect_content:bool message_id!:int
copyMessage chat_id!:int|str message_thread_id:int from_chat_id!:int|str message_id!:int caption:str
	parse_mode:str caption_entities:[]MessageEntity show_caption_above_media:bool disable_notification:bool
	protect_content:bool reply_parameters:ReplyParameters
	reply_markup:InlineKeyboardMarkup|ReplyKeyboardMarkup|ReplyKeyboardRemove|ForceReply
answerCallbackQuery callback_query_id!:str text:str show_alert:bool url:str cache_time:int
getFile file_id!:str
setMyCommands commands!:[]BotCommand scope:BotCommandScope language_code:str
getMyCommands scope:BotCommandScope language_code:str
deleteMyCommands scope:BotCommandScope language_code:str
setMyName name:str language_code:str
getMyName language_code:str
setMyDescription description:str language_code:str
getMyDescription language_code:str
setMyShortDescription short_description:str language_code:str
getMyShortDescription language_code:str
setChatMenuButton chat_id:int menu_button:MenuButton
getChatMenuButton chat_id:int
getChat chat_id!:int|str
getChatMember chat_id!:int|str user_id!:int
getChatMemberCount chat_id!:int|str
getChatAdministrators chat_id!:int|str return_bots:bool
leaveChat chat_id!:int|str
pinChatMessage chat_id!:int|str message_id!:int disable_notification:bool
unpinChatMessage chat_id!:int|str message_id:int
unpinAllChatMessages chat_id!:int|str
createForumTopic chat_id!:int|str name!:str icon_color:int icon_custom_emoji_id:str
editForumTopic chat_id!:int|str message_thread_id!:int name:str icon_custom_emoji_id:str
closeForumTopic chat_id!:int|str message_thread_id!:int
reopenForumTopic chat_id!:int|str message_thread_id!:int
deleteForumTopic chat_id!:int|str message_thread_id!:int
setMessageReaction chat_id!:int|str message_id!:int reaction:[]ReactionType is_big:bool
`

// typeTable names the objects that those methods can reach, in the same
// notation; "=" lists the members of a union.
const typeTable = `
BotCommand command!:str description!:str
BotCommandScope = BotCommandScopeDefault | BotCommandScopeAllPrivateChats | BotCommandScopeAllGroupChats |
	BotCommandScopeAllChatAdministrators | BotCommandScopeChat | BotCommandScopeChatAdministrators |
	BotCommandScopeChatMember
BotCommandScopeAllChatAdministrators type!:'all_chat_administrators'
BotCommandScopeAllGroupChats type!:'all_group_chats'
BotCommandScopeAllPrivateChats type!:'all_private_chats'
BotCommandScopeChat type!:'chat' chat_id!:int|str
BotCommandScopeChatAdministrators type!:'chat_administrators' chat_id!:int|str
BotCommandScopeChatMember type!:'chat_member' chat_id!:int|str user_id!:int
BotCommandScopeDefault type!:'default'
CallbackGame
ChatAdministratorRights is_anonymous!:bool can_manage_chat!:bool can_delete_messages!:bool
	can_manage_video_chats!:bool can_restrict_members!:bool can_promote_members!:bool can_change_info!:bool
	can_invite_users!:bool can_post_stories!:bool can_edit_stories!:bool can_delete_stories!:bool
	can_post_messages:bool can_edit_messages:bool can_pin_messages:bool can_manage_topics:bool
	can_manage_direct_messages:bool can_manage_tags:bool
CopyTextButton text!:str
ForceReply force_reply!:bool input_field_placeholder:str selective:bool
InlineKeyboardButton text!:str icon_custom_emoji_id:str style:str url:str callback_data:str web_app:WebAppInfo
	login_url:LoginUrl switch_inline_query:str switch_inline_query_current_chat:str
	switch_inline_query_chosen_chat:SwitchInlineQueryChosenChat copy_text:CopyTextButton callback_game:CallbackGame
	pay:bool
InlineKeyboardMarkup inline_keyboard!:[][]InlineKeyboardButton
InputMedia = InputMediaAudio | InputMediaDocument | InputMediaPhoto | InputMediaVideo
InputMediaAudio type!:'audio' media!:str thumbnail:str caption:str parse_mode:str
	caption_entities:[]MessageEntity duration:int performer:str title:str
InputMediaDocument type!:'document' media!:str thumbnail:str caption:str parse_mode:str
	caption_entities:[]MessageEntity disable_content_type_detection:bool
InputMediaPhoto type!:'photo' media!:str caption:str parse_mode:str caption_entities:[]MessageEntity
	show_caption_above_media:bool has_spoiler:bool
InputMediaVideo type!:'video' media!:str thumbnail:str cover:str start_timestamp:int caption:str parse_mode:str
	caption_entities:[]MessageEntity show_caption_above_media:bool width:int height:int duration:int
	supports_streaming:bool has_spoiler:bool
KeyboardButton text!:str icon_custom_emoji_id:str style:str request_users:KeyboardButtonRequestUsers
	request_chat:KeyboardButtonRequestChat request_contact:bool request_location:bool
	request_poll:KeyboardButtonPollType web_app:WebAppInfo
KeyboardButtonPollType type:str
KeyboardButtonRequestChat request_id!:int chat_is_channel!:bool chat_is_forum:bool chat_has_username:bool
	chat_is_created:bool user_administrator_rights:ChatAdministratorRights
	bot_administrator_rights:ChatAdministratorRights bot_is_member:bool request_title:bool request_username:bool
	request_photo:bool
KeyboardButtonRequestUsers request_id!:int user_is_bot:bool user_is_premium:bool max_quantity:int
	request_name:bool request_username:bool request_photo:bool
LinkPreviewOptions is_disabled:bool url:str prefer_small_media:bool prefer_large_media:bool show_above_text:bool
LoginUrl url!:str forward_text:str bot_username:str request_write_access:bool
MenuButton = MenuButtonCommands | MenuButtonWebApp | MenuButtonDefault
MenuButtonCommands type!:'commands'
MenuButtonDefault type!:'default'
MenuButtonWebApp type!:'web_app' text!:str web_app!:WebAppInfo
MessageEntity type!:str offset!:int length!:int url:str user:User language:str custom_emoji_id:str unix_time:int
	date_time_format:str
ReactionType = ReactionTypeEmoji | ReactionTypeCustomEmoji
ReactionTypeCustomEmoji type!:'custom_emoji' custom_emoji_id!:str
ReactionTypeEmoji type!:'emoji' emoji!:str
ReplyKeyboardMarkup keyboard!:[][]KeyboardButton is_persistent:bool resize_keyboard:bool one_time_keyboard:bool
	input_field_placeholder:str selective:bool
ReplyKeyboardRemove remove_keyboard!:bool selective:bool
ReplyParameters message_id!:int chat_id:int|str allow_sending_without_reply:bool quote:str quote_parse_mode:str
	quote_entities:[]MessageEntity quote_position:int
SwitchInlineQueryChosenChat query:str allow_user_chats:bool allow_bot_chats:bool allow_group_chats:bool
	allow_channel_chats:bool
User id!:int is_bot!:bool first_name!:str last_name:str username:str language_code:str is_premium:bool
	added_to_attachment_menu:bool can_join_groups:bool can_read_all_group_messages:bool supports_guest_queries:bool
	supports_inline_queries:bool can_connect_to_business:bool has_main_web_app:bool has_topics_enabled:bool
	allows_users_to_create_topics:bool can_manage_bots:bool supports_join_request_queries:bool
WebAppInfo url!:str
`
