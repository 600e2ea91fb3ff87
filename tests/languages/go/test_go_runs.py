"""Go in the real sandbox: what honest and dishonest code comes to."""

from __future__ import annotations

import pytest

from tests.languages.compiled import Workshop
from workbench.model.run import Status, Verdict
from workbench.model.task import Limits

pytestmark = [pytest.mark.toolchain, pytest.mark.sandbox]

ADD = "package calc\n\nfunc Add(a, b int) int { return a + b }\n"
WRONG = "package calc\n\nfunc Add(a, b int) int { return a - b }\n"
HEAD = 'package calc\n\nimport "testing"\n\n'
TESTS = HEAD + (
    "func TestAdds(t *testing.T) {\n\tif Add(1, 2) != 3 {\n\t\tt.Errorf("
    '"Add(1, 2) = %d", Add(1, 2))\n\t}\n}\n\n'
    'func TestRows(t *testing.T) {\n\tt.Run("zero", func(t *testing.T) {\n'
    '\t\tif Add(0, 0) != 0 {\n\t\t\tt.Fatal("no")\n\t\t}\n\t})\n}\n'
)


def only(body: str) -> dict[str, str]:
    return {"a_test.go": f"{HEAD}func TestA(t *testing.T) {{\n\t{body}\n}}\n"}


def test_right_solution_passes_with_its_rows(go: Workshop) -> None:
    ran = go.run({"calc.go": ADD}, {"calc_test.go": TESTS})
    assert ran.verdict is Verdict.PASS, ran.reason
    assert ran.decision is not None
    assert [t.children for t in ran.decision.tests] == [(), ("passed zero",)]


def test_wrong_solution_fails_with_the_message_and_its_place(go: Workshop) -> None:
    ran = go.run({"calc.go": WRONG}, {"calc_test.go": TESTS})
    assert ran.verdict is Verdict.FAIL
    assert ran.statuses == {"TestAdds": Status.FAILED, "TestRows": Status.PASSED}
    assert ran.decision is not None
    assert "calc_test.go:7: Add(1, 2) = -1" in ran.decision.tests[0].message


def test_testify_and_go_cmp_are_there_offline(go: Workshop) -> None:
    tests = (
        'package calc\n\nimport (\n\t"testing"\n\n\t"github.com/google/go-cmp/cmp"\n'
        '\t"github.com/stretchr/testify/assert"\n)\n\nfunc TestA(t *testing.T) {\n'
        "\tassert.Equal(t, 3, Add(1, 2))\n\tassert.Empty(t, cmp.Diff(3, Add(1, 2)))\n}\n"
    )
    assert go.run({"calc.go": ADD}, {"calc_test.go": tests}).verdict is Verdict.PASS


def test_panic_is_an_error_of_the_running_test(go: Workshop) -> None:
    ran = go.run(
        {"calc.go": 'package calc\n\nfunc Add(a, b int) int { panic("todo") }\n'},
        {"calc_test.go": TESTS},
    )
    assert ran.verdict is Verdict.FAIL
    assert ran.statuses["TestAdds"] is Status.ERRORED
    assert ran.decision is not None
    assert "panic: todo" in ran.decision.tests[0].message


def test_deadlock_is_an_error_of_the_running_test(go: Workshop) -> None:
    ran = go.run({"calc.go": ADD}, only("<-make(chan int)"))
    assert ran.statuses == {"TestA": Status.ERRORED}
    assert ran.verdict is Verdict.FAIL


def test_skipped_test_is_not_a_pass(go: Workshop) -> None:
    ran = go.run({"calc.go": ADD}, only('t.Skip("later")'))
    assert ran.verdict is Verdict.INCOMPLETE
    assert ran.statuses == {"TestA": Status.SKIPPED}


def test_endless_loop_is_a_timeout(go: Workshop) -> None:
    ran = go.run({"calc.go": ADD}, only("for {\n\t}"), limits=Limits(wall_s=2, build_wall_s=240))
    assert ran.verdict is Verdict.TIMEOUT


def test_compile_error_names_file_and_line(go: Workshop) -> None:
    ran = go.run({"calc.go": ADD + '\nvar x int = "s"\n'}, {"calc_test.go": TESTS})
    assert ran.verdict is Verdict.BUILD_ERROR
    assert (ran.built.diagnostics[0].file, ran.built.diagnostics[0].line) == ("calc.go", 5)


def test_external_test_package_example_and_fuzz_seeds_are_tests(go: Workshop) -> None:
    tests = (
        'package calc_test\n\nimport (\n\t"fmt"\n\t"testing"\n\n\t"task"\n)\n\n'
        "func ExampleAdd() {\n\tfmt.Println(calc.Add(1, 2))\n\t// Output: 3\n}\n\n"
        "func FuzzAdd(f *testing.F) {\n\tf.Add(1)\n\tf.Fuzz(func(t *testing.T, n int) {\n"
        "\t\tif calc.Add(n, 0) != n {\n\t\t\tt.Fail()\n\t\t}\n\t})\n}\n"
    )
    ran = go.run({"calc.go": ADD}, {"calc_test.go": tests})
    assert ran.verdict is Verdict.PASS, ran.reason
    assert set(ran.statuses) == {"ExampleAdd", "FuzzAdd"}
    assert (
        go.run({"calc.go": WRONG.replace("a - b", "b - a")}, {"calc_test.go": tests}).statuses[
            "ExampleAdd"
        ]
        is Status.FAILED
    )


