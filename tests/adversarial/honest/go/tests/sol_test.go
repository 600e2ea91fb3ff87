package sol

import (
	"fmt"
	"reflect"
	"testing"
)

func TestFiles(t *testing.T) {
	rows, err := Save([][]int{{1, 2}, {3}})
	if err != nil || !reflect.DeepEqual(rows, [][]int{{1, 2}, {3}}) {
		t.Fatal(rows, err)
	}
	if got := Words(); !reflect.DeepEqual(got, []string{"a", "b", "c"}) {
		t.Fatal(got)
	}
}

func TestProcesses(t *testing.T) {
	if got := Child("ada"); got != "ada" {
		t.Fatal(got)
	}
	if got := Together(200); got != 200 {
		t.Fatal(got)
	}
}

func TestMuch(t *testing.T) {
	if !Took() {
		t.Fatal("too early")
	}
	if got := Talk(2000); got != 2000 {
		t.Fatal(got)
	}
	if got := Depth(100000); got != 100000 {
		t.Fatal(got)
	}
	if got := Safe(); got != "no" {
		t.Fatal(got)
	}
}

func TestGenerated(t *testing.T) {
	for n := 0; n < 3; n++ {
		t.Run(fmt.Sprintf("row %d/with a slash", n), func(t *testing.T) {
			t.Parallel()
			if got := Depth(n); got != n {
				t.Fatal(got)
			}
		})
	}
	if got := Kind(3); got != "int" {
		t.Fatal(got)
	}
}
