package main

import (
	"context"
	"errors"
	"os"
	"runtime/debug"

	"tiepdan/cmd/tiepdan/app"
)

// serveCommand runs the bot until it is told to end.
type serveCommand struct{ app.Settings }

// errSample refuses to serve citizens with invented addresses.
var errSample = errors.New("tệp đơn vị là bản mẫu (sample: true): sửa cho đúng đơn vị mình và bỏ dòng đó, hoặc dùng `tiepdan demo` để xem thử")

// collectAt lets the heap grow to 2.8 times what lives before it is collected. Most
// of what lives is the gazetteer, which never changes: collecting less often saves
// a tenth of the processor time of an update and costs 15 MB (BenchmarkDialog).
const collectAt = 180

// Run serves.
func (c *serveCommand) Run(ctx context.Context, s streams) error {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(collectAt)
	}
	office, err := c.Check(app.NeedAll)
	if err != nil {
		return err
	}
	if office.Sample {
		return errSample
	}
	return c.Scrub(app.Serve(ctx, app.Deps{Settings: c.Settings, Office: office, Log: c.Logger(s.Err)}, app.Around{}))
}
