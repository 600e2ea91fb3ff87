"""A solution that knows calls by heart: right for those, a stub for all else.

They are the examples of the prompt, or the calls that the suite itself makes. Every function of
which some are known gets a line in front of its body that leaves it unless its arguments are those
of one. What it leaves with, its `stub` mutant says.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator, Sequence

from workbench.languages.calls import call_text
from workbench.languages.js_values import expression, value_of
from workbench.languages.js_values import literal as js_text
from workbench.languages.mutation import Mutant
from workbench.languages.python_calls import PythonCalls
from workbench.languages.python_probe import literal as python_text
from workbench.languages.syntax import Node, children, parse, text_of, walk
from workbench.languages.typed_values import go_text, java_text, rust_text
from workbench.languages.values import NotPlain, Value
from workbench.model.task import LanguageName, Solution

_MOST = 40
_FUNCTIONS = {
    LanguageName.GO: ("function_declaration",),
    LanguageName.RUST: ("function_item",),
    LanguageName.JAVA: ("method_declaration",),
    LanguageName.JAVASCRIPT: ("function_declaration", "arrow_function", "function_expression"),
    LanguageName.TYPESCRIPT: ("function_declaration", "arrow_function", "function_expression"),
}
_WORDS = {"True": "true", "False": "false", "None": "null", "nil": "null"}
_GO_IMPORT = '; import __heart "reflect"'

Known = Callable[[str], list[list[Value]]]
"""arguments of the calls of a function, by its name"""

Parameter = tuple[str, str]
"""name and type; the type is empty where the language needs none"""


def examples_only(
    language: LanguageName, solution: Solution, mutants: Sequence[Mutant], prompt: str
) -> Solution | None:
    """None: the prompt shows no call with plain values of a function that can be stubbed."""
    made, _ = knowing(
        language, solution, mutants, "examples-only", lambda name: examples(language, prompt, name)
    )
    return made


def knowing(
    language: LanguageName,
    solution: Solution,
    mutants: Sequence[Mutant],
    called: str,
    known: Known,
) -> tuple[Solution | None, frozenset[str]]:
    """A solution of that name that knows so much, and the functions of which it does; None where
    it knows nothing."""
    files = dict(solution.files)
    seen: set[tuple[str, int]] = set()
    names: set[str] = set()
    # From behind, so that the places of the others stay true.
    for stub in sorted((m for m in mutants if m.operator == "stub"), key=lambda m: -m.start):
        name = name_of(stub)
        if not name or (stub.file, stub.start) in seen:
            continue
        seen.add((stub.file, stub.start))
        shown = known(name)
        edited = _guarded(language, files[stub.file], stub, shown) if shown else None
        if edited is not None:
            files[stub.file] = edited
            names.add(name)
    if not names:
        return None, frozenset()
    if language is LanguageName.GO:
        for path, text in files.items():
            if text != solution.files[path]:
                head = re.search(r"(?m)^package \w+", text)
                at = head.end() if head else 0
                files[path] = text[:at] + _GO_IMPORT + text[at:]
    made = Solution(name=called, role="variant", files=files, expected="fail")
    return made, frozenset(names)


def name_of(stub: Mutant) -> str:
    """The bare name of the function a mutant is in."""
    return re.split(r"\W+", stub.function)[-1]


def examples(language: LanguageName, prompt: str, name: str) -> list[list[Value]]:
    """The arguments of calls the prompt writes down, where they are plain in anybody's manner."""
    if language is LanguageName.PYTHON:
        calls = PythonCalls().examples(prompt, name)
        return [list(c.args) for c in calls if not c.kwargs][:_MOST]
    found: list[list[Value]] = []
    for place in re.finditer(rf"(?<![\w$.]){re.escape(name)}\s*\(", prompt):
        text = call_text(prompt, place.start())
        text = re.sub(r"\b(True|False|None|nil)\b", lambda word: _WORDS[word[0]], text)
        call = expression(text)
        arguments = call.child_by_field_name("arguments") if call is not None else None
        if call is None or arguments is None or call.has_error:
            continue
        try:
            row = [value_of(a) for a in arguments.named_children]
        except NotPlain:
            continue
        if row and row not in found:
            found.append(row)
    return found[:_MOST]


def _guarded(
    language: LanguageName, text: str, stub: Mutant, shown: list[list[Value]]
) -> str | None:
    if language is LanguageName.PYTHON:
        return _python(text, stub, shown)
    data = text.encode()
    body, parameters = _function(language, data, stub)
    if body is None or body.type not in ("block", "statement_block"):
        return None
    if _calls_itself(stub, text_of(body)):
        return None
    known = list(_conditions(language, parameters, shown))
    if not known:
        return None
    guard = f" if (!({' || '.join(known)})) {{ {_leave(language, stub)} }} "
    at = body.start_byte + 1
    return (data[:at] + guard.encode() + data[at:]).decode()


