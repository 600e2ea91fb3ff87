"""What lint remarks in each language, and what it must let pass."""

from __future__ import annotations

import time

import pytest

from tests.unit.lint.tasks import PATHS, PYTHON, a_task, found
from tests.whole import one_in
from workbench.lint.lint import lint
from workbench.lint.suite_names import missing
from workbench.model.task import Provenance, Solution


@pytest.mark.parametrize(
    ("language", "solution", "tests"),
    [
        ("python", "def price(n): return n\n",
         "import requests\nfrom price import price\n"
         "def test_a(): assert price(requests.get('u').n) == 1\n"),
        ("javascript", "export const price = n => n;\n",
         "import { test, expect } from 'vitest';\nimport { price } from './price.js';\n"
         "test('a', async () => { expect(price(await fetch('/x'))).toBe(1); });\n"),
        ("go", "package price\nfunc Price(n int) int { return n }\n",
         'package price\nimport (\n\t"net/http"\n\t"testing"\n)\n'
         'func TestA(t *testing.T) { http.Get("x"); if Price(1) != 1 { t.Fatal() } }\n'),
        ("rust", "pub fn price(n: i32) -> i32 { n }\n",
         "use std::net::TcpStream;\nuse price::price;\n"
         "#[test]\nfn a() { assert_eq!(price(1), 1); }\n"),
        ("java", "public class Price { static int price(int n) { return n; } }\n",
         "import java.net.http.HttpClient;\nimport org.junit.jupiter.api.Test;\n"
         "class PriceTest { @Test void a() { assert Price.price(1) == 1; } }\n"),
    ],
)  # fmt: skip
def test_tests_that_use_the_network_are_named_by_line(
    language: str, solution: str, tests: str
) -> None:
    (one,) = found(a_task(language, solution, tests), "network")
    assert one[0] == "medium"
    assert f"{PATHS[language][1]}:" in one[1]


def test_an_address_that_a_parser_is_given_is_a_remark_and_example_com_is_nothing() -> None:
    tests = "from price import price\ndef test_a(): assert price('https://{}/x') == 1\n"
    real = a_task("python", PYTHON, tests.format("shop.org"))
    assert [f[0] for f in found(real, "network")] == ["low"]
    assert found(a_task("python", PYTHON, tests.format("example.com")), "network") == []


def test_words_of_errors_that_the_prompt_does_not_give_are_remarked() -> None:
    tests = (
        "import pytest\nfrom price import price\n"
        "def test_a():\n"
        "    with pytest.raises(ValueError, match='nothing is below zero'): price(-1)\n"
    )
    assert found(a_task("python", PYTHON, tests), "underived")[0][0] == "medium"
    told = "Write price. It raises ValueError('nothing is below zero')."
    assert found(a_task("python", PYTHON, tests, told), "underived") == []


def test_names_the_prompt_does_not_give_are_remarked_and_those_of_a_skeleton_are_not() -> None:
    tests = "from price import price\ndef test_a(): assert price(1) == 2\n"
    told = "Double a number."
    assert "price" in found(a_task("python", PYTHON, tests, told), "underived")[0][1]
    stub = Solution(name="stub", role="stub", files={"price.py": "def price(n): ...\n"})
    assert found(a_task("python", PYTHON, tests, told, more=(stub,)), "underived") == []


WATCHED = (
    "import {{ test, expect, vi }} from 'vitest';\nimport {{ price }} from './price.js';\n"
    "test('a', () => {{\n  const spy = vi.spyOn({}, '{}');\n"
    "  price([2]);\n  expect(spy).toHaveBeenCalledTimes(1);\n}});\n"
)
SORTED = "export const price = (n) => [...n].sort();\n"


def test_a_double_of_what_the_prompt_does_not_name_is_remarked() -> None:
    tests = WATCHED.format("Array.prototype", "sort")
    ((severity, said),) = found(a_task("javascript", SORTED, tests), "underived")
    assert severity == "medium"
    assert "price.test.js:4 Array.prototype.sort" in said
    told = "Write price. It calls `sort`."
    assert found(a_task("javascript", SORTED, tests, told), "underived") == []


@pytest.mark.parametrize(("owner", "name"), [("Math", "random"), ("console", "log")])
def test_a_double_of_what_comes_from_outside_is_not(owner: str, name: str) -> None:
    task = a_task("javascript", SORTED, WATCHED.format(owner, name))
    assert found(task, "underived") == []


def test_words_of_an_error_that_the_tests_make_themselves_are_theirs() -> None:
    tests = (
        "import { test, expect } from 'vitest';\nimport { price } from './price.js';\n"
        "test('a', () => {\n  const down = () => { throw new Error(`the net is down ${1}`); };\n"
        "  expect(() => price(down)).toThrow('net is down');\n});\n"
    )
    solution = "export const price = (f) => f();\n"
    assert found(a_task("javascript", solution, tests), "underived") == []
    other = tests.replace("toThrow('net is down')", "toThrow('nothing answers')")
    assert found(a_task("javascript", solution, other), "underived")[0][0] == "medium"


