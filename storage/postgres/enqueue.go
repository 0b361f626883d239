package postgres

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/riverqueue/river"

	"tiepdan/triage"
)

// Queues. An urgent notice does not wait behind a day's reminders, and a large file
// does not hold up a receipt.
const (
	queueUrgent  = "urgent"
	queueDefault = river.QueueDefault
	queueFiles   = "files"
)

// Queues names the queues of jobs.
func Queues() []string { return []string{queueUrgent, queueDefault, queueFiles} }

// tellArgs is a job that tells one person of one event. Job arguments hold codes,
// keys and names of verbs, never a citizen's words (P9).
type tellArgs struct{ triage.Notice }

// Kind names the job.
func (tellArgs) Kind() string { return "tell" }

// cardArgs is a job that draws the card of a petition in a group.
type cardArgs struct{ triage.Notice }

// Kind names the job.
func (cardArgs) Kind() string { return "card" }

// fetchArgs is a job that fetches the bytes of an attachment.
type fetchArgs struct {
	Code triage.Code `json:"code"`
	File int64       `json:"file"`
}

// Kind names the job.
func (fetchArgs) Kind() string { return "fetch" }

// sweepArgs is the periodic job.
type sweepArgs struct{}

// Kind names the job.
func (sweepArgs) Kind() string { return "sweep" }

// freezeArgs is the periodic job that closes the office's weeks.
type freezeArgs struct{}

// Kind names the job.
func (freezeArgs) Kind() string { return "freeze" }

// rootArgs is the job that makes the signed root of a day of Vietnam. There is one
// for each day, whoever asks for it.
type rootArgs struct {
	Day string `json:"day" river:"unique"`
}

// Kind names the job.
func (rootArgs) Kind() string { return "root" }

// takeCard makes the card's row and, if a job is already waiting to draw it, gives
// that job the newest notice. A job that a worker holds or is just taking is not
// enough: it may have read the state before this transaction commits.
const takeCard = `
	WITH c AS (
		INSERT INTO card (code, unit) VALUES ($1, $2)
		ON CONFLICT (code, unit) DO UPDATE SET unit = excluded.unit
		RETURNING job
	), waiting AS (
		SELECT j.id
		  FROM river_job j
		 WHERE j.id = (SELECT job FROM c) AND j.kind = 'card' AND j.state IN ('available', 'pending', 'retryable', 'scheduled')
		   FOR UPDATE SKIP LOCKED
	)
	UPDATE river_job j SET args = $3 FROM waiting WHERE j.id = waiting.id`

// cards are the cards that a transaction wants drawn, and which of them wait already.
type cards struct {
	wanted  []triage.Notice
	waiting []bool
}

// queueCards asks for every card that the notices want drawn, once a group.
func (s *Store) queueCards(batch *pgx.Batch, notices []triage.Notice) *cards {
	c := &cards{}
	if s.silent {
		return c
	}
	place := map[[2]string]int{}
	for _, n := range notices {
		if n.Audience != triage.ToGroup || n.To == "" {
			continue
		}
		key := [2]string{string(n.Code), string(n.Unit)}
		if i, ok := place[key]; ok {
			c.wanted[i] = n
			continue
		}
		place[key] = len(c.wanted)
		c.wanted = append(c.wanted, n)
	}
	c.waiting = make([]bool, len(c.wanted))
	for i, n := range c.wanted {
		args, err := json.Marshal(cardArgs{n})
		if err != nil {
			// A notice is made of strings and numbers.
			panic("encode a notice: " + err.Error())
		}
		batch.Queue(takeCard, n.Code, n.Unit, string(args)).Exec(func(tag pgconn.CommandTag) error {
			c.waiting[i] = tag.RowsAffected() > 0
			return nil
		})
	}
	return c
}

// enqueue inserts the jobs of a transaction.
func (s *Store) enqueue(ctx context.Context, tx pgx.Tx, notices []triage.Notice, c *cards, fetch []fetchArgs) error {
	if s.silent {
		return nil
	}
	var jobs []river.InsertManyParams
	var drawn []triage.Notice
	for i, n := range c.wanted {
		if !c.waiting[i] {
			jobs = append(jobs, river.InsertManyParams{Args: cardArgs{n}, InsertOpts: &river.InsertOpts{Queue: queueOf(n)}})
			drawn = append(drawn, n)
		}
	}
	for _, n := range notices {
		if n.Audience != triage.ToGroup && n.To != "" {
			jobs = append(jobs, river.InsertManyParams{Args: tellArgs{n}, InsertOpts: &river.InsertOpts{Queue: queueOf(n)}})
		}
	}
	for _, f := range fetch {
		jobs = append(jobs, river.InsertManyParams{Args: f, InsertOpts: &river.InsertOpts{Queue: queueFiles}})
	}
	if len(jobs) == 0 {
		return nil
	}
	inserted, err := s.jobs.InsertManyTx(ctx, tx, jobs)
	if err != nil {
		return fmt.Errorf("queue the notices: %w", err)
	}
	if len(drawn) == 0 {
		return nil
	}
	var batch pgx.Batch
	for i, n := range drawn {
		batch.Queue(`UPDATE card SET job = $3 WHERE code = $1 AND unit = $2`, n.Code, n.Unit, inserted[i].Job.ID)
	}
	return tx.SendBatch(ctx, &batch).Close()
}

func queueOf(n triage.Notice) string {
	if n.Urgent {
		return queueUrgent
	}
	return queueDefault
}

// Enqueue queues a notice that follows from no act: a follow-up of the bot's own. It
// is not queued twice while it waits or is being told.
func (s *Store) Enqueue(ctx context.Context, n triage.Notice) error {
	err := s.write(ctx, func(ctx context.Context, tx pgx.Tx) error { return s.enqueueNow(ctx, tx, n) })
	if err != nil {
		return fmt.Errorf("queue a notice: %w", err)
	}
	return nil
}

// toldSoon says whether a job tells this person of this event already. Whoever asks
// for the same at the same moment waits until this transaction ends.
func toldSoon(ctx context.Context, tx pgx.Tx, n triage.Notice) (queued bool, err error) {
	args, err := json.Marshal(tellArgs{n})
	if err != nil {
		return false, err
	}
	if _, err := tx.Exec(ctx, `SELECT pg_advisory_xact_lock(hashtext('tiepdan.tell'), hashtext($1))`, string(args)); err != nil {
		return false, err
	}
	err = tx.QueryRow(ctx, `
		SELECT EXISTS (SELECT FROM river_job
		                WHERE kind = 'tell' AND args @> $1 AND state IN ('available', 'pending', 'retryable', 'running', 'scheduled'))`,
		string(args)).Scan(&queued)
	return queued, err
}

func (s *Store) enqueueNow(ctx context.Context, tx pgx.Tx, n triage.Notice) error {
	if n.Audience != triage.ToGroup {
		if queued, err := toldSoon(ctx, tx, n); err != nil || queued {
			return err
		}
	}
	var batch pgx.Batch
	c := s.queueCards(&batch, []triage.Notice{n})
	if batch.Len() > 0 {
		if err := tx.SendBatch(ctx, &batch).Close(); err != nil {
			return err
		}
	}
	return s.enqueue(ctx, tx, []triage.Notice{n}, c, nil)
}
