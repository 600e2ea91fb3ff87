package main

import (
	"bytes"
	"os"
	"strconv"
	"syscall"
)

// adopt makes this process the parent of whatever its children leave behind.
func adopt() {
	const prSetChildSubreaper = 36
	if _, _, errno := syscall.RawSyscall(syscall.SYS_PRCTL, prSetChildSubreaper, 1, 0); errno != 0 {
		fail("prctl: " + errno.Error())
	}
}

// bury kills the children that are left, and theirs as they become ours.
func bury() {
	self := strconv.Itoa(os.Getpid())
	for {
		found, err := os.ReadDir("/proc")
		if err != nil {
			return
		}
		any := false
		for _, each := range found {
			pid, err := strconv.Atoi(each.Name())
			if err != nil {
				continue
			}
			stat, _ := os.ReadFile("/proc/" + each.Name() + "/stat")
			// pid (name) state parent ...: the name may hold anything.
			fields := bytes.Fields(stat[bytes.LastIndexByte(stat, ')')+1:])
			if len(fields) > 1 && string(fields[1]) == self {
				any = true
				syscall.Kill(pid, syscall.SIGKILL)
				syscall.Wait4(pid, nil, 0, nil)
			}
		}
		if !any {
			return
		}
	}
}
