package seedshare_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"example.com/seedshare"
)

func request(wants ...int) []seedshare.Request {
	names := []string{"Ada", "Bo", "Cy", "Di", "Ed", "Flo"}
	requests := make([]seedshare.Request, len(wants))
	for i, want := range wants {
		requests[i] = seedshare.Request{Member: names[i], Want: want}
	}
	return requests
}

func amounts(t *testing.T, stock int, wants ...int) []int {
	t.Helper()
	shares, err := seedshare.Allocate(stock, request(wants...))
	require.NoError(t, err)
	require.Len(t, shares, len(wants))
	got := make([]int, len(shares))
	for i, share := range shares {
		got[i] = share.Got
	}
	return got
}

func TestEnoughForAll(t *testing.T) {
	assert.Equal(t, []int{3, 2, 1}, amounts(t, 20, 3, 2, 1))
	assert.Equal(t, []int{3, 2, 1}, amounts(t, 6, 3, 2, 1))
}

func TestEvenDivision(t *testing.T) {
	assert.Equal(t, []int{4, 2, 6}, amounts(t, 12, 8, 4, 12))
}

func TestEqualRequestsServeEarlierFirst(t *testing.T) {
	assert.Equal(t, []int{4, 3, 3}, amounts(t, 10, 5, 5, 5))
	assert.Equal(t, []int{1, 1, 0, 0}, amounts(t, 2, 9, 9, 9, 9))
}

func TestWholeStockIsHandedOut(t *testing.T) {
	for stock := 0; stock <= 23; stock++ {
		sum := 0
		for _, got := range amounts(t, stock, 11, 7, 5) {
			sum += got
		}
		assert.Equal(t, stock, sum, "stock %d", stock)
	}
}

func TestNobodyGetsMoreThanAskedFor(t *testing.T) {
	wants := []int{1, 13, 2, 0, 8}
	for stock := 0; stock <= 30; stock++ {
		for i, got := range amounts(t, stock, wants...) {
			assert.LessOrEqual(t, got, wants[i], "stock %d, member %d", stock, i)
			assert.GreaterOrEqual(t, got, 0)
		}
	}
}

func TestLargerRequestGetsLargerShare(t *testing.T) {
	got := amounts(t, 9, 12, 6, 2)
	assert.Greater(t, got[0], got[1])
	assert.Greater(t, got[1], got[2])
}

func TestNothingInStock(t *testing.T) {
	assert.Equal(t, []int{0, 0}, amounts(t, 0, 5, 3))
}

func TestOrderAndNamesAreKept(t *testing.T) {
	shares, err := seedshare.Allocate(6, []seedshare.Request{
		{Member: "Zoe", Want: 4}, {Member: "Abe", Want: 4}, {Member: "Zoe", Want: 4},
	})
	require.NoError(t, err)
	assert.Equal(t, []seedshare.Share{
		{Member: "Zoe", Got: 2}, {Member: "Abe", Got: 2}, {Member: "Zoe", Got: 2},
	}, shares)
}

func TestNoRequests(t *testing.T) {
	shares, err := seedshare.Allocate(5, nil)
	require.NoError(t, err)
	assert.Empty(t, shares)
}

func TestInvalidInput(t *testing.T) {
	for name, call := range map[string]func() error{
		"negative stock": func() error { _, err := seedshare.Allocate(-1, request(1)); return err },
		"negative want":  func() error { _, err := seedshare.Allocate(5, request(2, -1)); return err },
		"no member": func() error {
			_, err := seedshare.Allocate(5, []seedshare.Request{{Want: 1}})
			return err
		},
	} {
		t.Run(name, func(t *testing.T) {
			assert.Error(t, call())
		})
	}
}
