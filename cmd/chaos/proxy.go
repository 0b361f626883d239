package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"sync"
	"sync/atomic"
	"time"
)

// proxy stands on a unix socket between the replicas and one server, and makes the
// way there slow or broken. The server itself never notices.
type proxy struct {
	listener net.Listener
	target   string // the server's socket

	delay atomic.Int64 // nanoseconds that every piece is held back, each way

	mu    sync.Mutex
	links map[*link]struct{}
	after *cutAfter // what is cut off when its answer comes
	done  sync.WaitGroup
}

// cutAfter cuts a connection when the server has done what it was asked, and
// before the answer is passed on: the worst moment for whoever asked.
type cutAfter struct {
	asked [][]byte // all of these stand in the request
	left  int      // how often it still happens
}

// link is one connection through the proxy.
type link struct {
	client, server net.Conn
	doomed         atomic.Bool // the next answer is not passed on
}

func (l *link) close() {
	_ = l.client.Close()
	_ = l.server.Close()
}

// newProxy listens at one socket and leads to another.
func newProxy(listen, target string) (*proxy, error) {
	l, err := net.Listen("unix", listen)
	if err == nil {
		err = os.Chmod(listen, 0o700)
	}
	if err != nil {
		return nil, fmt.Errorf("listen for the replicas: %w", err)
	}
	p := &proxy{listener: l, target: target, links: map[*link]struct{}{}}
	p.done.Go(p.accept)
	return p, nil
}

func (p *proxy) accept() {
	for {
		client, err := p.listener.Accept()
		if err != nil {
			return
		}
		server, err := net.Dial("unix", p.target)
		if err != nil {
			_ = client.Close() // as a server that is down
			continue
		}
		l := &link{client: client, server: server}
		p.mu.Lock()
		p.links[l] = struct{}{}
		p.mu.Unlock()
		p.done.Go(func() { p.pump(l, l.server, l.client, p.request) })
		p.done.Go(func() {
			p.pump(l, l.client, l.server, func(l *link, _ []byte) bool { return !l.doomed.Load() })
			p.mu.Lock()
			delete(p.links, l)
			p.mu.Unlock()
		})
	}
}

// pump passes on what comes from one side, as long as pass agrees.
func (p *proxy) pump(l *link, to io.Writer, from io.Reader, pass func(*link, []byte) bool) {
	defer l.close()
	buffer := make([]byte, 64<<10)
	for {
		n, err := from.Read(buffer)
		if n > 0 {
			if d := time.Duration(p.delay.Load()); d > 0 {
				timer := time.NewTimer(d)
				<-timer.C
			}
			if !pass(l, buffer[:n]) {
				return
			}
			if _, err := to.Write(buffer[:n]); err != nil {
				return
			}
		}
		if err != nil {
			return
		}
	}
}

// request looks whether this is what a cut waits for. It is always passed on.
func (p *proxy) request(l *link, piece []byte) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.after == nil || p.after.left == 0 {
		return true
	}
	for _, word := range p.after.asked {
		if !bytes.Contains(piece, word) {
			return true
		}
	}
	p.after.left--
	l.doomed.Store(true)
	return true
}

// slow holds every piece back, each way; 0 ends it.
func (p *proxy) slow(d time.Duration) { p.delay.Store(int64(d)) }

// cut breaks every connection there is.
func (p *proxy) cut() {
	p.mu.Lock()
	defer p.mu.Unlock()
	for l := range p.links {
		l.close()
	}
}

// cutWhenDone breaks so many connections just when the server has done what was
// asked in these words; with 0 it ends.
func (p *proxy) cutWhenDone(times int, asked ...string) {
	c := &cutAfter{left: times}
	for _, word := range asked {
		c.asked = append(c.asked, []byte(word))
	}
	p.mu.Lock()
	p.after = c
	p.mu.Unlock()
}

// close ends everything.
func (p *proxy) close() {
	if err := p.listener.Close(); err != nil && !errors.Is(err, net.ErrClosed) {
		return
	}
	p.slow(0)
	p.cut()
	p.done.Wait()
}
