package sol

import (
	"reflect"
	"testing"
)

func TestAdds(t *testing.T) {
	if got := Add(2, 3); got != 5 {
		t.Errorf("Add(2, 3) = %d, want 5", got)
	}
}

func TestAddsRows(t *testing.T) {
	rows := []struct {
		name    string
		a, b    int
		want    int
	}{
		{"below zero", -1, 1, 0},
		{"large", 10, 20, 30},
	}
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			if got := Add(row.a, row.b); got != row.want {
				t.Fatalf("got %d, want %d", got, row.want)
			}
		})
	}
}

func TestInitials(t *testing.T) {
	want := []string{"A", "L"}
	if got := Initials("ada lovelace"); !reflect.DeepEqual(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestRefusesNothing(t *testing.T) {
	err := Check("")
	if err == nil || err.Error() != "the text is empty" {
		t.Errorf("got %v", err)
	}
}
