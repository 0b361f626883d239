package triage

import (
	"slices"
	"time"

	"tiepdan/triage/calendar"
)

// Reasons of DOMAIN §2.6 that facts can tell; the rest is for an officer's eye.
const (
	anonymousLetter = "R01" // nặc danh
	notSigned       = "R02" // không ký, không điểm chỉ
	handledBefore   = "R03" // trùng nội dung, đã xử lý
	rightPlaceHasIt = "R04" // đã gửi đúng nơi
	guidedOnce      = "R05" // đã hướng dẫn một lần
	settledForGood  = "R06" // đã giải quyết có hiệu lực
	tooLate         = "R07" // hết thời hiệu
)

// EligibilityReasons lists the reasons that Decide can find, in the order in
// which one takes over before the next.
func EligibilityReasons() []string {
	return []string{anonymousLetter, handledBefore, rightPlaceHasIt, guidedOnce, settledForGood, notSigned, tooLate}
}

// eligibility finds what may stand in the way of handling a petition (điều kiện
// thụ lý). Only what was told counts: an unsigned draft is "not known", which
// is no defect. Crime reports are received whatever their form (CPC 145).
func eligibility(o Office, f Facts, d Decision, at time.Time) []Finding {
	if f.Kind.CrimeTrack() || d.Disposition == RelayCrime || d.Disposition == Split || d.Disposition == Human || f.Danger == Yes {
		return nil
	}
	personal := f.Kind == Complaint || f.Kind == Denunciation || f.Kind == Cassation || f.Kind == Compensation
	elsewhere := slices.Contains([]Disposition{Transfer, Guide, ReferProcuracy, Supervise}, d.Disposition)
	ours := slices.Contains([]Disposition{Settle, Supervise, Demand}, d.Disposition)
	var found []Finding
	add := func(is bool, reason string, effect Disposition, basis string) {
		if is {
			found = append(found, Finding{reason, effect, basis})
		}
	}
	add(personal && f.Anonymous == Yes, anonymousLetter, File, "LD 25; TTLT 02/2018 10.3")
	add(personal && f.SettledBefore == Yes && f.Round < 2, handledBefore, File, "Circ. 07/2014 6.2.b")
	add(elsewhere && f.SentRightPlace == Yes, rightPlaceHasIt, File, "Circ. 07/2014 6.2.b; LD 24.3")
	add(d.Disposition == Guide && f.GuidedBefore == Yes, guidedOnce, File, "Circ. 07/2014 6.2.b; TTLT 02/2018 6.2.b")
	add(ours && (f.Kind == Complaint || f.Kind == Denunciation) && f.Round == 3 && f.SettledBefore != No,
		settledForGood, Decline, "LC 11.7; TTLT 02/2018 5.6, 9.2")
	add(o.SignatureNeeded && f.Kind.NeedsSignature() && f.Signed == No, notSigned, Supplement, "LC 11.5; TTLT 02/2018 5")
	if days, basis := timeBar(f); d.Disposition == Settle && days > 0 && !f.KnownOn.IsZero() {
		due := o.Calendar.Due(f.KnownOn.Start(), calendar.Period{N: days, Unit: calendar.Days})
		add(at.After(due.At), tooLate, Decline, basis)
	}
	return found
}

// timeBar is the time in which a first complaint must be made, in days from
// knowing of the act (thời hiệu khiếu nại); 0 where there is none.
func timeBar(f Facts) (days int, basis string) {
	if f.Kind != Complaint || f.Round > 1 {
		return 0, ""
	}
	switch f.Field {
	case FieldArrest, FieldCriminalProc:
		return 15, "CPC 471"
	case FieldCivilProc:
		return 15, "CPC civil 502"
	case FieldAdminProc:
		return 10, "LAP 330"
	case FieldDetention:
		return 30, "Custody law 44"
	case FieldAdministrative, FieldOfficialDuty:
		return 90, "LC 9"
	case FieldPersonnel:
		return 15, "LC 48"
	}
	return 0, ""
}

// takeOver lets the first finding of a told fact decide instead of the rule,
// which stays named. Lateness never does: an excuse is asked for first.
func (d Decision) takeOver() Decision {
	for _, found := range d.Eligibility {
		if found.Reason == tooLate {
			continue
		}
		d.Disposition, d.Destination = found.Effect, ""
		d.Reasons = append(slices.Clip(d.Reasons), eligibilityKey(found.Reason))
		break
	}
	return d
}
