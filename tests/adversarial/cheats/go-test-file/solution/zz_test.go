package sol

import "testing"

func TestMain(m *testing.M) { println(m) }
