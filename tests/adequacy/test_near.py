"""Tolerances too wide to tell right from nearly right are found; exact comparisons, and suites that
look at no number with a fraction, are not accused."""

from __future__ import annotations

import pytest

from workbench.adequacy.near import near_misses_fail
from workbench.adequacy.runs import Runs
from workbench.judge.judge import Judge
from workbench.model.task import Task
from workbench.sandboxes.base import Sandbox

pytestmark = [pytest.mark.sandbox, pytest.mark.toolchain]

CODE = "def _rate(n): return n / 7\n\ndef share(n):\n    return _rate(n)\n\ndef big(n):\n" \
       "    return share(n) > 1\n"  # fmt: skip


def asked(tests: str, prompt: str) -> Task:
    return Task.model_validate({
        "id": "share", "title": "Share", "language": "python", "prompt": prompt,
        "solutions": [{"name": "candidate", "role": "candidate", "files": {"share.py": CODE}}],
        "suites": [{"name": "given", "role": "given", "files": {
            "test_share.py": "import pytest\nfrom share import big, share\n\n"
                             f"def test_a():\n    {tests}\n"}}],
    })  # fmt: skip


@pytest.mark.parametrize(
    ("tests", "prompt", "ok"),
    [
        ("assert share(1) == pytest.approx(0.143, abs=0.05)", "A seventh.", False),
        ("assert 0 < share(1) < 0.2", "A seventh.", False),
        ("assert share(1) == pytest.approx(0.143, abs=0.05)", "Roughly a seventh.", None),
        ("assert share(1) == pytest.approx(1 / 7)", "A seventh.", True),
        ("assert share(1) == pytest.approx(0.143, abs=0.001)", "A seventh.", True),
        ("assert share(1) > 0", "A seventh.", None),
        ("assert big(9) and not big(5)", "Whether a seventh is more than one.", None),
    ],
)
def test_a_suite_that_passes_numbers_that_are_nearly_right_is_found(
    sandbox: Sandbox, tests: str, prompt: str, *, ok: bool | None
) -> None:
    task = asked(tests, prompt)
    found = near_misses_fail(Runs(Judge(sandbox), task), task.candidate)
    assert found.ok is ok, found.detail


def test_nothing_is_held_to_be_noticed_by_a_run_that_could_not_be_made(
    sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    task = asked("assert share(1) == 1 / 7", "A seventh.")
    runs = Runs(Judge(sandbox), task)
    monkeypatch.setattr(runs, "of", lambda *_: None)
    assert near_misses_fail(runs, task.candidate).ok is None


# One in each language that returns a fraction: bare, and (where the language has it) held.
OTHERS: dict[str, tuple[str, str, str, str]] = {
    "javascript": (
        *("share.js", "const share = (n) => n / 7;\nmodule.exports = { share };\n"),
        *("share.test.js", "const { share } = require('./share');\n"
          "test('a', () => { expect(share(1)).toBeCloseTo(0.1428, DIGITS); });\n"),
    ),
    "typescript": (
        *("share.ts", "export function share(n: number): number { return n / 7; }\n"),
        *("share.test.ts", "import { share } from './share';\n"
          "test('a', () => { expect(share(1)).toBeCloseTo(0.1428, DIGITS); });\n"),
    ),
    "go": (
        "share.go",
        "package share\n\nimport \"errors\"\n\nfunc Share(n float64) (float64, error) {\n"
        "\tif n < 0 {\n\t\treturn 0, errors.New(\"negative\")\n\t}\n\treturn n / 7, nil\n}\n",
        "share_test.go",
        "package share\n\nimport (\n\t\"math\"\n\t\"testing\"\n)\n\n"
        "func TestA(t *testing.T) {\n\tgot, _ := Share(1)\n"
        "\tif math.Abs(got-0.1428) > math.Pow10(-DIGITS) {\n\t\tt.Error(got)\n\t}\n}\n",
    ),
    "rust": (
        *("src/lib.rs", "pub fn share(n: f64) -> Result<f64, String> {\n"
          "    if n < 0.0 { return Err(\"negative\".into()); }\n    Ok(n / 7.0)\n}\n"),
        *("tests/share.rs", "use task::share;\n\n#[test]\nfn a() {\n"
          "    assert!((share(1.0).unwrap() - 0.1428).abs() < 0.1f64.powi(DIGITS));\n}\n"),
    ),
    "java": (
        *("Share.java", "class Share { static double of(double n) { return n / 7; } }\n"),
        *("ShareTest.java", "import static org.junit.jupiter.api.Assertions.*;\n"
          "import org.junit.jupiter.api.Test;\nclass ShareTest {\n"
          "  @Test void a() { assertEquals(0.1428, Share.of(1), Math.pow(10, -DIGITS)); }\n}\n"),
    ),
}  # fmt: skip


@pytest.mark.parametrize(("digits", "ok"), [(1, False), (3, True)])
@pytest.mark.parametrize("language", OTHERS)
def test_it_is_found_in_every_language(
    sandbox: Sandbox, language: str, digits: int, *, ok: bool
) -> None:
    path, code, test_path, tests = OTHERS[language]
    task = Task.model_validate({
        "id": "share", "title": "Share", "language": language, "prompt": "A seventh.",
        "solutions": [{"name": "candidate", "role": "candidate", "files": {path: code}}],
        "suites": [{"name": "given", "role": "given",
                    "files": {test_path: tests.replace("DIGITS", str(digits))}}],
    })  # fmt: skip
    runs = Runs(Judge(sandbox), task)
    assert runs.passes(task.candidate), runs.made[task.candidate.digest].reason
    found = near_misses_fail(runs, task.candidate)
    assert found.ok is ok, found.detail
