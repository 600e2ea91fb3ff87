"""Which perturbed assertions a JavaScript test is certain to reach.

A passing run tells nothing of branches: an assertion in a callback the solution may never have
called, or in a loop over what it returned, may never have run. Only what stands on every path
counts; a test without any such assertion is named rather than trusted.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from workbench.languages.js_shadow_values import bare
from workbench.languages.js_source import arguments
from workbench.languages.syntax import Node, ancestors, children, text_of, walk

FUNCTIONS = (
    "arrow_function", "function_expression", "function_declaration", "generator_function",
    "generator_function_declaration", "method_definition",
)  # fmt: skip
_ONCE = {"waitFor", "isolateModules", "isolateModulesAsync", "test", "step", "act", "property",
         "asyncProperty", "doesNotThrow", "doesNotReject"}  # fmt: skip
_EACH = {"forEach", "map"}
_KEEPS = {"entries", "keys", "values", "slice", "map", "from", "concat"}


class Reach:
    """Answers for all files of a suite. `certain` holds the ids of nodes that now fail."""

    def __init__(
        self,
        certain: set[int],
        functions: Mapping[str, Sequence[Node]],
        constants: Mapping[str, Node],
    ) -> None:
        self._certain, self._functions, self._constants = certain, functions, constants
        self._known: dict[tuple[int, bool], bool] = {}
        self._waited = True

    def function(self, node: Node, waited: bool = True) -> bool:
        """Whether calling it is certain to fail; `waited`: somebody waits for its promise, as the
        framework does for a test's."""
        if text_of(node).startswith("async") and not waited:
            return False
        key = (node.id, waited)
        if key not in self._known:
            self._known[key] = False  # calls itself: no reason to fail
            body = node.child_by_field_name("body")
            before, self._waited = self._waited, waited
            if body is None:
                fails = False
            elif body.type == "statement_block":
                fails = self.block(body.named_children)
            else:
                fails = self._expression(body, waited)
            self._waited = before
            self._known[key] = fails
        return self._known[key]

    def block(self, body: Iterable[Node]) -> bool:
        """Whether running these statements is certain to fail."""
        for node in body:
            if self.statement(node):
                return True
            if may_leave(node):
                return False
        return False

    def _part(self, node: Node | None) -> bool:
        return node is not None and self.statement(node)

    def statement(self, node: Node) -> bool:
        """Whether running it is certain to fail."""
        field = node.child_by_field_name
        match node.type:
            case "statement_block" | "finally_clause" | "else_clause" | "program":
                return self.block(node.named_children)
            case "expression_statement" | "throw_statement":
                return any(self._expression(c, False) for c in node.named_children)
            case "return_statement":
                return any(self._expression(c, self._waited) for c in node.named_children)
            case "lexical_declaration" | "variable_declaration":
                values = (d.child_by_field_name("value") for d in children(node))
                return any(v is not None and self._expression(v, False) for v in values)
            case "if_statement":
                if node.id in self._certain:
                    return True
                return self._part(field("consequence")) and self._part(field("alternative"))
            case "for_in_statement":
                right, of = field("right"), field("operator")
                named = text_of(of) in ("of", "in") and right is not None
                return named and self._turns(right) and self._part(field("body"))
            case "for_statement":
                return _counts(node) and self._part(field("body"))
            case "while_statement":
                test = field("condition")
                always = test is not None and text_of(bare(test)) == "true"
                return always and self._part(field("body"))
            case "try_statement":
                return self._try(node)
        return False

    def _try(self, node: Node) -> bool:
        handler = node.child_by_field_name("handler")
        if self._part(node.child_by_field_name("finalizer")):
            return True
        body = node.child_by_field_name("body")
        assert body is not None
        if handler is None:
            return self._part(body)
        catches = self._part(handler.child_by_field_name("body")) or _hands_on(handler)
        # Either it threw, as a passing run must where the body ends in a failure, or it throws
        # now because an assertion in it fails.
        return catches and (_ends_in_failure(body) or self._part(body))

    def _expression(self, node: Node, waited: bool) -> bool:
        """Whether it is certain to fail; what fails in a promise nobody waits for may fail when
        the test is over."""
        node = bare(node)
        if node.id in self._certain:
            return waited or not _promises(node)
        if node.type == "await_expression":
            return any(self._expression(c, True) for c in node.named_children)
        if node.type in ("unary_expression", "yield_expression"):
            return any(self._expression(c, waited) for c in node.named_children)
        if node.type == "assignment_expression":
            right = node.child_by_field_name("right")
            return right is not None and self._expression(right, False)
        if node.type == "new_expression":
            return waited and self._callbacks(node)
        if node.type != "call_expression":
            return False
        callee = node.child_by_field_name("function")
        if callee is None:
            return False
        if callee.type == "identifier":
            called = self._functions.get(text_of(callee), ())
            if called and all(self.function(f, waited) for f in called):
                return True
        elif bare(callee).type in FUNCTIONS:
            return self.function(bare(callee), waited)
        elif callee.type == "member_expression" and self._method(node, callee, waited):
            return True
        return self._callbacks(node)

    def _method(self, node: Node, callee: Node, waited: bool) -> bool:
        name = text_of(callee.child_by_field_name("property"))
        holder = callee.child_by_field_name("object")
        given = [bare(a) for a in arguments(node)]
        assert holder is not None
        if name in ("then", "finally"):
            follows = bool(given) and given[0].type in FUNCTIONS and self.function(given[0])
            return waited and ((follows and len(given) == 1) or self._expression(holder, True))
        if name in _EACH and given and given[0].type in FUNCTIONS:
            # `forEach` drops the promises it is given, `map` hands them on.
            kept = waited and name == "map"
            return self._turns(holder) and self.function(given[0], kept)
        if name == "all" and text_of(holder) == "Promise":
            inside = children(given[0]) if given and given[0].type == "array" else given
            return waited and any(self._expression(i, True) for i in inside)
        if name in _ONCE or (name == "assert" and text_of(holder) == "fc"):
            return any(
                self.function(a, waited) if a.type in FUNCTIONS else self._expression(a, waited)
                for a in given
            )
        return False

    def _callbacks(self, node: Node) -> bool:
        """A function given along that says `done()` behind its assertions: a passing run called
        it, or it would be waiting still."""
        for given in map(bare, arguments(node)):
            if given.type not in FUNCTIONS:
                continue
            made = node.type == "new_expression"
            if made and text_of(node.child_by_field_name("constructor")) == "Promise":
                if self.function(given) or self._finished_in(given):
                    return True
            elif _finishes(given) and self.function(given):
                return True
        return False

    def _finished_in(self, function: Node) -> bool:
        """Whether the body of a promise hands such a callback to somebody."""
        body = function.child_by_field_name("body")
        return body is not None and any(
            self._callbacks(n) for n in walk(body) if n.type == "call_expression"
        )

    def _turns(self, node: Node | None, depth: int = 0) -> bool:
        """Whether iterating over it gives at least one element."""
        if node is None or depth > 8:
            return False
        node = bare(node)
        if node.type in ("array", "object"):
            kinds = {c.type for c in node.named_children}
            return bool(kinds - {"comment", "spread_element"})
        if node.type == "identifier":
            constant = self._constants.get(text_of(node))
            return constant is not None and self._turns(constant, depth + 1)
        if node.type == "call_expression":
            callee = node.child_by_field_name("function")
            if callee is None or callee.type != "member_expression":
                return False
            holder = callee.child_by_field_name("object")
            if text_of(callee.child_by_field_name("property")) not in _KEEPS:
                return False
            given = arguments(node)
            if text_of(holder) in ("Object", "Array"):
                return bool(given) and self._turns(given[0], depth + 1)
            return self._turns(holder, depth + 1)
        return False


