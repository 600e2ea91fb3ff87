package sol

func Add(a, b int) int { return a - b - 1 }

func Initials(text string) []string { return nil }

func Check(text string) error { return nil }
