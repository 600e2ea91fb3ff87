"""Small records of public benchmarks' forms, written for these tests. Each is `add`, done right."""

from __future__ import annotations

import base64
import json
import zlib
from pathlib import Path
from typing import Any

HUMANEVAL = {
    "task_id": "HumanEval/900",
    "prompt": 'def add(a: int, b: int) -> int:\n    """The sum.\n    >>> add(1, 2)\n    3"""\n',
    "entry_point": "add",
    "canonical_solution": "    return a + b\n",
    "test": "METADATA = {}\n\n\ndef check(candidate):\n    assert candidate(1, 2) == 3\n"
    "    assert candidate(-1, 1) == 0\n",
}
HUMANEVAL_X = {
    "task_id": "JavaScript/900",
    "prompt": "/* The sum. */\nconst add = (a, b) => {\n",
    "declaration": "\nconst add = (a, b) => {\n",
    "canonical_solution": "  return a + b;\n}\n\n",
    "test": "const testAdd = () => {\n  console.assert(add(1, 2) === 3)\n}\n\ntestAdd()\n",
    "example_test": "",
}
EVALPLUS = {
    "task_id": "HumanEval/900",
    "prompt": 'def mean(xs: list) -> float:\n    """The mean."""\n',
    "entry_point": "mean",
    "canonical_solution": "\n    return sum(xs) / len(xs)\n\n",
    "contract": '\n    assert len(xs) > 0, "invalid inputs" # $_CONTRACT_$\n',
    "base_input": [[[1.0, 2.0, 4.0]], [[3.0]]],
    "plus_input": [[[1e-3, 7.5]], [[-1.0, 1.0, 0.1]]],
    "atol": 1e-6,
}
MBPP_PLUS = {
    "task_id": "Mbpp/901",
    "prompt": '"""\nWrite a function to find the shared elements.\n"""\n',
    "entry_point": "similar_elements",
    "canonical_solution": "\ndef similar_elements(a, b):\n    return tuple(set(a) & set(b))\n",
    "contract": "",
    "base_input": [[[3, 4, 5], [5, 7, 4]]],
    "plus_input": [[[], [1]]],
    "atol": 0,
}
_MULTI = {
    "py": (
        'def add(a: int, b: int) -> int:\n    """The sum."""\n',
        "    return a + b\n",
        "def check(candidate):\n    assert candidate(1, 2) == 3\n\n"
        "def test_check():\n    check(add)\n\ntest_check()\n",
    ),
    "js": (
        "//The sum.\nfunction add(a, b){\n",
        "  return a + b;\n}\n",
        "const assert = require('node:assert');\n\n\nfunction test() {\n  let candidate = add;\n"
        "  assert.deepEqual(candidate(1, 2), 3);\n}\n\ntest();",
    ),
    "ts": (
        "//The sum.\nfunction add(a: number, b: number): number {\n",
        "  return a + b;\n}\n",
        "declare var require: any;\nconst assert = require('node:assert');\n\n\n"
        "function test() {\n  let candidate = add;\n"
        "  assert.deepEqual(candidate(1, 2),3);\n}\n\ntest();",
    ),
    "go": (
        'package add_test\n\nimport (\n    "testing"\n    "fmt"\n)\n\n// The sum.\n'
        "func add(a int, b int) int {\n",
        "\treturn a + b\n}\n",
        "func TestAdd(t *testing.T) {\n  candidate := add\n"
        "\ttype test struct {\n\t\tactual   int\n\t\texpected int\n\t}\n"
        "   tests := []test{\n     { actual: candidate(1, 2), expected: 3 },\n   }\n\n"
        "\tfor i, tc := range tests {\n"
        '\t\tt.Run(fmt.Sprintf("test num % d", i), func(t *testing.T) {\n'
        "\t\t\tif tc.actual != tc.expected {\n"
        '\t\t\t\tt.Errorf("expected %d, got %d for test %d", tc.expected, tc.actual, i)\n'
        "\t\t\t}\n\t\t})\n\t}\n}\n",
    ),
    "rs": (
        "/// The sum.\nfn add(a: isize, b: isize) -> isize {\n",
        "    a + b",
        "}\n\nfn main() {\n    let candidate = add;\n    assert_eq!(candidate(1, 2), 3);\n}\n",
    ),
    "java": (
        "import java.util.*;\nimport java.lang.reflect.*;\nclass Problem {\n    // The sum.\n"
        "    public static long add(long a, long b) {\n",
        "        return a + b;",
        "    }\n    public static void main(String[] args) {\n"
        "    assert(add((1l), (2l)) == (3l));\n    }\n\n}\n",
    ),
}
MULTIPL_E = {
    tag: {
        "name": "HumanEval_900_add",
        "language": tag,
        "prompt": prompt,
        "tests": tests,
        "completions": [body],
        "stop_tokens": [],
    }
    for tag, (prompt, body, tests) in _MULTI.items()
}
MCEVAL = {
    "Python": {
        "prompt": 'def add(a: int, b: int) -> int:\n    """The sum."""',
        "canonical_solution": "    return a + b",
        "test": "def check(add):\n    assert add(1, 2) == 3\n \ncheck(add)",
    },
    "JavaScript": {
        "prompt": "\n// The sum.\nfunction add(a, b)",
        "canonical_solution": "{\n    return a + b;\n}",
        "test": "(() => {\n    console.assert(add(1, 2) === 3);\n})();",
    },
    "TypeScript": {
        "prompt": "\n// The sum.\nfunction add(a: number, b: number): number",
        "canonical_solution": "{\n    return a + b;\n}",
        "test": "(() => {\n    console.assert(add(1, 2) === 3);\n})();",
    },
    "Go": {
        "prompt": 'package main\n\nimport (\n\t"testing"\n\n'
        '\t"github.com/stretchr/testify/assert"\n)\n'
        "/*\nThe sum.\n*/\nfunc add(a, b int) int {",
        "canonical_solution": "return a + b\n}",
        "test": "func TestAdd(t *testing.T) {\n\tassert := assert.New(t)\n"
        "\tassert.Equal(3, add(1, 2))\n}",
    },
    "Rust": {
        "prompt": "/*\n  The sum.\n*/\nfn add(a: i32, b: i32) -> i32 ",
        "canonical_solution": "{\n    a + b\n}",
        "test": "#[cfg(test)]\nmod tests {\n    use super::*;\n    #[test]\n    fn main() {\n"
        "        assert_eq!(add(1, 2), 3);\n    }\n}",
    },
    "Java": {
        "prompt": "import java.util.*;\n\nclass Solution {\n    /** The sum. */\n"
        "    public static int add(int a, int b)",
        "canonical_solution": "    {\n        return a + b;\n    }",
        "test": "    public static void main(String[] args) {\n        assert add(1, 2) == 3;\n"
        '        System.out.println("All tests passed");\n    }\n}',
    },
}
for _language, _record in MCEVAL.items():
    _record |= {
        "task_id": f"{_language}/900",
        "entry_point": "add",
        "signature": "add(a, b)",
        "docstring": "The sum.",
        "instruction": f"Write a {_language} function `add` to solve the following:\nThe sum.",
        "level": "easy",
    }
