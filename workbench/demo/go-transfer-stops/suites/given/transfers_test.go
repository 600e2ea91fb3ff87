package transfers

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

func TestTransfers(t *testing.T) {
	tests := []struct {
		name  string
		lines map[string][]string
		want  []Stop
	}{
		{name: "no lines"},
		{
			name:  "lines that never meet",
			lines: map[string][]string{"1": {"Mill", "Market"}, "2": {"Quay", "Depot"}},
		},
		{
			name:  "one common stop",
			lines: map[string][]string{"7": {"Mill", "Market", "Quay"}, "N2": {"Quay", "Depot"}},
			want:  []Stop{{"Quay", []string{"7", "N2"}}},
		},
		{
			name:  "ring line alone",
			lines: map[string][]string{"R": {"Gate", "Park", "Hill", "Gate"}},
		},
		{
			name:  "names differ in case",
			lines: map[string][]string{"1": {"Quay"}, "2": {"quay"}},
		},
		{
			name: "whole network",
			lines: map[string][]string{
				"1":  {"Airport", "Fair", "Central", "Harbour"},
				"2":  {"Zoo", "Central", "Fair"},
				"3":  {"Central", "Harbour", "Zoo"},
				"N1": {"Central", "Airport"},
			},
			want: []Stop{
				{"Airport", []string{"1", "N1"}},
				{"Central", []string{"1", "2", "3", "N1"}},
				{"Fair", []string{"1", "2"}},
				{"Harbour", []string{"1", "3"}},
				{"Zoo", []string{"2", "3"}},
			},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := Transfers(tt.lines)
			if diff := cmp.Diff(tt.want, got, cmpopts.EquateEmpty()); diff != "" {
				t.Errorf("Transfers (-want +got):\n%s", diff)
			}
		})
	}
}

func TestTransfersLeavesArgumentAlone(t *testing.T) {
	lines := map[string][]string{"9": {"B", "A"}, "8": {"A", "B"}}
	Transfers(lines)
	want := map[string][]string{"9": {"B", "A"}, "8": {"A", "B"}}
	if diff := cmp.Diff(want, lines); diff != "" {
		t.Errorf("argument changed (-want +got):\n%s", diff)
	}
}
