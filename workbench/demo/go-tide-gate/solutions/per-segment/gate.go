// Package tidegate computes when a tidal gate may stand open.
package tidegate

import (
	"errors"
	"fmt"
)

// Sample is one line of the tide table.
type Sample struct {
	Minute   int // minutes since midnight; may be negative for the evening before
	HeightCM int // centimetres; may be negative
}

// Window is a stretch of minutes, both ends included.
type Window struct {
	Open, Close int
}

// ErrSamples reports a tide table that cannot be used.
var ErrSamples = errors.New("unusable tide table")

// Windows returns the stretches of minutes in which the water reaches the sill.
func Windows(samples []Sample, sillCM int) ([]Window, error) {
	if len(samples) < 2 {
		return nil, fmt.Errorf("%w: %d samples, need two", ErrSamples, len(samples))
	}
	for i := 1; i < len(samples); i++ {
		if samples[i].Minute <= samples[i-1].Minute {
			return nil, fmt.Errorf("%w: minute %d after minute %d",
				ErrSamples, samples[i].Minute, samples[i-1].Minute)
		}
	}
	var windows []Window
	for i := 1; i < len(samples); i++ {
		w, ok := openPart(samples[i-1], samples[i], sillCM)
		if !ok {
			continue
		}
		windows = append(windows, w)
	}
	return windows, nil
}

// Longest returns the window with the most minutes, the earliest of equals.
func Longest(windows []Window) (Window, bool) {
	if len(windows) == 0 {
		return Window{}, false
	}
	best := windows[0]
	for _, w := range windows[1:] {
		longer := w.Close-w.Open > best.Close-best.Open
		tie := w.Close-w.Open == best.Close-best.Open
		if longer || tie && w.Open < best.Open {
			best = w
		}
	}
	return best, true
}
