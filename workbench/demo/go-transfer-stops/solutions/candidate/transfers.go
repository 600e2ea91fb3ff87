// Package transfers finds the stops where bus lines meet.
package transfers

import "sort"

// Stop is a place where two or more lines meet.
type Stop struct {
	Name  string
	Lines []string
}

// Transfers returns the stops served by at least two different lines.
func Transfers(lines map[string][]string) []Stop {
	serving := make(map[string]map[string]struct{})
	for line, stops := range lines {
		for _, stop := range stops {
			if serving[stop] == nil {
				serving[stop] = make(map[string]struct{})
			}
			serving[stop][line] = struct{}{}
		}
	}

	var result []Stop
	for name, set := range serving {
		if len(set) < 2 {
			continue
		}
		names := make([]string, 0, len(set))
		for line := range set {
			names = append(names, line)
		}
		sort.Strings(names)
		result = append(result, Stop{Name: name, Lines: names})
	}
	sort.Slice(result, func(i, j int) bool { return result[i].Name < result[j].Name })
	return result
}

// Reachable returns the stops that share a line with from, in alphabetical order.
func Reachable(lines map[string][]string, from string) []string {
	found := make(map[string]bool)
	for _, stops := range lines {
		if !contains(stops, from) {
			continue
		}
		for _, stop := range stops {
			if stop != from {
				found[stop] = true
			}
		}
	}
	result := make([]string, 0, len(found))
	for stop := range found {
		result = append(result, stop)
	}
	sort.Strings(result)
	return result
}

func contains(stops []string, name string) bool {
	for _, stop := range stops {
		if stop == name {
			return true
		}
	}
	return false
}
