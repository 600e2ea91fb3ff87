// Package seedshare shares out packets of seeds when there are too few.
package seedshare

import (
	"errors"
	"fmt"
	"sort"
)

// Request is what a member asked for.
type Request struct {
	Member string
	Want   int // packets asked for
}

// Share is what a member gets.
type Share struct {
	Member string
	Got    int
}

// ErrNegativeStock is returned when the stock is below zero.
var ErrNegativeStock = errors.New("stock must not be negative")

// Allocate shares stock out in proportion to the requests, by largest remainder.
func Allocate(stock int, requests []Request) ([]Share, error) {
	total, err := validate(stock, requests)
	if err != nil {
		return nil, err
	}

	shares := make([]Share, len(requests))
	if stock >= total {
		for i, r := range requests {
			shares[i] = Share{Member: r.Member, Got: r.Want}
		}
		return shares, nil
	}

	// All quotas have the same denominator, so the remainders compare as integers.
	remainders := make([]int, len(requests))
	left := stock
	for i, r := range requests {
		whole := stock * r.Want / total
		remainders[i] = stock * r.Want % total
		shares[i] = Share{Member: r.Member, Got: whole}
		left -= whole
	}

	order := make([]int, len(requests))
	for i := range order {
		order[i] = i
	}
	sort.SliceStable(order, func(a, b int) bool {
		return remainders[order[a]] > remainders[order[b]]
	})
	for _, i := range order[:left] {
		shares[i].Got++
	}
	return shares, nil
}

func validate(stock int, requests []Request) (total int, err error) {
	if stock < 0 {
		return 0, ErrNegativeStock
	}
	for i, r := range requests {
		if r.Member == "" {
			return 0, fmt.Errorf("request %d: member is empty", i)
		}
		if r.Want < 0 {
			return 0, fmt.Errorf("request %d (%s): negative amount %d", i, r.Member, r.Want)
		}
		total += r.Want
	}
	return total, nil
}
