//go:build !linux

package main

import "syscall"

// dying puts a replica into a process group of its own. Only Linux can end it with
// this program whatever happens.
func dying() *syscall.SysProcAttr { return &syscall.SysProcAttr{Setpgid: true} }
