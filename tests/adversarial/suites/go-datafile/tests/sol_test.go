package sol

import (
	"encoding/json"
	"os"
	"testing"
)

func TestAddsAsRecorded(t *testing.T) {
	data, err := os.ReadFile("testdata/rows.json")
	if err != nil {
		t.Fatal(err)
	}
	var rows [][3]int
	if err := json.Unmarshal(data, &rows); err != nil {
		t.Fatal(err)
	}
	for _, row := range rows {
		if got := Add(row[0], row[1]); got != row[2] {
			t.Errorf("Add(%d, %d) = %d, want %d", row[0], row[1], got, row[2])
		}
	}
}
