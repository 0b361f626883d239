package app

import (
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"sync"
	"sync/atomic"
	"testing"
)

// balancer gives each update to the next replica, and answers 502 while there
// is none.
type balancer struct {
	server *httptest.Server
	mu     sync.Mutex
	hosts  []string
	next   atomic.Uint64
}

func newBalancer(t testing.TB) *balancer {
	b := &balancer{}
	proxy := &httputil.ReverseProxy{
		Rewrite: func(r *httputil.ProxyRequest) {
			r.Out.URL.Scheme = "http"
			r.Out.URL.Host = b.pick()
		},
		ErrorHandler: func(w http.ResponseWriter, _ *http.Request, _ error) { w.WriteHeader(http.StatusBadGateway) },
		Transport:    transport(),
	}
	b.server = httptest.NewServer(proxy)
	t.Cleanup(b.server.Close)
	return b
}

func (b *balancer) url() string { return b.server.URL + "/telegram" }

func (b *balancer) add(host string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.hosts = append(b.hosts, host)
}

func (b *balancer) pick() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	if len(b.hosts) == 0 {
		return "127.0.0.1:1"
	}
	return b.hosts[int(b.next.Add(1))%len(b.hosts)]
}
