package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"text/tabwriter"
	"time"

	"tiepdan/cmd/tiepdan/app"
	"tiepdan/triage"
	"tiepdan/triage/calendar"
)

// staffCommand knows who works here. Its links are used once: whoever opens one
// first is bound, so they are handed over in person.
type staffCommand struct {
	Invite inviteCommand `cmd:"" help:"A link that binds an account to a post in a unit."`
	Group  groupCommand  `cmd:"" help:"A link that adds the bot to a group and binds the group to a unit."`
	List   listCommand   `cmd:"" help:"Who is on the staff."`
	Revoke revokeCommand `cmd:"" help:"End a member's binding."`
	Unit   unitCommand   `cmd:"" help:"The units of the office file."`
}

type inviteCommand struct {
	reaching
	Unit triage.UnitID `required:"" help:"Id of the unit, as vks-kv-1."`
	Name string        `required:"" help:"Name of the member of staff, as colleagues and citizens may read it."`
	Post triage.Post   `required:"" enum:"officer,leader,admin" help:"officer, leader or admin."`
	Duty bool          `help:"Gets notices of new petitions of the unit."`
	Days int           `default:"7" help:"Days for which the link is good."`
}

// Run prints a link.
func (c *inviteCommand) Run(ctx context.Context, s streams) error {
	if strings.TrimSpace(c.Name) == "" {
		return errors.New("--name trống: viết tên cán bộ")
	}
	return c.link(ctx, s, "start=s_", triage.Invitation{Unit: c.Unit, Name: strings.TrimSpace(c.Name), Post: c.Post, Duty: c.Duty}, c.Days)
}

type groupCommand struct {
	reaching
	Unit triage.UnitID `required:"" help:"Id of the unit, as vks-kv-1."`
	Days int           `default:"7" help:"Days for which the link is good."`
}

// Run prints a link.
func (c *groupCommand) Run(ctx context.Context, s streams) error {
	return c.link(ctx, s, "startgroup=g_", triage.Invitation{Unit: c.Unit, Group: true}, c.Days)
}

// link makes an invitation and prints its one-time link.
func (r *reaching) link(ctx context.Context, s streams, how string, i triage.Invitation, days int) error {
	if days < 1 || days > 90 {
		return errors.New("--days: viết từ 1 đến 90")
	}
	office, err := r.reach(ctx, app.NeedTelegram)
	if err != nil {
		return err
	}
	defer office.close()
	u, err := office.unit(i.Unit)
	if err != nil {
		return err
	}
	now := time.Now()
	if !u.On(calendar.Of(now)) {
		return fmt.Errorf("đơn vị %q không còn hoạt động: dùng %q", u.ID, u.Successor)
	}
	// The name comes first: an invitation whose link is never seen helps nobody.
	username, err := office.username(ctx)
	if err != nil {
		return r.Scrub(err)
	}
	if username == "" {
		return errNoName
	}
	i.Until = now.AddDate(0, 0, days)
	token, err := office.store.Invite(ctx, i)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(s.Out, "https://t.me/%s?%s%s\n", username, how, token)
	return err
}

type listCommand struct{ reaching }

// Run lists the staff, those who left too.
func (c *listCommand) Run(ctx context.Context, s streams) error {
	r, err := c.reach(ctx, 0)
	if err != nil {
		return err
	}
	defer r.close()
	all, err := r.store.Staff(ctx)
	if err != nil {
		return err
	}
	return table(s, []string{"ID", "ĐƠN VỊ", "VAI TRÒ", "TRỰC", "TÊN", "THU HỒI"}, all, func(m triage.Staff) []string {
		duty, revoked := "", ""
		if m.OnDuty {
			duty = "có"
		}
		if !m.Revoked.IsZero() {
			revoked = calendar.Of(m.Revoked).String()
		}
		return []string{string(m.ID), string(m.Unit), string(m.Post), duty, m.Name, revoked}
	})
}

type revokeCommand struct {
	reaching
	ID triage.StaffID `arg:"" help:"Id of the member of staff, from: tiepdan staff list"`
}

// Run ends a binding. What the member has done stays under their name.
func (c *revokeCommand) Run(ctx context.Context, s streams) error {
	r, err := c.reach(ctx, 0)
	if err != nil {
		return err
	}
	defer r.close()
	err = r.store.Revoke(ctx, c.ID)
	if errors.Is(err, triage.ErrNotFound) {
		return fmt.Errorf("không có cán bộ %q: xem `tiepdan staff list`", c.ID)
	}
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(s.Out, "%s: đã thu hồi\n", c.ID)
	return err
}

type unitCommand struct{ reaching }

// Run lists the units, with the group that each one has.
func (c *unitCommand) Run(ctx context.Context, s streams) error {
	r, err := c.reach(ctx, 0)
	if err != nil {
		return err
	}
	defer r.close()
	roster, err := r.store.Roster(ctx)
	if err != nil {
		return err
	}
	return table(s, []string{"ID", "CÁN BỘ", "NHÓM", "TÊN", "KẾ TỤC"}, r.office.Units, func(u triage.Unit) []string {
		group := ""
		if roster.Groups[u.ID] != "" {
			group = "có"
		}
		return []string{string(u.ID), fmt.Sprint(len(roster.Of(u.ID))), group, u.Name, string(u.Successor)}
	})
}

// table prints rows under a heading.
func table[T any](s streams, heading []string, rows []T, cells func(T) []string) error {
	w := tabwriter.NewWriter(s.Out, 0, 0, 2, ' ', 0)
	for _, line := range slices.Concat([][]string{heading}, collect(rows, cells)) {
		if _, err := fmt.Fprintln(w, strings.Join(line, "\t")); err != nil {
			return err
		}
	}
	return w.Flush()
}

func collect[T any](rows []T, cells func(T) []string) [][]string {
	lines := make([][]string, len(rows))
	for i, row := range rows {
		lines[i] = cells(row)
	}
	return lines
}
