"""A prompt or tests that give the answer away are named."""

from __future__ import annotations

import pytest

from tests.unit.lint.tasks import LONG, a_task, found


def test_a_prompt_that_holds_the_solution_is_a_leak_and_one_that_holds_a_helper_is_none() -> None:
    tests = "from price import price\ndef test_a(): assert price([]) == 0\n"
    assert (
        found(a_task("python", LONG, tests, f"Write price.\n```\n{LONG}```"), "leak")[0][0]
        == "high"
    )
    helper = LONG.replace("price(items)", "base(items)")
    both = f"{helper}\ndef price(items):\n    found = base(items)\n    return found or None\n"
    assert found(a_task("python", both, tests, f"Write price with\n```\n{helper}```"), "leak") == []


def test_tests_that_hold_the_solution_are_a_leak() -> None:
    tests = f"import price as own\n{LONG}\ndef test_a(): assert own.price([]) == price([])\n"
    assert "tests hold" in found(a_task("python", LONG, tests), "leak")[0][1]


COMMENTED = {
    "python": ("# {}", '"""\n{}"""\n'), "javascript": ("// {}", "/*\n{}*/\n"),
    "go": ("// {}", "/*\n{}*/\n"), "rust": ("/// {}", "/*\n{}*/\n"),
    "java": (" * {}", "/**\n{}*/\n"),
}  # fmt: skip


@pytest.mark.parametrize("language", sorted(COMMENTED))
def test_an_answer_that_is_commented_out_in_tests_or_prompt_is_a_leak(language: str) -> None:
    line, block = COMMENTED[language]
    solution = {
        "python": LONG,
        "javascript": "export function price(items) {\n  let total = 0;\n"
        "  for (const i of items) {\n"
        "    if (i.count > 10) { total += i.count * i.price * 0.9; }\n"
        "    else { total += i.count * i.price; }\n  }\n  return Math.round(total);\n}\n",
        "go": "package price\n\nfunc Price(items []Item) float64 {\n\ttotal := 0.0\n"
        "\tfor _, i := range items {\n\t\tif i.Count > 10 {\n"
        "\t\t\ttotal += i.Count * i.Price * 0.9\n"
        "\t\t} else {\n\t\t\ttotal += i.Count * i.Price\n\t\t}\n\t}\n\treturn total\n}\n",
        "rust": "pub fn price(items: &[Item]) -> f64 {\n    let mut total = 0.0;\n"
        "    for i in items {\n        if i.count > 10.0 { total += i.count * i.price * 0.9; }\n"
        "        else { total += i.count * i.price; }\n    }\n    total\n}\n",
        "java": "public class Price {\n  static double price(List<Item> items) {\n"
        "    double total = 0;\n    for (Item i : items) {\n"
        "      if (i.count > 10) { total += i.count * i.price * 0.9; }\n"
        "      else { total += i.count * i.price; }\n    }\n    return total;\n  }\n}\n",
    }[language]
    lines = "".join(f"{line.format(x)}\n" for x in solution.splitlines())
    for hidden in (lines, block.format(solution)):
        assert "tests hold" in found(a_task(language, solution, hidden), "leak")[0][1]
        told = a_task(language, solution, "", f"Write price.\n```\n{hidden}```\n")
        assert "prompt holds" in found(told, "leak")[0][1]
    assert found(a_task(language, solution, line.format("price")), "leak") == []


def test_a_candidate_that_only_knows_the_tests_values_is_a_leak() -> None:
    known = {f"secret-{n}": f"answer-{n}" for n in range(6)}
    tests = "from price import price\n" + "".join(
        f"def test_{n}(): assert price({q!r}) == {a!r}\n" for n, (q, a) in enumerate(known.items())
    )
    task = a_task("python", f"TABLE = {known!r}\ndef price(n): return TABLE[n]\n", tests)
    assert found(task, "leak")[0][0] == "medium"
