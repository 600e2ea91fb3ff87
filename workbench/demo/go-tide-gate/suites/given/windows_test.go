package tidegate

import (
	"errors"
	"slices"
	"testing"
)

func TestWindows(t *testing.T) {
	tests := []struct {
		name    string
		samples []Sample
		sill    int
		want    []Window
	}{
		{"rise and fall", []Sample{{0, 100}, {60, 160}, {120, 100}}, 130, []Window{{30, 90}}},
		{"never reached", []Sample{{0, 10}, {100, 90}}, 91, nil},
		{"always open", []Sample{{-5, 200}, {5, 180}}, 150, []Window{{-5, 5}}},
		{"touches the sill for one minute", []Sample{{0, 0}, {10, 50}, {20, 0}}, 50, []Window{{10, 10}}},
		{"flat on the sill", []Sample{{3, 70}, {9, 70}}, 70, []Window{{3, 9}}},
		{"flat just below", []Sample{{3, 69}, {9, 69}}, 70, nil},
		{"crossing between minutes while rising", []Sample{{0, 0}, {7, 10}}, 5, []Window{{4, 7}}},
		{"crossing between minutes while falling", []Sample{{0, 10}, {7, 0}}, 5, []Window{{0, 3}}},
		{"peak between minutes is no window", []Sample{{0, 0}, {1, 9}, {2, 0}}, 10, nil},
		{"two tides", []Sample{{0, 0}, {10, 100}, {20, 0}, {30, 100}, {40, 0}}, 50,
			[]Window{{5, 15}, {25, 35}}},
		{"closed for a single minute", []Sample{{0, 20}, {5, 19}, {10, 20}}, 20,
			[]Window{{0, 0}, {10, 10}}},
		{"samples a minute apart, all open", []Sample{{0, 5}, {1, 8}, {2, 6}}, 5, []Window{{0, 2}}},
		{"negative heights", []Sample{{0, -30}, {30, 0}}, -10, []Window{{20, 30}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := Windows(tt.samples, tt.sill)
			if err != nil {
				t.Fatalf("unexpected error: %v", err)
			}
			if len(got) != len(tt.want) || !slices.Equal(got, tt.want) {
				t.Errorf("Windows(%v, %d) = %v, want %v", tt.samples, tt.sill, got, tt.want)
			}
		})
	}
}

func TestWindowsRefusesUnusableTables(t *testing.T) {
	for name, samples := range map[string][]Sample{
		"no samples":      nil,
		"one sample":      {{0, 10}},
		"same minute":     {{0, 10}, {0, 20}},
		"back in time":    {{0, 10}, {30, 20}, {20, 30}},
		"same at the end": {{0, 10}, {30, 20}, {30, 20}},
	} {
		t.Run(name, func(t *testing.T) {
			if _, err := Windows(samples, 15); !errors.Is(err, ErrSamples) {
				t.Errorf("error = %v, want ErrSamples", err)
			}
		})
	}
}

func TestWindowsLeavesSamplesAlone(t *testing.T) {
	samples := []Sample{{0, 0}, {10, 100}, {20, 0}}
	before := slices.Clone(samples)
	if _, err := Windows(samples, 50); err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(samples, before) {
		t.Errorf("samples changed to %v", samples)
	}
}
