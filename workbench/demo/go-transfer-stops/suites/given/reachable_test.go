package transfers

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

var network = map[string][]string{
	"7":  {"Mill", "Market", "Quay"},
	"N2": {"Quay", "Depot"},
	"R":  {"Market", "Abbey", "Park", "Market"},
}

func reach(t *testing.T, from string, want ...string) {
	t.Helper()
	got := Reachable(network, from)
	if diff := cmp.Diff(want, got, cmpopts.EquateEmpty()); diff != "" {
		t.Errorf("Reachable(%q) (-want +got):\n%s", from, diff)
	}
}

func TestReachableOnOneLine(t *testing.T) {
	reach(t, "Mill", "Market", "Quay")
}

func TestReachableOnSeveralLinesIsSorted(t *testing.T) {
	reach(t, "Market", "Abbey", "Mill", "Park", "Quay")
}

func TestReachableAgainstDrivingDirection(t *testing.T) {
	reach(t, "Depot", "Quay")
}

func TestReachableFromUnknownStop(t *testing.T) {
	reach(t, "Moon")
}
