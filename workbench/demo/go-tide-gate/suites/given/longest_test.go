package tidegate

import "testing"

func TestLongest(t *testing.T) {
	tests := []struct {
		name    string
		windows []Window
		want    Window
		found   bool
	}{
		{"none", nil, Window{}, false},
		{"one minute", []Window{{7, 7}}, Window{7, 7}, true},
		{"last is longest", []Window{{0, 5}, {10, 12}, {20, 29}}, Window{20, 29}, true},
		{"earliest of equals", []Window{{10, 14}, {20, 24}}, Window{10, 14}, true},
		{"earliest of equals, out of order", []Window{{20, 24}, {10, 14}}, Window{10, 14}, true},
		{"before midnight", []Window{{-90, -30}, {10, 20}}, Window{-90, -30}, true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, found := Longest(tt.windows)
			if got != tt.want || found != tt.found {
				t.Errorf("Longest(%v) = %v, %t; want %v, %t", tt.windows, got, found, tt.want, tt.found)
			}
		})
	}
}
