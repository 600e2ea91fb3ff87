package seedshare

import "fmt"

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
		return nil, fmt.Errorf("negative stock: %d", stock)
	}
	total := 0
	for _, r := range requests {
		if r.Want < 0 || r.Member == "" {
			return nil, fmt.Errorf("bad request: %+v", r)
		}
		total += r.Want
	}
	stock = min(stock, total)
	shares := make([]Share, 0, len(requests))
	given := 0
	for _, r := range requests {
		got := 0
		if total > 0 {
			got = stock * r.Want / total
		}
		shares = append(shares, Share{r.Member, got})
		given += got
	}
	// One packet at a time to whoever has the largest fraction and no extra packet yet.
	extra := make([]bool, len(requests))
	for ; given < stock; given++ {
		pick := -1
		for i, r := range requests {
			if extra[i] {
				continue
			}
			if pick < 0 || stock*r.Want%total > stock*requests[pick].Want%total {
				pick = i
			}
		}
		extra[pick] = true
		shares[pick].Got++
	}
	return shares, nil
}
