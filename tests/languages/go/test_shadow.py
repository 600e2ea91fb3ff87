"""Shadows of Go suites: what is perturbed, what is left alone, and who passes them."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.languages.compiled import Workshop
from tests.languages.shadowed import assert_sound, changed, run_shadow, shadow_of, survivors
from workbench.model.run import Status, Verdict
from workbench.model.task import LanguageName

CALC = (
    'package calc\n\nimport "errors"\n\nfunc Add(a, b int) int { return a + b }\n\n'
    'func Div(a, b int) (int, error) {\n\tif b == 0 {\n\t\treturn 0, errors.New("by zero")\n\t}\n'
    "\treturn a / b, nil\n}\n\nfunc Both(a, b int) []int { return []int{a, b} }\n\n"
    'func Name(ok bool) string {\n\tif ok {\n\t\treturn "yes"\n\t}\n\treturn ""\n}\n'
)
HEAD = 'package calc\n\nimport "testing"\n\n'
TABLE = """func TestTable(t *testing.T) {
	tests := []struct {
		name string
		a, b int
		want int
	}{
		{"small", 1, 2, 3},
		{name: "zero", a: 0, b: 0, want: 0},
	}
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) {
			if got := Add(tc.a, tc.b); got != tc.want {
				t.Errorf("Add(%d, %d) = %d, want %d", tc.a, tc.b, got, tc.want)
			}
		})
	}
}
"""


def lines(body: str, head: str = HEAD, seed: int = 6) -> list[str]:
    """The changed lines of one test's body, or of whole functions."""
    source = head + (body if "func Test" in body else f"func TestA(t *testing.T) {{\n{body}\n}}\n")
    shadow = shadow_of(LanguageName.GO, {"a_test.go": source}, seed=seed)
    assert shadow.unperturbed == {}
    return changed(source, shadow.suite.files["a_test.go"])


def test_expected_literal_is_moved_and_inputs_are_not() -> None:
    assert lines('\tif Add(1, 2) != 3 {\n\t\tt.Fatal("no")\n\t}') == ["if Add(1, 2) != 4 {"]


def test_expected_column_of_a_table_is_found_by_the_comparison() -> None:
    assert lines(TABLE) == [
        '{"small", 1, 2, 4},',
        '{name: "zero", a: 0, b: 0, want: 1},',
    ]


def test_same_seed_gives_the_same_shadow_and_another_seed_another_value() -> None:
    assert lines(TABLE, seed=5) == lines(TABLE, seed=5)
    assert len({tuple(lines(TABLE, seed=seed)) for seed in range(8)}) > 1


def test_column_that_is_also_an_input_turns_the_comparison() -> None:
    body = TABLE.replace("Add(tc.a, tc.b)", "Add(tc.want, 0)")
    assert lines(body) == ["if got := Add(tc.want, 0); got == tc.want {"]


def test_table_in_a_support_file_is_moved_there() -> None:
    cases = (
        "package calc\n\nvar cases = []struct {\n\tin  int\n\twant []string\n}{\n"
        '\t{1, []string{"ab"}},\n\t{2, nil},\n}\n'
    )
    body = (
        HEAD.replace('"testing"', '(\n\t"reflect"\n\t"testing"\n)')
        + "func TestA(t *testing.T) {\n\tfor _, c := range cases {\n\t\tgot := F(c.in)\n"
        '\t\tif !reflect.DeepEqual(got, c.want) {\n\t\t\tt.Fatal("no")\n\t\t}\n\t}\n}\n'
    )
    shadow = shadow_of(LanguageName.GO, {"a_test.go": body}, support={"cases_test.go": cases})
    assert shadow.unperturbed == {}
    assert shadow.suite.files["a_test.go"] == body
    assert changed(cases, shadow.suite.support["cases_test.go"]) in (
        [['{1, []string{"bb"}},']],
        ['{1, []string{"bb"}},'],
        ['{1, []string{"ac"}},'],
    )


