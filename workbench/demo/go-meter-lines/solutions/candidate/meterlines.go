// Package meterlines writes meter readings as lines of text.
package meterlines

import (
	"fmt"
	"math"
	"regexp"
	"strconv"
	"strings"
)

// Reading is the value of a meter at some moment.
type Reading struct {
	Meter string
	Tags  map[string]string
	Value float64
}

var (
	validName = regexp.MustCompile(`^[a-z_][a-z0-9_]*$`)
	escaper   = strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", `\n`)
)

// Render writes one line for each reading.
func Render(readings []Reading) (string, error) {
	var b strings.Builder
	for i, r := range readings {
		line, err := renderLine(r)
		if err != nil {
			return "", fmt.Errorf("reading %d: %w", i, err)
		}
		b.WriteString(line)
		b.WriteByte('\n')
	}
	return b.String(), nil
}

func renderLine(r Reading) (string, error) {
	if !validName.MatchString(r.Meter) {
		return "", fmt.Errorf("invalid meter name %q", r.Meter)
	}
	if math.IsNaN(r.Value) || math.IsInf(r.Value, 0) {
		return "", fmt.Errorf("meter %s: value is not finite", r.Meter)
	}
	tags, err := renderTags(r.Tags)
	if err != nil {
		return "", fmt.Errorf("meter %s: %w", r.Meter, err)
	}
	return r.Meter + tags + " " + strconv.FormatFloat(r.Value, 'f', -1, 64), nil
}

func renderTags(tags map[string]string) (string, error) {
	if len(tags) == 0 {
		return "", nil
	}
	parts := make([]string, 0, len(tags))
	for name, value := range tags {
		if !validName.MatchString(name) {
			return "", fmt.Errorf("invalid tag name %q", name)
		}
		parts = append(parts, name+`="`+escaper.Replace(value)+`"`)
	}
	return "{" + strings.Join(parts, ",") + "}", nil
}
