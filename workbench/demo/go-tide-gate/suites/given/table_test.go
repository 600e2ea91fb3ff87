package tidegate

import (
	"encoding/csv"
	"os"
	"slices"
	"strconv"
	"testing"
)

func readTable(t *testing.T, path string) []Sample {
	t.Helper()
	file, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	rows, err := csv.NewReader(file).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var samples []Sample
	for _, row := range rows[1:] {
		minute, err1 := strconv.Atoi(row[0])
		height, err2 := strconv.Atoi(row[1])
		if err1 != nil || err2 != nil {
			t.Fatalf("bad row %v", row)
		}
		samples = append(samples, Sample{minute, height})
	}
	return samples
}

func TestWholeDay(t *testing.T) {
	got, err := Windows(readTable(t, "testdata/day.csv"), 310)
	if err != nil {
		t.Fatal(err)
	}
	want := []Window{{180, 431}, {952, 1182}}
	if !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

// Every minute is decided on its own, straight from the definition.
func TestWholeDayAgainstDefinition(t *testing.T) {
	samples := readTable(t, "testdata/day.csv")
	for sill := -20; sill <= 480; sill += 7 {
		windows, err := Windows(samples, sill)
		if err != nil {
			t.Fatal(err)
		}
		open := map[int]bool{}
		for i, w := range windows {
			if i > 0 && w.Open <= windows[i-1].Close+1 {
				t.Fatalf("sill %d: windows %v touch or are out of order", sill, windows)
			}
			for m := w.Open; m <= w.Close; m++ {
				open[m] = true
			}
		}
		for i := 1; i < len(samples); i++ {
			a, b := samples[i-1], samples[i]
			for m := a.Minute; m <= b.Minute; m++ {
				scaled := a.HeightCM*(b.Minute-m) + b.HeightCM*(m-a.Minute)
				if want := scaled >= sill*(b.Minute-a.Minute); open[m] != want {
					t.Fatalf("sill %d, minute %d: open = %t, want %t", sill, m, open[m], want)
				}
				delete(open, m-1)
			}
		}
		if len(open) > 1 {
			t.Fatalf("sill %d: open outside the table: %v", sill, open)
		}
	}
}
