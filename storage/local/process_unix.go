//go:build unix && !linux

package local

import "syscall"

// attributes put the server in a process group of its own, so that Ctrl-C in the
// terminal reaches this program alone. Only Linux can promise the server's end
// after kill -9; elsewhere the next start on the same folder says who holds it.
func attributes(account account, _ syscall.Signal) *syscall.SysProcAttr {
	return &syscall.SysProcAttr{Setpgid: true, Credential: account.credential()}
}
