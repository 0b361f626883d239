package local

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
)

const (
	oldestPostgres = 15
	oldestRedis    = 7
)

// postgresPrograms are the two programs of one installed Postgres.
type postgresPrograms struct {
	initdb, postgres string
	major            int
}

// findPostgres looks in $PGBIN (alone, if it is set), then in PATH, then where
// Debian keeps the versions side by side. major 0 means the newest of those found;
// kept data needs the version that made it.
func findPostgres(major int) (postgresPrograms, error) {
	places := []string{os.Getenv("PGBIN")}
	if places[0] == "" {
		places = filepath.SplitList(os.Getenv("PATH"))
		for _, pattern := range []string{
			"/usr/lib/postgresql/*/bin", "/usr/pgsql-*/bin", "/opt/homebrew/opt/postgresql@*/bin", "/usr/local/opt/postgresql@*/bin",
		} {
			more, _ := filepath.Glob(pattern)
			places = append(places, more...)
		}
	}
	var best postgresPrograms
	for _, place := range places {
		found := postgresPrograms{initdb: filepath.Join(place, "initdb"), postgres: filepath.Join(place, "postgres")}
		if !executable(found.initdb) || !executable(found.postgres) {
			continue
		}
		found.major = programMajor(found.postgres)
		if found.major == major {
			return found, nil
		}
		if found.major > best.major {
			best = found
		}
	}
	switch {
	case best.major < oldestPostgres:
		return best, fmt.Errorf("%w: PostgreSQL %d or newer is not installed: apt-get install postgresql", ErrMissing, oldestPostgres)
	case major != 0:
		return best, fmt.Errorf("%w: the data was made by PostgreSQL %d, which is not installed (found: %d): apt-get install postgresql-%d",
			ErrMissing, major, best.major, major)
	}
	return best, nil
}

// findRedis looks in PATH and in the folders a service account's PATH often lacks.
func findRedis() (string, error) {
	places := append(filepath.SplitList(os.Getenv("PATH")), "/usr/bin", "/usr/local/bin", "/opt/homebrew/bin")
	for _, name := range []string{"redis-server", "valkey-server"} {
		for _, place := range places {
			if path := filepath.Join(place, name); executable(path) && programMajor(path) >= oldestRedis {
				return path, nil
			}
		}
	}
	return "", fmt.Errorf("%w: Redis %d or newer is not installed: apt-get install redis-server", ErrMissing, oldestRedis)
}

func executable(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.Mode().IsRegular() && info.Mode()&0o111 != 0
}

// programMajor is the first number a program says of its version: 15 of
// "postgres (PostgreSQL) 15.18", 7 of "Redis server v=7.0.15 sha=…"; 0 if none.
func programMajor(path string) int {
	text, err := exec.Command(path, "--version").Output()
	if err != nil {
		return 0
	}
	major, _ := strconv.Atoi(strings.TrimLeft(regexp.MustCompile(`[ =]v?\d+`).FindString(string(text)), " =v"))
	return major
}
