// Package lockers controls a bank of parcel lockers.
package lockers

import (
	"errors"
	"fmt"
	"sort"
	"time"
)

// Size of a parcel or a locker.
type Size int

// Sizes, in ascending order.
const (
	Small Size = iota
	Medium
	Large
)

// keepFor is how long a parcel may stay before it is overdue.
const keepFor = 72 * time.Hour

// Locker is one door of the bank.
type Locker struct {
	Number int
	Size   Size
}

var (
	// ErrFull means that no free locker is large enough.
	ErrFull = errors.New("no free locker is large enough")
	// ErrUnknown means that no parcel of that id is stored.
	ErrUnknown = errors.New("parcel is not stored")
	// ErrKnown means that a parcel of that id is already stored.
	ErrKnown = errors.New("parcel is already stored")
)

type entry struct {
	locker Locker
	since  time.Time
}

// Bank keeps track of free lockers and stored parcels.
type Bank struct {
	free    []Locker // by size, then number
	parcels map[string]entry
}

// New makes a bank with all lockers free.
func New(lockers []Locker) *Bank {
	b := &Bank{
		free:    append([]Locker(nil), lockers...),
		parcels: make(map[string]entry),
	}
	b.sortFree()
	return b
}

// Store puts a parcel into the best free locker.
func (b *Bank) Store(parcel string, size Size, now time.Time) (int, error) {
	if _, ok := b.parcels[parcel]; ok {
		return 0, fmt.Errorf("%w: %s", ErrKnown, parcel)
	}
	for i, locker := range b.free {
		if locker.Size >= size {
			b.free = append(b.free[:i], b.free[i+1:]...)
			b.parcels[parcel] = entry{locker: locker, since: now}
			return locker.Number, nil
		}
	}
	return 0, ErrFull
}

// Collect hands a parcel out and frees its locker.
func (b *Bank) Collect(parcel string) (int, error) {
	e, ok := b.parcels[parcel]
	if !ok {
		return 0, fmt.Errorf("%w: %s", ErrUnknown, parcel)
	}
	delete(b.parcels, parcel)
	b.free = append(b.free, e.locker)
	b.sortFree()
	return e.locker.Number, nil
}

// Overdue lists parcels whose time is up, the longest stored first.
func (b *Bank) Overdue(now time.Time) []string {
	limit := now.Add(-keepFor)
	var ids []string
	for id, e := range b.parcels {
		if e.since.Before(limit) {
			ids = append(ids, id)
		}
	}
	sort.Slice(ids, func(i, j int) bool {
		x, y := b.parcels[ids[i]].since, b.parcels[ids[j]].since
		if !x.Equal(y) {
			return x.Before(y)
		}
		return ids[i] < ids[j]
	})
	return ids
}

func (b *Bank) sortFree() {
	sort.Slice(b.free, func(i, j int) bool {
		if b.free[i].Size != b.free[j].Size {
			return b.free[i].Size < b.free[j].Size
		}
		return b.free[i].Number < b.free[j].Number
	})
}
