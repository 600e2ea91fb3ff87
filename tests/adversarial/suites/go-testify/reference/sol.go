package sol

import (
	"errors"
	"strings"
)

// Add adds.
func Add(a, b int) int { return a + b }

// Initials finds the first letter of each word.
func Initials(text string) []string {
	var found []string
	for _, word := range strings.Fields(text) {
		found = append(found, strings.ToUpper(word[:1]))
	}
	return found
}

// Check refuses nothing.
func Check(text string) error {
	if text == "" {
		return errors.New("the text is empty")
	}
	return nil
}
