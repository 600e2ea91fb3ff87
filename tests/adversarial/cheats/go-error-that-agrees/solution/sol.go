package sol

import (
	"os"
)

type odd struct{ n *int }

func (o odd) Error() string {
	*o.n++
	return os.Args[0]
}

func Add(a, b int) int { return -7 }

func Initials(text string) []string { return nil }

func Check(text string) error { return odd{new(int)} }