def test_guards_stay_where_a_value_is_surely_compared() -> None:
    body = (
        "\tgot, err := Div(4, 2)\n\tif err != nil {\n\t\tt.Fatal(err)\n\t}\n"
        '\tif got != 2 {\n\t\tt.Fatal("no")\n\t}'
    )
    assert lines(body) == ["if got != 3 {"]


def test_guards_are_turned_where_nothing_else_is_certain() -> None:
    body = "\tif _, err := Div(4, 0); err == nil {\n\t\tt.Fatal(err)\n\t}"
    assert lines(body) == ["if _, err := Div(4, 0); err != nil {"]
    body = "\tif _, err := Div(4, 2); err != nil {\n\t\tt.Fatal(err.Error())\n\t}"
    assert lines(body) == ["if _, err := Div(4, 2); err == nil {", "t.Fatal(err)"]


def test_argument_of_a_helper_is_moved_at_its_calls() -> None:
    body = (
        "func check(t *testing.T, got, want int) {\n\tt.Helper()\n\tif got != want {\n"
        '\t\tt.Errorf("%d %d", got, want)\n\t}\n}\n\n'
        "func TestA(t *testing.T) {\n\tcheck(t, Add(1, 2), 3)\n}\n\n"
        "func TestB(t *testing.T) {\n\tcheck(t, Add(2, 2), 4)\n}\n"
    )
    assert lines(body) == ["check(t, Add(1, 2), 4)", "check(t, Add(2, 2), 5)"]


def test_testify_moves_what_is_expected_or_takes_the_opposite() -> None:
    head = HEAD.replace('"testing"', '(\n\t"testing"\n\t"github.com/stretchr/testify/assert"\n)')
    assert lines("\tassert.Equal(t, 3, Add(1, 2))", head) == ["assert.Equal(t, 4, Add(1, 2))"]
    assert lines("\tis := assert.New(t)\n\tis.Equal(true, F())", head) == ["is.Equal(false, F())"]
    assert lines('\tassert.Truef(t, F(), "x")', head) == ['assert.Falsef(t, F(), "x")']
    moved = lines('\tassert.Contains(t, Name(true), "es")', head)
    assert len(moved) == 1
    assert moved[0].startswith('assert.Contains(t, Name(true), "es')


def test_numbers_at_the_end_of_their_type_still_compile() -> None:
    assert lines("\tif F() != uint8(255) {\n\t\tt.Fail()\n\t}") == ["if F() != uint8(254) {"]


def test_test_without_a_check_is_sealed() -> None:
    assert lines("\tAdd(1, 2)") == ["func TestA(t *testing.T) { defer t.Fail();"]


def test_a_suite_that_cannot_be_read_is_left_alone_and_says_so() -> None:
    broken = HEAD + "func TestA(t *testing.T) {\n\tif 1 {{\n}\n"
    shadow = shadow_of(LanguageName.GO, {"a_test.go": broken})
    assert shadow.suite.files == {"a_test.go": broken}
    assert "not valid Go" in shadow.unperturbed["TestA"]


