package bot

import (
	"context"
	"errors"
	"fmt"
	"io"

	"tiepdan/triage"
)

// Fetch brings one attachment from Telegram into the sealed store. What Telegram
// will never give is noted with the reason, and the citizen is told.
func (b *Bot) Fetch(ctx context.Context, code triage.Code, file triage.Stored) error {
	r, _, err := b.Client.Download(ctx, file.Source)
	var refused *Refused
	if errors.As(err, &refused) && refused.Permanent() {
		return b.Records.FailFile(ctx, code, file.ID, "gone")
	}
	if err != nil {
		return fmt.Errorf("fetch an attachment: %w", err)
	}
	defer r.Close()
	if _, err := b.Records.StoreFile(ctx, code, file.ID, io.LimitReader(r, maxFile)); err != nil {
		return fmt.Errorf("store an attachment: %w", err)
	}
	return nil
}
