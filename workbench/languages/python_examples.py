"""Examples that a prompt writes down with what comes of them, as a suite: Python.

Read are sessions (`>>> call`, then what is shown) and single calls with what they give, in lines of
code (`call == value`, `call  # value`) or in a sentence ("`call` returns `value`"). A test fails
only where the two plainly differ; whatever cannot be told (a name the prompt leaves out, a value
without a literal, an answer cut short) holds.
"""

from __future__ import annotations

import ast
import doctest
import re
from collections.abc import Iterator

from workbench.languages.calls import call_text
from workbench.languages.python_source import parse
from workbench.model.task import Framework, Solution, Suite

Step = tuple[str, str]
"""what is run, and what the prompt shows of it; nothing where it shows nothing"""
_FILE = "test_told_examples.py"
_MOST = 40
_QUIET = re.compile(r"^\s*(?:```.*|~~~.*|\"\"\"|''')\s*$")
_CONFIGS = frozenset({"setup", "conftest", "noxfile"})
_FENCED = re.compile(r"^\s*(?:```|~~~)")
_IN_CODE = re.compile(r"[ \t]*(?:==|=>|->|→|➞|⇒|#[ \t]*(?:=>|->|→|==|returns?|gives)?)[ \t]*")
_IN_WORDS = re.compile(
    r"`[ \t]*(?:returns?|gives?|is|yields|should return|must return|==|->|→)\s+`"
)
_RAISING = re.compile(r"`[ \t]*(?:raises?|should raise|must raise)\s+`(?P<error>\w+)`")


def told_suite(prompt: str, solution: Solution) -> Suite | None:
    """One test for each session and each single call; None where the prompt shows none."""
    modules, functions = _modules(solution)
    blocks = [block for block in (*_sessions(prompt), *_calls(prompt, functions)) if _shows(block)]
    if not modules or not blocks:
        return None
    shown = enumerate(blocks[:_MOST], start=1)
    tests = [f"def test_{n}():\n    keeps({block!r})\n" for n, block in shown]
    text = _RUNNER.replace("MODULES = ()", f"MODULES = {tuple(modules)!r}")
    return Suite(name="told-examples", role="probe", framework=Framework.PYTEST,
                 files={_FILE: "\n\n".join([text, *tests])})  # fmt: skip


def _modules(solution: Solution) -> tuple[list[str], list[str]]:
    """Names by which the files are imported, and the functions at their top."""
    modules: list[str] = []
    functions: dict[str, None] = {}
    for path, text in solution.files.items():
        tree = parse(text, path) if path.endswith(".py") else ""
        if isinstance(tree, str):
            continue
        name = path.removeprefix("src/").removesuffix(".py").removesuffix("/__init__")
        if all(part.isidentifier() for part in name.split("/")) and name not in _CONFIGS:
            modules.append(name.replace("/", "."))
        functions |= dict.fromkeys(n.name for n in tree.body if isinstance(n, ast.FunctionDef))
    # The outermost last: what a package exports goes before what a part of it holds.
    return sorted(modules, key=lambda m: -m.count(".")), list(functions)


def _shows(block: list[Step]) -> bool:
    return any(want for _, want in block)


def _sessions(prompt: str) -> Iterator[list[Step]]:
    """Those of the prompt as one: a later one goes on with the names of an earlier one."""
    lines = ["" if _QUIET.match(line) else line for line in prompt.expandtabs().split("\n")]
    try:
        found = doctest.DocTestParser().get_examples("\n".join(lines))
    except ValueError:
        return
    steps: list[Step] = []
    for example in found:
        want = example.want.strip()
        if example.exc_msg:
            want = f"Traceback\n{example.exc_msg.strip()}"
        steps.append((example.source, "" if "..." in want else want))
    yield steps


def _calls(prompt: str, functions: list[str]) -> Iterator[list[Step]]:
    code = _code_spans(prompt)
    for name in functions:
        for place in re.finditer(rf"(?<![\w.]){re.escape(name)}\s*\(", prompt):
            before = prompt[: place.start()].rsplit("\n", 1)[-1]
            if re.search(r"\b(?:def|class)\s*$|>>>", before):
                continue
            call = call_text(prompt, place.start())
            if not call or "\n\n" in call:
                continue
            at = place.start() + len(call)
            inside = any(start <= place.start() < end for start, end in code)
            alone = re.fullmatch(r"\s*(?:[-*]\s+|assert\s+|print\()?", before) is not None
            want = _shown(prompt, at, in_code=inside and alone)
            if not want and before.endswith("`"):
                want = _said(prompt, at)
            if want:
                yield [(call, want)]


def _code_spans(prompt: str) -> list[tuple[int, int]]:
    spans, start, at = [], -1, 0
    for line in prompt.split("\n"):
        if _FENCED.match(line):
            if start < 0:
                start = at
            else:
                spans.append((start, at))
                start = -1
        at += len(line) + 1
    return spans


