package local

import "syscall"

// attributes put the server in a process group of its own, so that Ctrl-C in the
// terminal reaches this program alone and it can drain before it stops the
// servers; and have the kernel end the server should this process be killed.
func attributes(account account, onDeath syscall.Signal) *syscall.SysProcAttr {
	return &syscall.SysProcAttr{Setpgid: true, Pdeathsig: onDeath, Credential: account.credential()}
}
