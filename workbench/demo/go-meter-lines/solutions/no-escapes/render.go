package meterlines

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"strconv"
)

type Reading struct {
	Meter string
	Tags  map[string]string
	Value float64
}

var errReading = errors.New("meterlines: reading cannot be written")

func Render(readings []Reading) (string, error) {
	var out []byte
	for _, r := range readings {
		if !isName(r.Meter) || math.IsNaN(r.Value-r.Value) {
			return "", fmt.Errorf("%w: %q %v", errReading, r.Meter, r.Value)
		}
		out = append(out, r.Meter...)
		names := make([]string, 0, len(r.Tags))
		for name := range r.Tags {
			if !isName(name) {
				return "", fmt.Errorf("%w: tag %q", errReading, name)
			}
			names = append(names, name)
		}
		slices.Sort(names)
		open := byte('{')
		for _, name := range names {
			out = append(out, open)
			out = append(out, name...)
			out = append(out, '=')
			out = appendQuoted(out, r.Tags[name])
			open = ','
		}
		if len(names) > 0 {
			out = append(out, '}')
		}
		out = append(out, ' ')
		out = strconv.AppendFloat(out, r.Value, 'f', -1, 64)
		out = append(out, '\n')
	}
	return string(out), nil
}

func isName(s string) bool {
	for i := 0; i < len(s); i++ {
		c := s[i]
		letter := c >= 'a' && c <= 'z' || c == '_'
		digit := c >= '0' && c <= '9'
		if !letter && !(digit && i > 0) {
			return false
		}
	}
	return s != ""
}

func appendQuoted(out []byte, s string) []byte {
	out = append(out, '"')
	out = append(out, s...)
	return append(out, '"')
}
