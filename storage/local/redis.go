package local

import (
	"bufio"
	"context"
	"fmt"
	"net"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
)

const (
	redisFolder = "redis"
	redisSocket = "redis.sock"
)

// redisServer is one private Redis. It can be stopped and started again.
type redisServer struct {
	folder, run string
	account     account
	keep        bool // an append-only file, so that data survives a stop
	durable     bool // every write reaches the disk before it is answered
	databases   int
	process     *process
}

func (r *redisServer) start(ctx context.Context) error {
	path, err := findRedis()
	if err != nil {
		return err
	}
	data := filepath.Join(r.folder, redisFolder)
	dir, err := lockData(ctx, data, r.account)
	if err != nil {
		return err
	}
	defer dir.Close()
	r.process, err = spawn(program{
		name: "Redis", path: path, account: r.account, data: data, locked: dir,
		log: filepath.Join(r.folder, "redis.log"), onDeath: syscall.SIGTERM,
		args: r.arguments,
	})
	return err
}

func (r *redisServer) arguments(data string) []string {
	appendOnly, sync := "no", "everysec"
	if r.keep {
		appendOnly = "yes"
	}
	if r.durable {
		sync = "always"
	}
	return []string{
		"--port", "0", "--unixsocket", filepath.Join(r.run, redisSocket), "--unixsocketperm", "700",
		"--dir", data, "--daemonize", "no", "--save", "", "--appendonly", appendOnly, "--appendfsync", sync,
		"--maxmemory-policy", "noeviction", "--databases", strconv.Itoa(max(r.databases, 16)), "--loglevel", "warning",
	}
}

// ready waits until the server answers and has loaded its data.
func (r *redisServer) ready(ctx context.Context) error {
	return r.process.await(ctx, func(ctx context.Context) error { return r.command(ctx, "PING") })
}

func (r *redisServer) stop() {
	if r.process != nil {
		r.process.end(patience, syscall.SIGTERM)
	}
}

// command sends commands in the inline form. Each is answered by one line, which
// is no refusal.
func (r *redisServer) command(ctx context.Context, commands ...string) error {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	conn, err := (&net.Dialer{}).DialContext(ctx, "unix", filepath.Join(r.run, redisSocket))
	if err != nil {
		return fmt.Errorf("reach Redis: %w", err)
	}
	defer conn.Close()
	if deadline, ok := ctx.Deadline(); ok {
		_ = conn.SetDeadline(deadline)
	}
	answers := bufio.NewReader(conn)
	for _, command := range commands {
		if _, err := conn.Write([]byte(command + "\r\n")); err != nil {
			return fmt.Errorf("send %s: %w", command, err)
		}
		answer, err := answers.ReadString('\n')
		if err != nil {
			return fmt.Errorf("send %s: %w", command, err)
		}
		if !strings.HasPrefix(answer, "+") {
			return fmt.Errorf("send %s: answered %q", command, strings.TrimSpace(answer))
		}
	}
	return nil
}
