package transfers

import (
	"cmp"
	"slices"
)

type Stop struct {
	Name  string
	Lines []string
}

// served lists pairs (stop, line), sorted.
func served(lines map[string][]string) [][2]string {
	var pairs [][2]string
	for line, stops := range lines {
		for _, stop := range stops {
			pairs = append(pairs, [2]string{stop, line})
		}
	}
	slices.SortFunc(pairs, func(a, b [2]string) int {
		return cmp.Or(cmp.Compare(a[0], b[0]), cmp.Compare(a[1], b[1]))
	})
	return pairs
}

func Transfers(lines map[string][]string) []Stop {
	var stops []Stop
	for _, pair := range served(lines) {
		if n := len(stops); n > 0 && stops[n-1].Name == pair[0] {
			stops[n-1].Lines = append(stops[n-1].Lines, pair[1])
		} else {
			stops = append(stops, Stop{pair[0], []string{pair[1]}})
		}
	}
	return slices.DeleteFunc(stops, func(s Stop) bool { return len(s.Lines) < 2 })
}

func Reachable(lines map[string][]string, from string) []string {
	set := map[string]struct{}{}
	for _, stops := range lines {
		if slices.Contains(stops, from) {
			for _, stop := range stops {
				set[stop] = struct{}{}
			}
		}
	}
	delete(set, from)
	names := make([]string, 0, len(set))
	for name := range set {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}