def _shown(prompt: str, at: int, *, in_code: bool) -> str:
    """What stands behind a call in a line of code, where it is a literal and ends the line."""
    between = _IN_CODE.match(prompt, at) if in_code else None
    if between is None:
        return ""
    rest = prompt[between.end() :].split("\n", 1)[0].strip()
    return rest if _is_literal(rest) else ""


def _said(prompt: str, at: int) -> str:
    """What a sentence says that a call gives or raises, between backquotes."""
    raised = _RAISING.match(prompt, at)
    if raised is not None:
        return f"Traceback\n{raised['error']}:"
    between = _IN_WORDS.match(prompt, at)
    if between is None:
        return ""
    said = prompt[between.end() :].split("`", 1)[0].strip()
    return said if "\n\n" not in said and _is_literal(said) else ""


def _is_literal(text: str) -> bool:
    try:
        return Ellipsis not in _parts(ast.literal_eval(text))
    except (ValueError, SyntaxError, TypeError, RecursionError, MemoryError):
        return False


def _parts(value: object) -> list[object]:
    if isinstance(value, list | tuple | set):
        return [part for each in value for part in _parts(each)]
    return [value]


_RUNNER = r'''import ast
import contextlib
import importlib
import io
import sys

MODULES = ()


class Unknown(Exception):
    """Nobody can say whether it holds."""


def names():
    tops = {module.split(".")[0] for module in MODULES}
    for module in [m for m in sys.modules if m.split(".")[0] in tops]:
        del sys.modules[module]  # what another example left behind
    space = {}
    for module in MODULES:
        try:
            found = importlib.import_module(module)
        except ImportError:
            continue
        space.update((k, v) for k, v in vars(found).items() if not k.startswith("__"))
    for module in MODULES:
        with contextlib.suppress(ImportError):
            space.setdefault(module.split(".")[0], importlib.import_module(module.split(".")[0]))
    return space


def run(source, space):
    said = io.StringIO()
    with contextlib.redirect_stdout(said):
        try:
            code = compile(source.strip(), "<prompt>", "eval")
        except SyntaxError:
            exec(compile(source, "<prompt>", "exec"), space)
            return None, said.getvalue()
        return eval(code, space), said.getvalue()


def keeps(steps):
    space, broken = names(), []
    for source, want in steps:
        error = value = None
        said = ""
        try:
            value, said = run(source, space)
        except (NameError, ImportError, SyntaxError, OSError):
            break
        except Exception as found:
            error = found
        with contextlib.suppress(Unknown):
            if want and (what := differs(value, said, error, want)):
                broken.append(f"{' '.join(source.split())[:160]} {what}")
    if broken:
        raise AssertionError("; ".join(broken))


def differs(value, said, error, want):
    if want.startswith("Traceback"):
        shown = want.split("\n", 1)[-1].rstrip(":")
        kind = shown.split(":")[0].split(".")[-1].strip()
        if error is None:
            return f"gives {value!r:.120}, and the prompt shows {shown:.120}"
        if kind in [each.__name__ for each in type(error).__mro__]:
            return ""
        return f"raises {error!r:.120}, and the prompt shows {shown:.120}"
    if error is not None:
        if not literal(want):
            raise Unknown
        return f"raises {error!r:.120}, and the prompt shows {want:.120}"
    if holds(value, said, want):
        return ""
    given = said.strip() if said.strip() and value is None else repr(value)
    return f"gives {given:.120}, and the prompt shows {want:.120}"


def literal(want):
    try:
        ast.literal_eval(want)
    except Exception:
        return False
    return True


def holds(value, said, want):
    if said.strip() and value is None:
        return said.split() == want.split() or literal(want) and said.strip() == str(
            ast.literal_eval(want)
        )
    if said.strip() or not literal(want):
        raise Unknown
    return same(value, ast.literal_eval(want))


def same(got, want):
    rows = (list, tuple)
    if isinstance(want, float) and isinstance(got, (int, float)):
        places = len(repr(want).partition(".")[2]) if "e" not in repr(want) else 12
        return abs(got - want) <= 1.01 * 10.0 ** -places
    if isinstance(got, float) and isinstance(want, int):
        return abs(got - want) < 1e-6
    if isinstance(got, rows) and isinstance(want, rows):
        return len(got) == len(want) and all(map(same, got, want))
    if isinstance(got, dict) and isinstance(want, dict):
        return got.keys() == want.keys() and all(same(got[k], want[k]) for k in want)
    if got == want:
        return True
    if isinstance(got, str) and not isinstance(want, str) and got.strip() == str(want):
        raise Unknown
    plain = (bool, int, float, str, bytes, list, tuple, set, frozenset, dict, type(None))
    if type(got) not in plain:
        raise Unknown
    if isinstance(got, (set, frozenset)) != isinstance(want, (set, frozenset)):
        raise Unknown
    return False
'''
