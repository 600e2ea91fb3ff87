package meterlines

import (
	"math"
	"testing"

	"github.com/stretchr/testify/suite"
)

type RenderSuite struct {
	suite.Suite
}

func TestRender(t *testing.T) {
	suite.Run(t, new(RenderSuite))
}

func (s *RenderSuite) renders(want string, readings ...Reading) {
	s.T().Helper()
	got, err := Render(readings)
	s.Require().NoError(err)
	s.Equal(want, got)
}

func (s *RenderSuite) refuses(r Reading) {
	s.T().Helper()
	got, err := Render([]Reading{{Meter: "flow", Value: 1}, r})
	s.Error(err)
	s.Empty(got)
}

func (s *RenderSuite) TestNoReadings() {
	s.renders("")
}

func (s *RenderSuite) TestWithoutTags() {
	s.renders("flow 12.5\n", Reading{Meter: "flow", Value: 12.5})
	s.renders("flow 12.5\n", Reading{Meter: "flow", Tags: map[string]string{}, Value: 12.5})
}

func (s *RenderSuite) TestTags() {
	tags := map[string]string{"hall": "north", "line": "B", "pump": "3", "side": "left"}
	s.renders("flow{hall=\"north\",line=\"B\",pump=\"3\",side=\"left\"} 12.5\n",
		Reading{Meter: "flow", Tags: tags, Value: 12.5})
}

func (s *RenderSuite) TestLinesKeepTheirOrder() {
	s.renders("b 2\na 1\nb{x=\"\"} 3\n",
		Reading{Meter: "b", Value: 2},
		Reading{Meter: "a", Value: 1},
		Reading{Meter: "b", Tags: map[string]string{"x": ""}, Value: 3})
}

func (s *RenderSuite) TestEscapes() {
	s.renders("m{t=\"a\\\\b \\\"c\\\"\\nd\"} 0\n",
		Reading{Meter: "m", Tags: map[string]string{"t": "a\\b \"c\"\nd"}})
}

func (s *RenderSuite) TestOtherCharactersStay() {
	s.renders("m{t=\"Grün,=\t{}\"} 0\n", Reading{Meter: "m", Tags: map[string]string{"t": "Grün,=\t{}"}})
}

func (s *RenderSuite) TestNumbers() {
	for value, want := range map[float64]string{
		3: "3", -0.25: "-0.25", 1.2e6: "1200000", 1e-7: "0.0000001", 0.30000000000000004: "0.30000000000000004",
	} {
		s.renders("m "+want+"\n", Reading{Meter: "m", Value: value})
	}
}

func (s *RenderSuite) TestNames() {
	for _, name := range []string{"", "Flow", "1st", "a-b", "größe", "a b", "a\n"} {
		s.refuses(Reading{Meter: name, Value: 1})
		s.refuses(Reading{Meter: "m", Tags: map[string]string{name: "x"}, Value: 1})
	}
	s.renders("_a1 1\n", Reading{Meter: "_a1", Value: 1})
}

func (s *RenderSuite) TestValuesThatAreNotFinite() {
	for _, value := range []float64{math.NaN(), math.Inf(1), math.Inf(-1)} {
		s.refuses(Reading{Meter: "m", Value: value})
	}
}