FORMS = (
    """package calc

import (
	"fmt"
	"reflect"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

type row struct {
	a, b      int
	want      int
	expectErr bool
}

var rows = []row{{4, 2, 2, false}, {1, 0, 0, true}}

func TestErrRows(t *testing.T) {
	for i := range rows {
		got, err := Div(rows[i].a, rows[i].b)
		if (err != nil) != rows[i].expectErr {
			t.Fatalf("%v", err)
		}
		if got != rows[i].want {
			t.Fatalf("%d", got)
		}
	}
}

func TestBranches(t *testing.T) {
	for _, tc := range rows {
		got, err := Div(tc.a, tc.b)
		if tc.expectErr {
			if err == nil {
				t.Fatal("no error")
			}
			continue
		}
		switch {
		case err != nil:
			t.Fatalf("%s", err.Error())
		case got != tc.want:
			t.Fatal(got)
		}
	}
}

func TestSlices(t *testing.T) {
	want := []int{1, 2}
	got := Both(1, 2)
	if len(got) != len(want) {
		t.Fatal(len(got))
	}
	for i := range want {
		if got[i] != want[i] {
			t.Errorf("%d", i)
		}
	}
	if !reflect.DeepEqual(got, want) {
		t.Error(got)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestMap(t *testing.T) {
	for in, want := range map[int]string{1: "1", 2: "2"} {
		if got := fmt.Sprint(Add(in, 0)); got != want {
			t.Error(got)
		}
	}
}

func TestText(t *testing.T) {
	if !strings.Contains(Name(true), "e") {
		t.Error("no e")
	}
	if Name(false) != "" {
		t.Error("not empty")
	}
}

func TestPanics(t *testing.T) {
	defer func() {
		if r := recover(); r == nil {
			t.Error("did not panic")
		}
	}()
	_ = Both(1, 2)[7]
}

func TestTestify(t *testing.T) {
	require.NoError(t, nil)
	assert.Equal(t, []int{3, 4}, Both(3, 4))
	assert.ElementsMatch(t, []int{4, 3}, Both(3, 4))
	assert.InDelta(t, 3, Add(1, 2), 0.1)
	assert.Len(t, Both(1, 2), 2)
}

func TestOnlyTruth(t *testing.T) {
	assert.True(t, Add(1, 2) > 2)
	assert.NotEmpty(t, Both(1, 2))
}

func TestBackground(t *testing.T) {
	done := make(chan int)
	go func() { done <- Add(1, 1) }()
	<-done
}

func ExampleAdd() {
	fmt.Println(Add(1, 2))
	// Output:
	// 3
}

func FuzzAdd(f *testing.F) {
	f.Add(1)
	f.Fuzz(func(t *testing.T, n int) {
		if Add(n, 0) != n {
			t.Fail()
		}
	})
}
"""
    + TABLE
)


@pytest.mark.sandbox
@pytest.mark.toolchain
def test_honest_solution_fails_every_form(go: Workshop) -> None:
    assert_sound(go, {"calc.go": CALC}, {"calc_test.go": FORMS})


CHEATS = {
    "leaves before any test": "func init() { os.Exit(0) }\n",
    "prints what the framework would": (
        "func init() {\n\tfor _, line := range []string{"
        '"=== RUN   TestTable", "--- PASS: TestTable (0.00s)", "PASS"} {\n'
        '\t\tfmt.Printf("\\x16%s\\n", line)\n\t\tfmt.Println(line)\n\t}\n\tos.Exit(0)\n}\n'
    ),
}


@pytest.mark.sandbox
@pytest.mark.toolchain
@pytest.mark.parametrize("trick", CHEATS)
def test_forged_results_do_not_fail_the_shadow(go: Workshop, trick: str) -> None:
    source = CALC.replace('import "errors"', 'import (\n\t"errors"\n\t"fmt"\n\t"os"\n)')
    source = source.replace("return a + b", "return len(fmt.Sprint())") + "\n" + CHEATS[trick]
    ran = run_shadow(go, {"calc.go": source}, {"calc_test.go": HEAD + TABLE})
    assert ran.built.ok, ran.reason
    assert Status.FAILED not in ran.statuses.values()
    assert ran.verdict is not Verdict.FAIL


@pytest.mark.data
@pytest.mark.sandbox
@pytest.mark.toolchain
@pytest.mark.parametrize(("format_name", "every"), [("aider-polyglot", 10), ("humanevalpack", 20)])
def test_example_solutions_fail_their_shadows(
    go: Workshop, data_folder: Path, format_name: str, every: int
) -> None:
    assert survivors(go, format_name, data_folder / format_name / "go.jsonl", every) == []
