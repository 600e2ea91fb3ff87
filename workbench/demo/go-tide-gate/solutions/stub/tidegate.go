package tidegate

import "errors"

type Sample struct {
	Minute   int
	HeightCM int
}

type Window struct {
	Open, Close int
}

var ErrSamples = errors.New("unusable tide table")

func Windows(samples []Sample, sillCM int) ([]Window, error) {
	return nil, nil
}

func Longest(windows []Window) (Window, bool) {
	return Window{}, false
}
