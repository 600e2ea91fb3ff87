package lockers

import (
	"errors"
	"slices"
	"strings"
	"time"
)

type Size int

const (
	Small Size = iota
	Medium
	Large
)

type Locker struct {
	Number int
	Size   Size
}

var (
	ErrFull    = errors.New("lockers: full")
	ErrUnknown = errors.New("lockers: unknown parcel")
	ErrKnown   = errors.New("lockers: parcel already stored")
)

type door struct {
	Locker
	parcel string
	taken  bool
	since  time.Time
}

type Bank struct {
	doors []door
}

func New(lockers []Locker) *Bank {
	b := &Bank{}
	for _, l := range lockers {
		b.doors = append(b.doors, door{Locker: l})
	}
	return b
}

func (b *Bank) find(parcel string) *door {
	for i := range b.doors {
		if b.doors[i].taken && b.doors[i].parcel == parcel {
			return &b.doors[i]
		}
	}
	return nil
}

func (b *Bank) Store(parcel string, size Size, now time.Time) (int, error) {
	if b.find(parcel) != nil {
		return 0, ErrKnown
	}
	var best *door
	for i := range b.doors {
		d := &b.doors[i]
		if d.taken || d.Size < size {
			continue
		}
		if best == nil || d.Size < best.Size || d.Size == best.Size && d.Number < best.Number {
			best = d
		}
	}
	if best == nil {
		return 0, ErrFull
	}
	best.parcel, best.taken, best.since = parcel, true, now
	return best.Number, nil
}

func (b *Bank) Collect(parcel string) (int, error) {
	d := b.find(parcel)
	if d == nil {
		return 0, ErrUnknown
	}
	d.taken = false
	return d.Number, nil
}

func (b *Bank) Overdue(now time.Time) []string {
	var late []door
	for _, d := range b.doors {
		if d.taken && now.Sub(d.since) >= 72*time.Hour {
			late = append(late, d)
		}
	}
	slices.SortFunc(late, func(x, y door) int {
		if order := x.since.Compare(y.since); order != 0 {
			return order
		}
		return strings.Compare(x.parcel, y.parcel)
	})
	ids := make([]string, 0, len(late))
	for _, d := range late {
		ids = append(ids, d.parcel)
	}
	return ids
}
