package tidegate

// openPart returns the open minutes between two neighbouring samples.
//
// A straight line crosses the sill at most once, so they are a single stretch. With d = rise over
// the segment and s = its minutes, minute a.Minute+t is open iff d*t >= (sill-a.HeightCM)*s.
func openPart(a, b Sample, sillCM int) (Window, bool) {
	span := b.Minute - a.Minute
	rise := b.HeightCM - a.HeightCM
	need := (sillCM - a.HeightCM) * span
	first, last := 0, span
	switch {
	case rise > 0:
		first = max(first, ceilDiv(need, rise))
	case rise < 0:
		last = min(last, floorDiv(-need, -rise))
	case need > 0:
		return Window{}, false
	}
	if first > last {
		return Window{}, false
	}
	return Window{Open: a.Minute + first, Close: a.Minute + last}, true
}

// floorDiv rounds towards minus infinity; d is positive.
func floorDiv(n, d int) int {
	q := n / d
	if n%d != 0 && n < 0 {
		q--
	}
	return q
}

// ceilDiv rounds towards plus infinity; d is positive.
func ceilDiv(n, d int) int {
	return -floorDiv(-n, d)
}