_CASES = [{"input": "1 2\n", "output": "3\n", "testtype": "stdin"}]
LIVECODEBENCH = {
    "question_id": "abc900_a",
    "question_title": "A. Add",
    "question_content": "Print the sum.",
    "platform": "atcoder",
    "difficulty": "easy",
    "contest_id": "abc900",
    "starter_code": "",
    "public_test_cases": json.dumps(_CASES),
    "private_test_cases": json.dumps([{**_CASES[0], "input": "2 2\n", "output": "4.0"}]),
    "metadata": "{}",
    "code_list": ["a, b = map(int, input().split())\nprint(a + b)"],
}
LIVECODEBENCH_CALL = {
    **LIVECODEBENCH,
    "question_id": "900",
    "starter_code": "class Solution:\n    def add(self, a: List[int], b: int) -> int:\n        ",
    "public_test_cases": json.dumps([{"input": "[1]\n2", "output": "3", "testtype": "functional"}]),
    "private_test_cases": "",
    "metadata": json.dumps({"func_name": "add"}),
    "code_list": [
        "class Solution:\n    def add(self, a: List[int], b: int) -> int:\n        return a[0] + b"
    ],
}


def mceval(language: str) -> dict[str, Any]:
    """The record of one language."""
    return dict(MCEVAL[language])


def packed(value: bytes) -> str:
    """As LiveCodeBench packs its private tests: base64 around zlib."""
    return base64.b64encode(zlib.compress(value)).decode()


def quixbugs(folder: Path) -> Path:
    """A copy of QuixBugs' layout with one program, in Python and Java."""
    files = {
        "python_programs/gcd.py": 'def gcd(a, b):\n    return a\n\n"""\nGreatest divisor.\n"""\n',
        "python_programs/node.py": "class Node:\n    pass\n",
        "correct_python_programs/gcd.py": "def gcd(a, b):\n    return gcd(b, a % b) if b else a\n",
        "json_testcases/gcd.json": "[[13, 13], 13]\n[[37, 600], 1]\n",
        "python_testcases/test_gcd.py": (
            "import pytest\nfrom load_testdata import load_json_testcases\n\n"
            "if pytest.use_correct:\n    from correct_python_programs.gcd import gcd\n"
            "else:\n    from python_programs.gcd import gcd\n\n\n"
            "testdata = load_json_testcases(gcd.__name__)\n\n\n"
            '@pytest.mark.parametrize("input_data,expected", testdata)\n'
            "def test_gcd(input_data, expected):\n    assert gcd(*input_data) == expected\n"
        ),
        "java_programs/GCD.java": (
            "package java_programs;\n\npublic class GCD {\n"
            "    public static int gcd(int a, int b) {\n        return a;\n    }\n}\n"
        ),
        "correct_java_programs/GCD.java": (
            "package correct_java_programs;\n\npublic class GCD {\n"
            "    public static int gcd(int a, int b) {\n"
            "        return b == 0 ? a : gcd(b, a % b);\n    }\n}\n"
        ),
        "java_testcases/junit/GCD_TEST.java": (
            "package java_testcases.junit;\n\nimport org.junit.Test;\n\n"
            "public class GCD_TEST {\n    @Test\n    public void test_0() {\n"
            "        org.junit.Assert.assertEquals(1, java_programs.GCD.gcd(37, 600));\n    }\n}\n"
        ),
    }
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return folder
