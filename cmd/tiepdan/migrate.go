package main

import (
	"context"
	"errors"
	"fmt"

	"tiepdan/cmd/tiepdan/app"
	"tiepdan/storage/postgres"
)

// migrateCommand moves the schema forward. Every replica may be told to: one
// does it and the others wait.
type migrateCommand struct {
	app.Settings
	What string `arg:"" optional:"" enum:"up,status" default:"up" help:"up (the default) or status."`
}

var errNotMigrated = errors.New("the schema is older than this program: run `tiepdan migrate`")

// Run migrates, or tells how far the database is.
func (c *migrateCommand) Run(ctx context.Context, s streams) error {
	if _, err := c.Check(app.NeedDatabase); err != nil {
		return err
	}
	if c.What == "up" {
		if err := postgres.Migrate(ctx, string(c.DatabaseURL)); err != nil {
			return c.Scrub(err)
		}
	}
	now, err := postgres.Status(ctx, string(c.DatabaseURL))
	if err != nil {
		return c.Scrub(err)
	}
	_, err = fmt.Fprintf(s.Out, "schema %d of %d, job queue %d of %d\n", now.Version, now.Latest, now.QueueVersion, now.QueueLast)
	if err == nil && !now.Current() {
		err = errNotMigrated
	}
	return err
}
