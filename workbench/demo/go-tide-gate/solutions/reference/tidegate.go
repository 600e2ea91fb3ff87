package tidegate

import "errors"

type Sample struct {
	Minute   int
	HeightCM int
}

type Window struct {
	Open, Close int
}

var ErrSamples = errors.New("tidegate: need two or more samples in order of time")

func Windows(samples []Sample, sillCM int) ([]Window, error) {
	if !usable(samples) {
		return nil, ErrSamples
	}
	var result []Window
	seg := 0
	for m := samples[0].Minute; m <= samples[len(samples)-1].Minute; m++ {
		for m > samples[seg+1].Minute {
			seg++
		}
		if !reaches(samples[seg], samples[seg+1], m, sillCM) {
			continue
		}
		if n := len(result); n > 0 && result[n-1].Close == m-1 {
			result[n-1].Close = m
		} else {
			result = append(result, Window{m, m})
		}
	}
	return result, nil
}

func usable(samples []Sample) bool {
	for i := 1; i < len(samples); i++ {
		if samples[i].Minute <= samples[i-1].Minute {
			return false
		}
	}
	return len(samples) >= 2
}

// reaches compares height(m)*span with sill*span, which needs no division.
func reaches(a, b Sample, m, sillCM int) bool {
	span := b.Minute - a.Minute
	scaled := a.HeightCM*(b.Minute-m) + b.HeightCM*(m-a.Minute)
	return scaled >= sillCM*span
}

func Longest(windows []Window) (best Window, found bool) {
	for _, w := range windows {
		length, record := w.Close-w.Open, best.Close-best.Open
		if !found || length > record || (length == record && w.Open < best.Open) {
			best, found = w, true
		}
	}
	return best, found
}