def test_a_variable_of_a_functions_own_is_no_name_of_the_solution() -> None:
    tests = (
        "const assert = require('node:assert');\nconst { price } = require('./price');\n"
        "assert.match(price('a'), /a/);\n"
    )
    solution = "function price(s) { const match = /a/.exec(s); return match[0]; }\n"
    assert found(a_task("javascript", solution, tests), "underived") == []


def test_inputs_messages_and_what_is_made_of_inputs_need_no_source() -> None:
    tests = (
        "from price import price\n"
        "def test_a():\n"
        "    assert price('silent night') == 'night silent'\n"
        "    assert price('listen') == 'silent', 'letters are put in order'\n"
    )
    assert found(a_task("python", PYTHON, tests), "underived") == []


def test_a_word_that_only_the_tests_know_is_remarked() -> None:
    tests = "from price import price\ndef test_a(): assert price(7) == 'discounted'\n"
    assert found(a_task("python", PYTHON, tests), "underived")[0][0] == "low"


def test_a_test_hidden_by_a_later_one_of_its_name_is_grave() -> None:
    tests = (
        "from price import price\n"
        "def test_a(): assert price(1) == 3\n"
        "def test_b(): assert price(2) == 4\n"
        "def test_a(): assert price(1) == 2\n"
    )
    assert ("high", "1 test never runs: a later one has its name test_price.py: test_a") in found(
        a_task("python", PYTHON, tests), "test_names"
    )


def test_a_suite_without_tests_and_a_skipped_test_are_grave() -> None:
    empty = a_task("python", PYTHON, "from price import price\nassert price(1) == 2\n")
    skipped = a_task(
        "python", PYTHON,
        "import pytest\nfrom price import price\n"
        "@pytest.mark.skip\ndef test_a(): assert price(1)\n",
    )  # fmt: skip
    assert found(skipped, "test_names")[0][0] == "high"
    framework = empty.given.model_copy(update={"framework": "pytest"})
    assert found(empty.model_copy(update={"suites": (framework,)}), "test_names")[0][0] == "high"


def test_listed_tests_that_the_suite_does_not_hold_are_missing() -> None:
    tests = "from price import price\ndef test_a(): assert price(1) == 2\n"
    task = a_task("python", PYTHON, tests)
    listed = ("tests/test_price.py::test_a", "test_price.py::test_a[1]", "test_price.py::test_gone")
    assert missing(listed, task) == ("test_price.py::test_gone",)


@pytest.mark.parametrize(
    ("language", "phantom"),
    [
        ("python", "class Price:\n    def test_b(self): assert 0\n"),
        ("python", "def outer():\n    def test_b(): assert 0\n"),
        ("go", "func testB(t *testing.T) {}\n"),
        ("rust", "fn test_b() { assert!(true); }\n"),
        ("java", "class MoreTest { void testB() { assert false; } }\n"),
    ],
)
def test_a_function_that_is_named_as_a_test_and_never_run_is_a_phantom(
    language: str, phantom: str
) -> None:
    tests = {
        "python": "from price import price\ndef test_a(): assert price(1) == 2\n",
        "go": 'package price\nimport "testing"\nfunc TestA(t *testing.T) { Price(1) }\n',
        "rust": "use price::price;\n#[test]\nfn a() { assert_eq!(price(1), 2); }\n",
        "java": "import org.junit.jupiter.api.Test;\n"
        "class PriceTest { @Test void a() { assert Price.price(1) == 2; } }\n",
    }[language]
    (one,) = found(a_task(language, "", tests + phantom), "test_names")
    assert one[0] == "medium"
    assert one[1].startswith("1 function is named as a test and never runs")
    used = phantom + f"// {'test_b' if '_b' in phantom else 'testB'}\n" * 2
    if language == "go":
        assert found(a_task(language, "", tests + used), "test_names") == []
    assert found(a_task(language, "", tests), "test_names") == []


def test_methods_that_a_go_suite_runs_are_no_phantoms() -> None:
    tests = (
        'package price\nimport (\n"testing"\n"github.com/stretchr/testify/suite"\n)\n'
        "type ASuite struct { suite.Suite }\nfunc (s *ASuite) TestOne() { s.Equal(2, Price(1)) }\n"
    )
    run = tests + "func TestA(t *testing.T) { suite.Run(t, new(ASuite)) }\n"
    assert found(a_task("go", "", run), "test_names") == []
    unrun = tests + "func TestB(t *testing.T) { Price(1) }\n"
    assert found(a_task("go", "", unrun), "test_names")[0][0] == "medium"


