package classify

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"runtime"

	"golang.org/x/sync/errgroup"
)

// batchLines and batchBytes bound what one worker takes at a time.
const (
	batchLines = 64
	batchBytes = 1 << 20
)

// batch is some lines on their way through a worker.
type batch struct {
	text  []byte // the lines, one after the other, without their ends
	ends  []int
	long  []bool // the line was longer than LongestLine and was passed over
	out   bytes.Buffer
	bad   int
	ready chan struct{}
}

// Result counts what a run answered.
type Result struct{ Lines, Bad int }

// Run answers every line of in to out, in order, with a worker for each
// processor. Blank lines are passed over. told, if there is one, is called from
// time to time with what was done so far. An end of ctx stops it after the batch
// in hand.
func (c *Classifier) Run(ctx context.Context, in io.Reader, out io.Writer, told func(Result)) (Result, error) {
	var done Result
	workers := runtime.GOMAXPROCS(0)
	todo, order := make(chan *batch, workers), make(chan *batch, 4*workers)
	g, ctx := errgroup.WithContext(ctx)
	g.Go(func() error {
		defer close(todo)
		defer close(order)
		return read(ctx, in, todo, order)
	})
	for range workers {
		g.Go(func() error {
			for b := range todo {
				c.work(b)
				close(b.ready)
			}
			return nil
		})
	}
	g.Go(func() error {
		for b := range order {
			select {
			case <-b.ready:
			case <-ctx.Done():
				return ctx.Err()
			}
			if _, err := out.Write(b.out.Bytes()); err != nil {
				return fmt.Errorf("write answers: %w", err)
			}
			done.Lines, done.Bad = done.Lines+len(b.ends), done.Bad+b.bad
			if told != nil {
				told(done)
			}
		}
		return nil
	})
	err := g.Wait()
	return done, err
}

func (c *Classifier) work(b *batch) {
	from := 0
	for i, to := range b.ends {
		switch {
		case b.long[i]:
			c.fail(failure{Error: ErrTooLong.Error()}, &b.out)
			b.bad++
		case !c.Line(b.text[from:to], &b.out):
			b.bad++
		}
		from = to
	}
}

// byteOrderMark is what some editors put before a text.
const byteOrderMark = "\ufeff"

// read cuts the input into batches and gives each to the workers, and in order
// to the writer.
func read(ctx context.Context, in io.Reader, todo, order chan<- *batch) error {
	lines := bufio.NewReaderSize(in, 1<<16)
	if mark, _ := lines.Peek(len(byteOrderMark)); string(mark) == byteOrderMark {
		_, _ = lines.Discard(len(byteOrderMark)) // it was just seen
	}
	for {
		b := &batch{ready: make(chan struct{})}
		err := b.fill(lines)
		if err != nil && !errors.Is(err, io.EOF) {
			return fmt.Errorf("read lines: %w", err)
		}
		if len(b.ends) > 0 {
			for _, to := range []chan<- *batch{order, todo} {
				select {
				case to <- b:
				case <-ctx.Done():
					return ctx.Err()
				}
			}
		}
		if err != nil {
			return nil
		}
	}
}

// fill takes lines until the batch is full. io.EOF says that there are no more.
func (b *batch) fill(lines *bufio.Reader) error {
	for len(b.ends) < batchLines && len(b.text) < batchBytes {
		from, long := len(b.text), false
		for {
			part, err := lines.ReadSlice('\n')
			if len(b.text)-from+len(part) > LongestLine+1 {
				long, b.text = true, b.text[:from]
			}
			if !long {
				b.text = append(b.text, part...)
			}
			if errors.Is(err, bufio.ErrBufferFull) {
				continue
			}
			b.close(from, long)
			if err != nil {
				return err
			}
			break
		}
	}
	return nil
}

// close ends a line that began at from.
func (b *batch) close(from int, long bool) {
	line := bytes.TrimSpace(b.text[from:])
	if len(line) == 0 && !long {
		b.text = b.text[:from]
		return
	}
	b.text = append(b.text[:from], line...)
	b.ends, b.long = append(b.ends, len(b.text)), append(b.long, long)
}
