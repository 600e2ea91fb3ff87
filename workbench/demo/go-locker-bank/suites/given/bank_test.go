package lockers

import (
	"errors"
	"testing"
)

func store(t *testing.T, b *Bank, parcel string, size Size, want int) {
	t.Helper()
	if got, err := b.Store(parcel, size, monday); err != nil || got != want {
		t.Fatalf("Store(%q) = %d, %v; want %d", parcel, got, err, want)
	}
}

func TestSmallestThatFits(t *testing.T) {
	b := New([]Locker{{1, Large}, {2, Small}, {3, Medium}})
	store(t, b, "a", Small, 2)
	store(t, b, "b", Small, 3)
	store(t, b, "c", Small, 1)
	if _, err := b.Store("d", Small, monday); !errors.Is(err, ErrFull) {
		t.Errorf("fourth parcel: error = %v, want ErrFull", err)
	}
}

func TestLowestNumberOfEquals(t *testing.T) {
	b := New([]Locker{{9, Medium}, {4, Medium}, {6, Medium}})
	store(t, b, "a", Medium, 4)
	store(t, b, "b", Medium, 6)
	store(t, b, "c", Medium, 9)
}

func TestLargeParcelNeedsLargeLocker(t *testing.T) {
	b := New([]Locker{{1, Small}, {2, Medium}})
	if _, err := b.Store("a", Large, monday); !errors.Is(err, ErrFull) {
		t.Errorf("error = %v, want ErrFull", err)
	}
}

func TestSameParcelTwice(t *testing.T) {
	b := New([]Locker{{1, Small}})
	store(t, b, "a", Small, 1)
	if _, err := b.Store("a", Small, monday); !errors.Is(err, ErrKnown) {
		t.Errorf("error = %v, want ErrKnown", err)
	}
}

func TestCollectFreesTheLocker(t *testing.T) {
	b := New([]Locker{{1, Large}, {2, Small}})
	store(t, b, "a", Small, 2)
	if got, err := b.Collect("a"); err != nil || got != 2 {
		t.Fatalf("Collect = %d, %v; want 2", got, err)
	}
	store(t, b, "b", Small, 2)
	store(t, b, "a", Small, 1)
}

func TestCollectUnknownParcel(t *testing.T) {
	b := New([]Locker{{1, Small}})
	if _, err := b.Collect("ghost"); !errors.Is(err, ErrUnknown) {
		t.Errorf("error = %v, want ErrUnknown", err)
	}
}

func TestLockersAreCopied(t *testing.T) {
	given := []Locker{{5, Medium}, {3, Small}}
	b := New(given)
	given[1].Number = 77
	store(t, b, "a", Small, 3)
	if given[0].Number != 5 {
		t.Errorf("the caller's slice was reordered: %v", given)
	}
}