@pytest.mark.parametrize(
    ("language", "solution", "name"),
    [
        ("python", "import polars as pl\nimport json, os.path\n"
                   "def price(n): return pl.sum(n)\n", "polars"),
        ("javascript", "import _ from 'lodash/fp';\nimport fs from 'node:fs';\n"
                       "import { x } from './own.js';\nexport const price = _.sum;\n", "lodash"),
        ("go", 'package price\nimport (\n\t"fmt"\n\t"github.com/google/uuid"\n)\n'
               'func Price(n int) int { fmt.Println(uuid.New()); return n }\n',
         "github.com/google/uuid"),
        ("rust", "use polars::prelude::*;\nuse std::fmt;\npub fn price(n: i32) -> i32 { n }\n",
         "polars"),
        ("java", "import java.util.List;\nimport com.google.common.base.Joiner;\n"
                 "public class Price { static int price(int n) { return n; } }\n",
         "com.google.common"),
    ],
)  # fmt: skip
def test_a_package_nobody_names_a_version_of_is_told_and_the_languages_own_is_not(
    language: str, solution: str, name: str
) -> None:
    said = found(a_task(language, solution, "import price\n"), "dependencies")
    assert [f"medium: {name}" for s, words in said if s == "medium" and words.endswith(f" {name}")]


def test_a_version_range_is_loose_and_an_exact_one_is_not() -> None:
    solution = "import numpy\ndef price(n): return n\n"
    tests = "from price import price\ndef test_a(): assert price(1) == 1\n"
    loose = a_task("python", solution, tests, files={"requirements.txt": "numpy>=1.2\n"})
    exact = a_task("python", solution, tests, files={"requirements.txt": "numpy==2.1.0\n"})
    assert [f[0] for f in found(loose, "dependencies")] == ["low"]
    assert found(exact, "dependencies") == []


def test_a_crate_beside_the_task_needs_no_version() -> None:
    manifest = '[package]\nname = "price"\n[dependencies]\nown = { path = ".." }\nrand = "0.8"\n'
    task = a_task("rust", "use rand::Rng;\npub fn price() {}\n", "", files={"Cargo.toml": manifest})
    assert found(task, "dependencies") == [
        ("low", "packages are named without one exact version Cargo.toml: rand"),
    ]  # fmt: skip


def test_libraries_that_tests_are_written_with_are_no_packages_of_the_task() -> None:
    tests = (
        'package price\nimport (\n\t"testing"\n\t"github.com/stretchr/testify/assert"\n)\n'
        "func TestA(t *testing.T) { assert.Equal(t, 2, Price(1)) }\n"
    )
    assert found(a_task("go", "package price\n", tests), "dependencies") == []


HOSTILE = ("/*", "#[", "import a\n", '"', "'x' ", "test_a ", "f(", "{", "a.", "\n", "// ")


@pytest.mark.parametrize("language", sorted(PATHS))
def test_a_long_hostile_text_is_looked_through_once(language: str) -> None:
    for unit in HOSTILE:
        if one_in(12, f"{language} {unit}"):
            text = (unit * 10_000)[:10_000]
            clock = time.monotonic()
            lint(a_task(language, text, text, text))
            assert time.monotonic() - clock < 10, unit


def test_five_thousand_texts_in_a_test_are_looked_through_once() -> None:
    rows = ", ".join(f"'word{n} other{n}'" for n in range(5_000))
    tests = f"from price import price\ndef test_a(): assert price([{rows}]) == [{rows}]\n"
    clock = time.monotonic()
    lint(a_task("python", PYTHON, tests))
    assert time.monotonic() - clock < 10


@pytest.mark.parametrize(
    ("licence", "severity"),
    [("", "medium"), ("CC-BY-NC-4.0", "medium"), ("GPL-3.0", "low"), ("Own words", "low"),
     ("UNLICENSED", "medium"), ("CC BY-NC 4.0", "medium"), ("none", "medium"),
     ("NOASSERTION", "medium"), ("MITRE terms", "low"), ("CC BY-SA 4.0", "low"),
     ("MIT", None), ("CC BY 4.0", None),
     ("Apache-2.0", None), ("CC-BY-4.0", None)],
)  # fmt: skip
def test_a_licence_is_read_by_its_name(licence: str, severity: str | None) -> None:
    task = a_task("python", PYTHON, "import price\ndef test_a(): assert price.price(1) == 2\n")
    task = task.model_copy(update={"provenance": Provenance(source="here", licence=licence)})
    assert [f[0] for f in found(task, "provenance")] == ([severity] if severity else [])


@pytest.mark.parametrize("language", sorted(PATHS))
def test_broken_and_empty_files_are_read_as_far_as_they_go(language: str) -> None:
    for text in ("", "\x00\xff{{{(((", "def class fn func (" * 200, '"' * 999):
        lint(a_task(language, text or " ", text or " "))
