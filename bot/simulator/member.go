package simulator

// member is a user's standing in a chat. Administrators carry their rights,
// the banned a date, because Bot API requires them.
type member struct {
	Status string `json:"status"`
	User   User   `json:"user"`
	*rights
	UntilDate *int64 `json:"until_date,omitempty"`
	Anonymous *bool  `json:"is_anonymous,omitempty"`
}

// rights are what an administrator may do.
type rights struct {
	CanBeEdited      bool `json:"can_be_edited"`
	ManageChat       bool `json:"can_manage_chat"`
	DeleteMessages   bool `json:"can_delete_messages"`
	ManageVideoChats bool `json:"can_manage_video_chats"`
	RestrictMembers  bool `json:"can_restrict_members"`
	PromoteMembers   bool `json:"can_promote_members"`
	ChangeInfo       bool `json:"can_change_info"`
	InviteUsers      bool `json:"can_invite_users"`
	PostStories      bool `json:"can_post_stories"`
	EditStories      bool `json:"can_edit_stories"`
	DeleteStories    bool `json:"can_delete_stories"`
	PinMessages      bool `json:"can_pin_messages"`
	ManageTopics     bool `json:"can_manage_topics"`
}

func newMember(u User, status string) member {
	m := member{Status: status, User: u}
	switch status {
	case "administrator":
		m.Anonymous = new(bool)
		m.rights = &rights{
			ManageChat: true, DeleteMessages: true, ManageVideoChats: true, RestrictMembers: true,
			ChangeInfo: true, InviteUsers: true, PinMessages: true, ManageTopics: true,
		}
	case "creator":
		m.Anonymous = new(bool)
	case "kicked":
		m.UntilDate = new(int64)
	}
	return m
}

// member is a user's standing in the group; a stranger has left.
func (g *Group) member(id int64) (member, bool) {
	if b := g.sim.botByID(id); b != nil {
		status := g.bots[id]
		if status == "" {
			status = "left"
		}
		return newMember(b.user, status), true
	}
	p := g.sim.byPerson[id]
	if p == nil {
		return member{}, false
	}
	status := g.members[id]
	if status == "" {
		status = "left"
	}
	return newMember(p.user, status), true
}

// count is the number of people and bots that are in the group.
func (g *Group) count() int {
	n := len(g.members)
	for _, status := range g.bots {
		if status == "member" || status == "administrator" {
			n++
		}
	}
	return n
}

// administrators lists the creator and, if asked for, the bots that are.
func (g *Group) administrators(withBots bool) []member {
	list := []member{}
	for _, p := range g.sim.people {
		if status := g.members[p.user.ID]; status == "creator" || status == "administrator" {
			list = append(list, newMember(p.user, status))
		}
	}
	for _, b := range g.sim.bots {
		if withBots && g.bots[b.user.ID] == "administrator" {
			list = append(list, newMember(b.user, "administrator"))
		}
	}
	return list
}
