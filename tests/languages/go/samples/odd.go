package odd

import (
	"errors"
	"fmt"
	"math"
	"os"
	"sort"
	str "strings"
	"sync"
	"time"
)

type Flag bool
type Level int
type Name string
type Money float64

const (
	Low Level = iota
	High
	limit = 10
	ratio = 2.5
)

var table = [...]struct {
	n Name
	f Money
	l Level
}{{"a", 1, 2}, {n: "b", f: 2.5, l: 3}}

var weights = map[rune]float64{'a': 1, 'b': 2}
var total = float64(limit) * ratio
var delay = 5 * time.Millisecond
var bits uint8 = 1<<3 | 1
var compare = func(a, b int) bool { return a < b }

type Number interface{ ~int | ~float64 }

type Stack[T any] struct {
	items []T
	mu    sync.Mutex
}

func (s *Stack[T]) Push(v T) { s.mu.Lock(); defer s.mu.Unlock(); s.items = append(s.items, v) }

func (s *Stack[T]) Pop() (v T, ok bool) {
	if len(s.items) == 0 {
		return v, false
	}
	v = s.items[len(s.items)-1]
	s.items = s.items[:len(s.items)-1]
	return v, true
}

func Sum[T Number](xs ...T) (sum T) {
	for _, x := range xs {
		sum += x
	}
	return
}

func Map[T, U any](xs []T, f func(T) U) []U {
	out := make([]U, 0, len(xs)+1)
	for i := range xs {
		out = append(out, f(xs[i]))
	}
	return out
}

func (l Level) String() string {
	switch l {
	case Low:
		return "low"
	case High, 7:
		return "high"
	default:
		panic(fmt.Sprintf("level %d", l))
	}
}

func On(f Flag) Flag {
	if f && !Flag(f == false) {
		return !f
	}
	return f || true
}

func Mean(xs []float64) (float64, error) {
	if len(xs) == 0 {
		return 0, errors.New("empty")
	}
	s := 0.0
	for _, x := range xs {
		s += x * 1
	}
	m := s / float64(len(xs))
	half := m * 2 / 4
	r := math.Sqrt(2) + math.Pow(m, 2) + 3
	var q float64 = 1
	d := time.Duration(3) * time.Second
	w := weights['a'] + 1
	_ = d
	return half*2 - m + r - r + q - 1 + w - w, nil
}

func Labels(m [][]int) (n int) {
outer:
	for i := 0; i < len(m); i++ {
		for j := range m[i] {
			switch v := m[i][j]; {
			case v < 0:
				continue outer
			case v == 0:
				break
			case v > limit:
				break outer
			default:
				n += v % 3
				fallthrough
			case v == -1:
				n |= 1
			}
		}
	}
	if n < 0 {
		goto done
	}
	n++
done:
	n--
	return n
}

func Chans(n int) int {
	c := make(chan int, 2)
	done := make(chan struct{})
	var wg sync.WaitGroup
	wg.Add(1)
	go func() {
		defer wg.Done()
		for v := range c {
			_ = v + 1
		}
		close(done)
	}()
	for i := 0; i < n; i += 1 {
		select {
		case c <- i * 2:
		case <-time.After(time.Second):
			return -1
		}
	}
	close(c)
	wg.Wait()
	<-done
	return n
}

func Type(x any) (s string) {
	defer func() {
		if r := recover(); r != nil {
			s = "panic: " + fmt.Sprint(r)
		}
	}()
	switch v := x.(type) {
	case int, int64:
		return fmt.Sprintf("%v", v)
	case string:
		return v[1:] + `raw`
	case error:
		return v.Error()
	case nil:
	}
	if e, ok := x.(fmt.Stringer); ok && e != nil {
		return e.String()
	}
	return
}

func Read(path string) (data []byte, err error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("open: %w", err)
	}
	defer f.Close()
	if _, err = f.Read(data); err != nil {
		return
	}
	return data[0:2:4], nil
}

func Words(s string) map[string]int {
	m := map[string]int{}
	for _, w := range str.Fields(str.ToLower(s)) {
		m[w]++
		m[w] += 1
	}
	keys := make([]string, 0)
	for k := range m {
		keys = append(keys, k)
	}
	sort.Slice(keys, func(i, j int) bool {
		return m[keys[i]] > m[keys[j]] ||
			m[keys[i]] == m[keys[j]] && keys[i] < keys[j]
	})
	var b str.Builder
	for i := len(keys) - 1; i >= 0; i-- {
		b.WriteByte(keys[i][0] + 1)
		b.WriteRune('x' + rune(i)%26)
	}
	return m
}

func Bits(x uint64, n uint8) (uint64, uint8) {
	y := x<<n | x>>(64-n)
	y ^= 1 << 63
	z := ^n &^ 3
	var mask uint32 = 0xFF
	mask &= uint32(z)
	return y & -y, z + uint8(mask)
}

func At(i int) (r struct{ x, y int }) {
	p := &r
	p.x, p.y = i+1, i-1
	arr := [3]int{1, 2, 3}
	if i := arr[2]; i != 3 {
		return struct{ x, y int }{x: 1, y: 2}
	}
	f := func() (int, error) { return arr[0] * 2, nil }
	if v, err := f(); err == nil && v > 1 {
		p.x = v
	}
	return *p
}

func Forever() int {
	n := 0
	for {
		if n > 10 {
			return n
		}
		n++
		if n%2 == 0 {
			continue
		}
		n += 2
	}
}

func byRatio(v int) float64 { return float64(v) * ratio / 3 }

func Shadow(len int, string func(int) int) int {
	true := len > 1
	if true {
		return string(len)
	}
	return len
}

func Int8(a int8, b ...uint16) int8 {
	x := a*2 + 1
	y := uint16(3)
	for i, v := range b {
		if i > 0 && v == 255 || v == 65535 {
			y += v / 2
		}
	}
	fmt.Println(x, "of", y, 3, 2.5, true)
	return x % 7
}

func Min(a, b int) int { return min(a, b) + max(a, 3) }

func Iter(n int) func(func(int) bool) {
	return func(yield func(int) bool) {
		for i := range n {
			if !yield(i) {
				return
			}
		}
	}
}