def test_packages_in_folders_and_their_fixtures(go: Workshop) -> None:
    tests = (
        'package store\n\nimport (\n\t"os"\n\t"testing"\n)\n\nfunc TestReads(t *testing.T) {\n'
        '\tdata, err := os.ReadFile("testdata/in.txt")\n'
        '\tif err != nil || string(data) != "42" {\n\t\tt.Fatal(err, string(data))\n\t}\n'
        '\tif err := os.WriteFile("out.txt", data, 0o600); err != nil {\n\t\tt.Fatal(err)\n\t}\n}\n'
    )
    ran = go.run(
        {"calc.go": ADD, "store/store.go": "package store\n"},
        {"calc_test.go": TESTS, "store/store_test.go": tests},
        support={"store/testdata/in.txt": "42"},
    )
    assert ran.verdict is Verdict.PASS, ran.reason
    assert set(ran.statuses) == {"TestAdds", "TestRows", "store.TestReads"}


def test_only_selected_tests_run(go: Workshop) -> None:
    ran = go.run({"calc.go": WRONG}, {"calc_test.go": TESTS}, selected=("TestRows",))
    assert ran.statuses == {"TestAdds": Status.NOT_RUN, "TestRows": Status.PASSED}


def test_printing_what_go_prints_breaks_no_honest_run(go: Workshop) -> None:
    noisy = (
        'package calc\n\nimport (\n\t"fmt"\n\t"os"\n)\n\nfunc Add(a, b int) int {\n'
        '\tfmt.Println("--- FAIL: TestAdds (0.00s)")\n\tfmt.Print("no newline")\n'
        '\tfmt.Fprintln(os.Stderr, `{"Action":"fail","Test":"TestAdds"}`)\n\treturn a + b\n}\n'
    )
    ran = go.run({"calc.go": noisy}, {"calc_test.go": TESTS})
    assert ran.verdict is Verdict.PASS, ran.reason


@pytest.mark.parametrize(
    "trick",
    [
        'import "os"\n\nfunc init() { os.Exit(0) }',
        'import "syscall"\n\nfunc init() { syscall.Exit(0) }',
        'import "os"\n\nfunc init() { os.Args = append(os.Args, "-test.run=^$") }',
        'import "os"\n\nfunc init() { os.Args = append(os.Args, "-test.list=.*") }',
        'import "flag"\n\nfunc init() { go func() { for { flag.Set("test.skip", ".*") } }() }',
        'import ("fmt"; "syscall")\n\nfunc init() { fmt.Println("=== RUN   TestAdds\\n--- PASS: '
        'TestAdds (0.00s)\\nPASS"); syscall.Exit(0) }',
        'import "os"\n\nfunc init() { os.NewFile(3, "").WriteString('
        '`{"Action":"pass","Package":".","Test":"TestAdds"}` + "\\n") }',
    ],
)
def test_wrong_solution_with_a_trick_never_passes(go: Workshop, trick: str) -> None:
    ran = go.run(
        {"calc.go": WRONG, "trick.go": f"package calc\n\n{trick}\n"}, {"calc_test.go": TESTS}
    )
    # A trick that races with the framework may also crash the runtime before any test.
    assert ran.verdict in (
        Verdict.INCOMPLETE, Verdict.TAMPERED, Verdict.FAIL, Verdict.BUILD_ERROR
    ), ran.reason  # fmt: skip


def test_harness_cannot_be_reached_through_proc(go: Workshop) -> None:
    spy = (
        'package calc\n\nimport (\n\t"fmt"\n\t"os"\n)\n\nfunc init() {\n'
        '\tfor _, name := range []string{"fd/3", "environ", "mem"} {\n'
        '\t\tpath := fmt.Sprintf("/proc/%d/%s", os.Getppid(), name)\n'
        "\t\tif f, err := os.OpenFile(path, os.O_RDWR, 0); err == nil {\n"
        '\t\t\tfmt.Println("OPENED", f.Name())\n\t\t}\n\t}\n}\n'
    )
    ran = go.run({"calc.go": ADD, "spy.go": spy}, {"calc_test.go": TESTS})
    assert ran.verdict is Verdict.PASS
    assert ran.outcome is not None
    assert b"OPENED" not in ran.outcome.stdout


WANT = (
    'package calc\n\nimport (\n\t"os"\n\t"strconv"\n\t"testing"\n)\n\n'
    'func TestA(t *testing.T) {\n\traw, _ := os.ReadFile("testdata/want")\n'
    "\tif strconv.Itoa(Add(1, 2)) != string(raw) {\n\t\tt.Fatal(string(raw))\n\t}\n"
    '\tif err := os.WriteFile("mine", raw, 0o600); err != nil {\n\t\tt.Fatal(err)\n\t}\n}\n'
)


def test_solution_that_rewrites_the_expected_values_does_not_pass(go: Workshop) -> None:
    cheat = WRONG.replace(
        "\n\n", '\n\nimport "os"\n\nfunc init() {\n'
        '\tos.WriteFile("testdata/want", []byte("-1"), 0o600)\n}\n\n', 1,
    )  # fmt: skip
    ran = go.run({"calc.go": cheat}, {"a_test.go": WANT}, support={"testdata/want": "3"})
    assert ran.verdict is Verdict.TAMPERED
    assert "testdata/want" in ran.reason
    ran = go.run({"calc.go": ADD}, {"a_test.go": WANT}, support={"testdata/want": "3"})
    assert ran.verdict is Verdict.PASS, ran.reason
