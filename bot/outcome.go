package bot

import (
	"context"
	"errors"
	"fmt"
	"time"

	"tiepdan/triage"
)

// conclude writes down what became of an attempt, and draws its consequences.
func (b *Bot) conclude(ctx context.Context, d triage.Delivery, to triage.Person, sendErr error) error {
	err := insist(ctx, func(ctx context.Context) error { return b.Deliveries.Deliver(ctx, d) })
	if err != nil {
		return &attempted{fmt.Errorf("write down a delivery: %w", err), true}
	}
	if err := b.afterSending(context.WithoutCancel(ctx), d.Notice, to, sendErr); err != nil {
		return &attempted{err, false}
	}
	return nil
}

// insistence is how long an outage of the records is waited out with an outcome in
// hand; a job that is told to end is given five seconds.
const insistence = 4 * time.Second

// insist writes what became of a call, also where the job was told to end meanwhile,
// and again while the records are away for a moment: if it stays unwritten, an officer
// has to look whether the call was done.
func insist(ctx context.Context, write func(context.Context) error) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), insistence)
	defer cancel()
	for {
		err := write(ctx)
		if err == nil || !unavailable(err) || pause(ctx, insistence/20) != nil {
			return err
		}
	}
}

// attempted is the error of a job that has called Telegram. The attempt counts even
// if the job was told to end: that it was cancelled is not passed on.
type attempted struct {
	error
	unwritten bool
}

// LostSight says that the ledger does not have what became of the attempt.
func (e *attempted) LostSight() bool { return e.unwritten }

// Is passes on what the error is, but for its having been cancelled.
func (e *attempted) Is(target error) bool {
	return target != context.Canceled && errors.Is(e.error, target)
}

// As passes on what the error says about trying again.
func (e *attempted) As(target any) bool { return errors.As(e.error, target) }

// afterSending draws the consequences of an attempt.
func (b *Bot) afterSending(ctx context.Context, n triage.Notice, to triage.Person, sendErr error) error {
	var blocked *Blocked
	var unknown *Unknown
	switch {
	case sendErr == nil:
		if to.Unreachable {
			return b.People.SetReachable(ctx, to.ID, true)
		}
		return nil
	case errors.As(sendErr, &blocked):
		if err := b.People.SetReachable(ctx, to.ID, false); err != nil {
			return err
		}
		if n.Audience == triage.ToCitizen {
			if err := b.warnOwner(ctx, n, "unreachable"); err != nil {
				return err
			}
		}
		return sendErr
	case errors.As(sendErr, &unknown) && n.Audience == triage.ToCitizen && carriesWords(n.Verb):
		// An answer may have arrived: an officer looks before it is said twice.
		if err := b.warnOwner(ctx, n, "undelivered"); err != nil {
			return err
		}
		return &letGo{sendErr}
	case deliveryOutcome(sendErr) == triage.DeliveryRefused && n.Audience == triage.ToCitizen:
		// It will never arrive as it is: somebody has to know.
		if err := b.warnOwner(ctx, n, noticeUndelivered); err != nil {
			return err
		}
	}
	return sendErr
}

// letGo ends a job whose outcome stays unknown.
type letGo struct{ error }

// Permanent is true: the job does not run again.
func (*letGo) Permanent() bool { return true }

func (e *letGo) Unwrap() error { return e.error }

func deliveryOutcome(err error) triage.DeliveryOutcome {
	var blocked *Blocked
	var unknown *Unknown
	var permanent interface{ Permanent() bool }
	switch {
	case err == nil:
		return triage.DeliverySent
	case errors.As(err, &blocked):
		return triage.DeliveryBlocked
	case errors.As(err, &unknown):
		return triage.DeliveryUnknown
	case errors.As(err, &permanent) && permanent.Permanent():
		return triage.DeliveryRefused
	}
	return triage.DeliveryDelayed
}
