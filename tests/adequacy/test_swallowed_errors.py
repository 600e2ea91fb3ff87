"""A suite that looks at a result only where there is no error accepts whoever always fails: where
errors are values, as where they are thrown."""

from __future__ import annotations

import pytest

from workbench.adequacy.assess import Assessor
from workbench.adequacy.wish import Wish
from workbench.judge.judge import Judge
from workbench.model.task import Task
from workbench.sandboxes.base import Sandbox

pytestmark = [pytest.mark.sandbox, pytest.mark.toolchain]

# The solution, a suite that swallows, and what it has to say to swallow no more.
CASES: dict[str, tuple[str, str, str, str, str, str]] = {
    "go": (
        "half.go",
        'package half\n\nimport "errors"\n\nfunc Half(n int) (int, error) {\n'
        '\tif n%2 != 0 {\n\t\treturn 0, errors.New("odd")\n\t}\n\treturn n / 2, nil\n}\n',
        "half_test.go",
        'package half\n\nimport "testing"\n\nfunc TestHalf(t *testing.T) {\n'
        "\tgot, err := Half(6)\n\tif err == nil {\n\t\tif got != 3 {\n\t\t\tt.Error(got)\n\t\t}\n"
        "\t}\n}\n",
        "if got != 3 {",
        "if err != nil || got != 3 {",
    ),
    "rust": (
        "src/lib.rs",
        "pub fn half(n: i32) -> Result<i32, String> {\n"
        '    if n % 2 != 0 { return Err("odd".to_string()); }\n    Ok(n / 2)\n}\n',
        "tests/half.rs",
        "use task::half;\n\n#[test]\nfn halves() {\n    let got = half(6);\n"
        "    if let Ok(got) = got { assert_eq!(got, 3); }\n}\n",
        "if let Ok(got) = got { assert_eq!(got, 3); }",
        "assert_eq!(got, Ok(3));",
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_who_always_fails_passes_what_swallows_errors(sandbox: Sandbox, name: str) -> None:
    path, code, test_path, tests, swallows, looks = CASES[name]
    sound = tests.replace(swallows, looks).replace("if err == nil {", "{")
    for text, holds in ((tests, False), (sound, True)):
        task = Task.model_validate({
            "id": "half", "title": "Half", "language": name, "prompt": "Half of an even number.",
            "solutions": [{"name": "candidate", "role": "candidate", "files": {path: code}}],
            "suites": [{"name": "given", "role": "given", "files": {test_path: text}}],
        })  # fmt: skip
        wish = Wish(budget_s=60, reruns=1, phases=("gates",))
        *_, found = Assessor(Judge(sandbox), task, wish).steps()
        gates = {gate.name: gate for gate in found.gates}
        assert gates["candidate"].ok, gates["candidate"].detail
        assert gates["constant_fails"].ok is holds, gates["constant_fails"].detail
