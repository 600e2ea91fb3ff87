"""Only a tolerance that is wide beside what is expected is told."""

from __future__ import annotations

import pytest

from workbench.languages.java_slack import too_wide


def told(code: str) -> bool:
    text = f"import org.junit.Test;\nclass ATest {{\n  @Test public void a() {{ {code}; }}\n}}\n"
    return bool(list(too_wide({"ATest.java": text})))


@pytest.mark.parametrize(
    "code",
    [
        "assertEquals(30, f(), 30)",
        "assertEquals(0.6, f(), 0.5)",
        'assertEquals("share", 0.6, f(), 0.5)',
        "assertEquals(f(), -2.0, 1.0)",
        "assertThat(f(), closeTo(140, 100))",
        "assertThat(f()).isCloseTo(3.0, within(2.0))",
        "assertThat(f()).isCloseTo(3.0, withPercentage(60))",
    ],
)
def test_a_tolerance_of_half_the_number_or_more_is_wide(code: str) -> None:
    assert told(code)


@pytest.mark.parametrize(
    "code",
    [
        "assertEquals(30, f(), 0.01)",
        "assertEquals(0, f(), 0.1)",
        "assertEquals(0.0, f(), 1e-9)",
        'assertEquals(3, f(), "three")',
        "assertEquals(a, b, 10)",
        "assertEquals(100, f(), DELTA)",
        "assertThat(f(), closeTo(140, 5))",
        "assertThat(f()).isCloseTo(3.0, withPercentage(5))",
        "assertEquals(500, count(), 60)",
    ],
)
def test_any_other_is_not(code: str) -> None:
    assert not told(code)
