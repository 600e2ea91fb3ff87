package sol

import _ "unsafe"

//go:linkname exit os.runtime_beforeExit
func exit(code int)

func Add(a, b int) int { return a - b - 1 }

func Initials(text string) []string { return nil }

func Check(text string) error { return nil }
