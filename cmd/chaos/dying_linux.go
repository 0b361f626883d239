package main

import "syscall"

// dying puts a replica into a process group of its own, so that Ctrl-C reaches this
// program alone, and has the kernel kill it when this program dies.
func dying() *syscall.SysProcAttr {
	return &syscall.SysProcAttr{Setpgid: true, Pdeathsig: syscall.SIGKILL}
}