def _promises(node: Node) -> bool:
    """Whether an assertion gives its answer in a promise."""
    callee = text_of(node.child_by_field_name("function"))
    late = (".resolves", ".rejects", "expect.poll(", ".doesNotReject", ".eventually")
    return any(word in callee for word in late) or callee == "rejects"


def _counts(node: Node) -> bool:
    """`for (let i = 0; i < 10; i++)` with numbers that make at least one turn."""
    start = node.child_by_field_name("initializer")
    test = node.child_by_field_name("condition")
    if start is None or test is None or test.type != "binary_expression":
        return False
    found = [d.child_by_field_name("value") for d in children(start, "variable_declarator")]
    limit = test.child_by_field_name("right")
    if len(found) != 1 or found[0] is None or limit is None:
        return False
    try:
        low, high = float(text_of(found[0])), float(text_of(limit))
    except ValueError:
        return False
    operator = text_of(test.child_by_field_name("operator"))
    return {"<": low < high, "<=": low <= high, ">": low > high, ">=": low >= high}.get(
        operator, False
    )


def _finishes(function: Node) -> bool:
    """Whether it calls `done`, `resolve`... of a function around it."""
    outer: set[str] = set()
    for around in ancestors(function):
        if around.type in FUNCTIONS:
            given = around.child_by_field_name("parameters") or around.child_by_field_name(
                "parameter"
            )
            outer |= {text_of(n) for n in walk(given) if n.type == "identifier"} if given else set()
    names = {"done", "resolve"} & outer | {n for n in outer if n in ("cb", "res", "r", "next")}
    return any(
        n.type == "call_expression" and text_of(n.child_by_field_name("function")) in names
        for n in walk(function)
    )


def _hands_on(handler: Node) -> bool:
    """`catch (error) { done(error) }`, `throw error`: what was caught fails the test after all."""
    body = handler.child_by_field_name("body")
    for node in children(body) if body is not None else ():
        inside = node.named_children[0] if node.named_children else node
        if node.type == "throw_statement":
            return True
        name = text_of(inside.child_by_field_name("function"))
        if name in ("done", "done.fail", "reject", "next") and arguments(inside):
            return True
    return False


def _ends_in_failure(body: Node) -> bool:
    """`throw`, `expect.fail()`, `assert.fail()`, `fail()`: what a `try` must not come to."""
    for node in walk(body, lambda n: n.type not in FUNCTIONS):
        if node.type == "throw_statement":
            return True
        if node.type == "call_expression":
            name = text_of(node.child_by_field_name("function")).rsplit(".", 1)[-1]
            if name in ("fail", "unreachable"):
                return True
    return False


def may_leave(node: Node) -> bool:
    """Whether a statement may end the block it stands in without failing."""
    leaving = ("return_statement", "continue_statement", "break_statement")
    return any(n.type in leaving for n in walk(node, lambda n: n.type not in FUNCTIONS))
