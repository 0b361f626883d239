package bot

import (
	"context"
	"errors"
	"strings"

	"tiepdan/triage"
)

// startLink follows a link by which a person came: "s_<token>" binds a member of
// staff to this account, "o_<code>" opens a petition from its card in a group.
// handled is false for a link that is none of ours.
func (t *talk) startLink(ctx context.Context, payload string) (handled bool, err error) {
	if token, ok := strings.CutPrefix(payload, "s_"); ok {
		return true, t.bind(ctx, token)
	}
	if typed, ok := strings.CutPrefix(payload, "o_"); ok {
		code, err := triage.ParseCode(typed)
		if err != nil {
			return false, nil
		}
		return true, t.asStaff(ctx, func(me clerk) error { return t.open(ctx, me, code) })
	}
	if strings.HasPrefix(payload, "g_") {
		t.out.say(message{Text: t.say.Say("officer.link.group")})
		return true, nil
	}
	return false, nil
}

// bind makes the person of this chat a member of staff, once. Following the
// link again greets again.
func (t *talk) bind(ctx context.Context, token string) error {
	by, err := t.actor(ctx)
	if err != nil {
		return t.away(err)
	}
	_, s, err := t.b.People.Redeem(ctx, token, by.Person)
	if errors.Is(err, triage.ErrNotFound) {
		t.out.say(message{Text: "⚠️ " + t.say.Say("officer.link.spent"), Rows: t.homeRows()})
		return nil
	}
	if err != nil {
		return t.away(err)
	}
	roster, err := t.b.People.Roster(ctx)
	if err != nil {
		return t.away(err)
	}
	t.s.Staff, t.dirty = true, true
	if t.b.Bound != nil {
		t.b.Bound()
	}
	t.b.Log.Info("an invitation was used", "staff", s.ID, "unit", s.Unit, "post", s.Post)
	t.out.say(message{Text: t.say.Say("officer.link.bound", "unit", t.b.unitName(s.Unit), "post", t.say.Plain("officer.post."+string(s.Post)))})
	t.out.say(t.welcome(clerk{s, roster}))
	return nil
}
