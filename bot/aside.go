package bot

import (
	"context"
	"time"
)

// asideLimit is how long telling may hold up the acknowledging of an update.
const asideLimit = 5 * time.Second

// TellAside tells the sender of an update that was set aside to write again: it
// will not come back, and nothing that a person sent is dropped in silence
// (P16). It tells once, as far as Telegram lets it, and never in a group.
func (b *Bot) TellAside(ctx context.Context, u Update) {
	from := u.Sender()
	if from == nil || from.IsBot || u.Chat() != from.ID || u.MyChatMember != nil {
		return
	}
	t := &talk{b: b, s: &session{}, u: u, user: *from, chat: from.ID}
	t.greet()
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), asideLimit)
	defer cancel()
	if _, err := b.Client.Do(ctx, message{Text: t.say.Say("aside.told")}.send(t.chat)); err != nil {
		b.Log.Warn("the sender of an update that was set aside was not told", "update", u.ID, "error", err)
	}
}
