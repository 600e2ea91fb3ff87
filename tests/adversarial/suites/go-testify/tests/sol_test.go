package sol

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestAdds(t *testing.T) {
	assert.Equal(t, 5, Add(2, 3))
	require.Equal(t, 0, Add(-1, 1))
}

func TestInitials(t *testing.T) {
	assert.Equal(t, []string{"A", "L"}, Initials("ada lovelace"))
}

func TestRefusesNothing(t *testing.T) {
	assert.EqualError(t, Check(""), "the text is empty")
}
