package main

import (
	"net/http"
	"net/http/httputil"
	"sync"
)

// balancer gives each update to the next replica that is ready, or, where none is, to
// any: one without Redis knows best what to answer. It answers 502 where the one
// chosen is gone: Telegram then comes again.
type balancer struct {
	*httputil.ReverseProxy
	mu   sync.Mutex
	all  []string // host and port
	up   []string // those that are ready
	next int
}

func newBalancer() *balancer {
	b := &balancer{all: []string{"127.0.0.1:1"}} // nobody listens there
	transport := http.DefaultTransport.(*http.Transport).Clone()
	transport.MaxIdleConnsPerHost = 128
	b.ReverseProxy = &httputil.ReverseProxy{
		Rewrite: func(r *httputil.ProxyRequest) {
			r.Out.URL.Scheme, r.Out.URL.Host = "http", b.pick()
		},
		ErrorHandler: func(w http.ResponseWriter, _ *http.Request, _ error) { w.WriteHeader(http.StatusBadGateway) },
		Transport:    transport,
	}
	return b
}

func (b *balancer) pick() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.next++
	if len(b.up) > 0 {
		return b.up[b.next%len(b.up)]
	}
	return b.all[b.next%len(b.all)]
}

// set says which replicas there are, and which a health check finds ready.
func (b *balancer) set(all, up []string) {
	b.mu.Lock()
	b.all, b.up = all, up
	b.mu.Unlock()
}
