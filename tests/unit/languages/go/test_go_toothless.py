"""Checks of Go suites that can fail nobody are told; what only looks like one is not. What a run
surely comes to is not asked."""

from __future__ import annotations

import pytest

from workbench.languages.base import Inventory
from workbench.languages.go_inventory import read_inventory
from workbench.languages.hearing import asking, idle_checks
from workbench.model.task import Framework, LanguageName, Suite

HEAD = """package s

import (
\t"testing"

\t"github.com/stretchr/testify/assert"
\tmust "github.com/stretchr/testify/require"
)

var rows = []struct{ n int; want string; fails bool }{{1, "a", false}}

func TestA(t *testing.T) {
"""


def suite_of(body: str) -> tuple[Suite, Inventory]:
    files = {"s_test.go": f"{HEAD}\t{body}\n}}\n"}
    suite = Suite(name="given", role="given", framework=Framework.GO_TEST, files=files)
    return suite, read_inventory(files)


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ('if got != got { t.Error("no") }', "`got` is compared with itself"),
        ('if !(got == got) { t.Error("no") }', "with itself"),
        ('if !reflect.DeepEqual(got, got) { t.Fatal("no") }', "with itself"),
        ('if len(got) < 0 { t.Error("no") }', "never true"),
        ('if -1 >= len(got) { t.Error("no") }', "never true"),
        ('if false { t.Error("no") }', ""),
        ('if ok && false { t.Error("no") }', "`false` is never true"),
        ('if math.Abs(got - 30.0) > 30 { t.Error("no") }', "anything within 30 of it"),
        ("assert.Equal(t, got, got)", "with itself"),
        ("must.Equalf(t, got, got, `no`)", "with itself"),
        ("assert.True(t, true)", "always holds"),
        ("assert.True(t, ok || true)", "always holds"),
        ("assert.False(t, got != got)", "with itself"),
        ("assert.GreaterOrEqual(t, len(got), 0)", "always holds"),
        ("assert.True(t, len(got) >= 0)", "always holds"),
        ("assert.InDelta(t, 30.0, got, 40)", "within 40 of it"),
        ("is := assert.New(t); is.Equal(1, 1)", "with itself"),
    ],
)
def test_a_check_that_holds_whatever_comes_out_is_told(body: str, words: str) -> None:
    found = idle_checks(*suite_of(body), LanguageName.GO)
    assert [(file, line) for file, line, _ in found] == [("s_test.go", 13)] * bool(words)
    assert all(words in said for _, _, said in found)


@pytest.mark.parametrize(
    "body",
    [
        "if f() != f() { t.Error() }",
        'if f() { assert.True(t, true) } else { t.Fatal("no") }',
        "f(func() { assert.True(t, true) })",
        "if got.x != got.x { t.Error() }",
        'if got != got { t.Error("NaN") }',
        "if got != want { t.Error() }",
        "if len(got) == 0 || got[0] != 1 { t.Error() }",
        "if len(got) <= 0 { t.Error() }",
        "if ok || false { t.Error() }",
        "if math.Abs(got - 30.0) > 1e-9 { t.Error() }",
        "if math.Abs(got - want) > 30 { t.Error() }",
        "assert.Equal(t, f(1), f(1))",
        "assert.NotEqual(t, 1, got)",
        "assert.InDelta(t, 30.0, got, 0.5)",
        "assert.Greater(t, len(got), 0)",
        'if got == got { t.Log(got) } else { t.Error("no") }',
        "other.Equal(got, got)",
    ],
)
def test_what_may_fail_is_not_told(body: str) -> None:
    assert idle_checks(*suite_of(body), LanguageName.GO) == []


def asked(body: str) -> list[int]:
    heard = asking(*suite_of(body), LanguageName.GO, "w-")
    assert heard is not None
    if not heard.places:
        assert set(heard.suite.files) == {"s_test.go"}
    given = suite_of(body)[0].files["s_test.go"]
    assert heard.suite.files["s_test.go"].count("\n") == given.count("\n")
    return [line for _, line in heard.places.values()]


@pytest.mark.parametrize(
    "body",
    [
        "if got := f(); got != 1 { t.Error(got) }",
        "for _, row := range rows { t.Run(row.want, func(t *testing.T) {"
        " if f(row.n) != row.want { t.Error() } }) }",
        "for i := 0; i < 3; i++ { assert.Equal(t, i, f(i)) }",
        "if err != nil { t.Fatal() } else { if got != 1 { t.Error() } }",
        "if !assert.NoError(t, err) { return }; assert.Equal(t, 1, got)",
        "if assert.NotNil(t, got) { assert.Equal(t, 1, got.n) }",
        "for _, row := range rows { got, err := f(row.n); if row.fails { if err == nil { t.Error()"
        " }; continue }; if got != row.want { t.Error() } }",
        "switch got, err := f(1); { case err != nil: t.Error(); case got != 1: t.Error() }",
        "if got == 1 { assert.Nil(t, err) } else { assert.Error(t, err) }",
        # Nothing would be told by it.
        "if testing.Short() { assert.Nil(t, err) }",
        "for { if done() { break }; if time.Since(start) > limit { t.Fatal() } }",
        "for i := 0; i < 9; i++ { if done() { break }; if i == 8 { t.Fatal() } }",
        "for _, row := range rows { got, err := f(row.n); if err != nil { if !row.fails {"
        " t.Fatal() }; if err.Error() != row.want { t.Error() } }; assert.Equal(t, row.n, got) }",
        'if got == 1 { t.Fatal("one") ; for range got { assert.Nil(t, got) } }',
        "if strconv.IntSize != 32 { return }; for range f() { assert.Nil(t, got) }",
        'if got != f(1) { if got == 1 { t.Error("1") } else { t.Error("2") } }',
        "if !a.Is(b) || !b.Is(c) { if !a.Is(b) { t.Error(a) }; if !b.Is(c) { t.Error(c) } }",
        "for _, x := range f() { if x == got { seen++; if seen == 9 { t.Error() } } }",
        "if later { t.Skip() }; for range f() { assert.Nil(t, got) }",
    ],
)
def test_what_a_run_surely_comes_to_is_not_asked(body: str) -> None:
    assert asked(body) == []


@pytest.mark.parametrize(
    "body",
    [
        "for range f() { if got != 1 { t.Error() } }",
        "for range f() { got = f(2); if got != 1 { t.Error() } }",
        'if err != nil { if err.Error() != "no" { t.Error() } }',
        "for range f() { if ok := assert.Nil(t, got); !ok { return } }",
        "if got == 1 { t.Log() } else if got != 2 { t.Error() }",
        "if got == 1 { return }; assert.Nil(t, got)",
        "go func() { assert.Nil(t, got) }()",
        "f(func(n int) { if n != 1 { t.Error() } })",
        "switch got { case 1: assert.Nil(t, err) }",
    ],
)
def test_what_a_run_may_leave_is_asked(body: str) -> None:
    assert asked(body) == [13]
