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

func Allocate(stock int, requests []Request) ([]Share, error) {
	if stock < 0 {
		return nil, errors.New("negative stock")
	}
	shares := make([]Share, 0, len(requests))
	for _, r := range requests {
		if r.Want < 0 || r.Member == "" {
			return nil, errors.New("bad request")
		}
		got := min(r.Want, stock)
		stock -= got
		shares = append(shares, Share{Member: r.Member, Got: got})
	}
	return shares, nil
}
