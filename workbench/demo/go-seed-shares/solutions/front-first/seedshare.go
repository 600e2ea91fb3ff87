package seedshare

import "errors"

type Request struct {
	Member string
	Want   int
}

type Share struct {
	Member string
	Got    int
}

var errInput = errors.New("invalid input")

func Allocate(stock int, requests []Request) ([]Share, error) {
	if stock < 0 {
		return nil, errInput
	}
	total := 0
	for _, r := range requests {
		if r.Member == "" || r.Want < 0 {
			return nil, errInput
		}
		total += r.Want
	}
	if stock > total {
		stock = total
	}
	shares := make([]Share, len(requests))
	left := stock
	for i, r := range requests {
		shares[i].Member = r.Member
		if total > 0 {
			shares[i].Got = stock * r.Want / total
		}
		left -= shares[i].Got
	}
	for i := 0; left > 0; i++ {
		if shares[i].Got < requests[i].Want {
			shares[i].Got++
			left--
		}
	}
	return shares, nil
}
