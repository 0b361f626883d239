package bot

import (
	"context"
	"strconv"

	"tiepdan/bot/dialog"
	"tiepdan/triage"
)

// visitDialog is the dialog about citizens received in person.
const visitDialog = "visit"

// visit asks an officer about citizens received in person (/tiep).
func (t *talk) visit(ctx context.Context, _ string) error {
	return t.asStaff(ctx, func(me clerk) error {
		if me.Post == triage.Admin {
			t.out.say(message{Text: t.say.Say("officer.home.admin")})
			return nil
		}
		if t.repeat {
			if t.s.Task != nil && t.s.Task.ID == visitDialog {
				t.showTask(nil)
				return nil
			}
			t.out.Toast = t.say.Plain("done.already")
			return nil
		}
		if !t.halfWritten(visitDialog, "") {
			t.startTask(task{ID: visitDialog})
		}
		return nil
	})
}

// recordVisit writes down a reception (lượt tiếp công dân) for the officer's
// unit. Its key is the dialog's: sending again counts once.
func (t *talk) recordVisit(ctx context.Context, me clerk, k task, given dialog.Answers) error {
	v := triage.Visit{
		Key: "visit:" + k.State.Key, At: t.b.Now(), Unit: me.Unit, By: me.ID,
		Turns: number(given, "turns"), People: number(given, "people"),
		Kind: triage.Kind(given.Value("kind")), Note: given["note"].Text(),
	}
	if given.Is("group", "yes") {
		v.Groups = 1
	}
	if err := t.b.Records.RecordVisit(ctx, v); err != nil {
		return err
	}
	t.out.say(message{Text: t.say.Say("officer.visit.done", "turns", t.say.Number(v.Turns), "people", t.say.Number(v.People),
		"unit", t.b.unitName(me.Unit), "date", t.say.Time(v.At)), Rows: t.homeRows()})
	return nil
}

// number reads an answer that the dialog has checked to be one.
func number(given dialog.Answers, question string) int {
	n, err := strconv.Atoi(given.Value(question))
	if err != nil {
		return 0
	}
	return n
}