def _calls_itself(stub: Mutant, body: str) -> bool:
    """Its own calls are no examples, though right answers may need them."""
    name = name_of(stub)
    return re.search(rf"(?<![\w$]){re.escape(name)}\s*\(", body) is not None


def _leave(language: LanguageName, stub: Mutant) -> str:
    """What the stub does, as a statement."""
    inside = stub.after.strip()
    if inside.startswith("{"):
        inside = inside[1:-1].strip()
    match language:
        case LanguageName.JAVASCRIPT | LanguageName.TYPESCRIPT:
            return "return"
        case LanguageName.RUST:
            return f"return {inside};" if inside else "return;"
        case LanguageName.JAVA:
            return inside or "return;"
    return inside.rstrip(";")


def _conditions(
    language: LanguageName, parameters: list[Parameter], shown: list[list[Value]]
) -> Iterator[str]:
    for row in shown:
        if len(row) != len(parameters):
            continue
        try:
            same = [_same(language, p, value) for p, value in zip(parameters, row, strict=True)]
        except NotPlain:
            continue
        yield f"({' && '.join(same)})"


def _same(language: LanguageName, parameter: Parameter, value: Value) -> str:
    name, kind = parameter
    match language:
        case LanguageName.GO:
            return f"__heart.DeepEqual({name}, {kind}({go_text(value, kind)}))"
        case LanguageName.RUST:
            written = rust_text(value, kind)
            held = f"*{name}" if kind.lstrip().startswith("&") and "str" not in kind else name
            return f"{held} == {written}"
        case LanguageName.JAVA:
            return f"java.util.Objects.deepEquals({name}, {java_text(value, kind)})"
    return f"JSON.stringify({name}) === JSON.stringify({js_text(value)})"


def _function(
    language: LanguageName, data: bytes, stub: Mutant
) -> tuple[Node | None, list[Parameter]]:
    """The body the stub is of, and its function's parameters."""
    tree = parse("tsx" if stub.file.endswith("x") else language, data)
    found: Node | None = None
    for node in walk(tree.root_node):
        body = node.child_by_field_name("body")
        if node.type not in _FUNCTIONS[language] or body is None:
            continue
        if body.start_byte <= stub.start and stub.end <= body.end_byte:
            found = node  # the last one is the innermost
    if found is None:
        return None, []
    return found.child_by_field_name("body"), list(_parameters(language, found))


def _parameters(language: LanguageName, function: Node) -> Iterator[Parameter]:
    inside = function.child_by_field_name("parameters")
    if inside is None:
        inside = function.child_by_field_name("parameter")
        if inside is not None:
            yield text_of(inside), ""
        return
    for each in inside.named_children:
        kind = text_of(each.child_by_field_name("type"))
        names = (
            each.children_by_field_name("name")
            or [p for p in (each.child_by_field_name("pattern"), each) if p is not None][:1]
        )
        for name in names:
            plain = [name, *children(name)][-1]
            yield text_of(plain if name.type == "mut_pattern" else name), kind


def _python(text: str, stub: Mutant, shown: list[list[Value]]) -> str | None:
    """In front of the first statement, where the stub's line would come to stand."""
    try:
        tree = ast.parse(text)
    except (SyntaxError, ValueError, RecursionError):
        return None
    data = text.encode()
    name = stub.function.rpartition(".")[2]
    indent = stub.after.partition("\n")[2]
    for node in ast.walk(tree):
        if not isinstance(node, ast.FunctionDef) or node.name != name or not indent:
            continue
        given = node.args
        plain = [a.arg for a in (*given.posonlyargs, *given.args)]
        known = list(_python_conditions(plain, shown))
        code = "\n".join(map(ast.unparse, node.body[1:] or node.body))
        if known and not _calls_itself(stub, code):
            stubbed = stub.after.partition("\n")[0]
            guard = f"if not ({' or '.join(known)}): {stubbed}\n{indent}"
            return (data[: stub.start] + guard.encode() + data[stub.start :]).decode()
    return None


def _python_conditions(parameters: list[str], shown: list[list[Value]]) -> Iterator[str]:
    for row in shown:
        try:
            written = ", ".join(map(python_text, row))
        except NotPlain:
            continue
        if row and len(row) <= len(parameters):
            yield f"({', '.join(parameters[: len(row)])},) == ({written},)"
