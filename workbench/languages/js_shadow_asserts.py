"""Assertions in JavaScript and TypeScript, turned into ones that honest code fails: `expect` in
jest's and in chai's manner, `should`, `node:assert`, chai's `assert`, `console.assert`.

The value an assertion expects is perturbed where that is certain to make it fail; else it says the
opposite (`.not`, another operator) on the same line.
"""

from __future__ import annotations

import re

from workbench.languages.js_shadow_conditions import Conditions, Flow
from workbench.languages.js_shadow_values import Values, bare
from workbench.languages.js_source import Source, arguments
from workbench.languages.syntax import Node, text_of

# Matchers that expect a value, by the position of it.
_VALUE = {
    "toBe": 0, "toEqual": 0, "toStrictEqual": 0, "toHaveLength": 0, "toMatchObject": 0,
    "toMatchInlineSnapshot": 0, "toThrowErrorMatchingInlineSnapshot": 0, "toHaveProperty": 1,
    "toHaveBeenCalledTimes": 0, "toBeCalledTimes": 0, "toHaveReturnedWith": 0, "toReturnWith": 0,
    "toHaveReturnedTimes": 0, "toReturnTimes": 0, "toHaveLastReturnedWith": 0,
    "toHaveNthReturnedWith": 1, "toBeTypeOf": 0, "toHaveResolvedWith": 0,
    "equal": 0, "equals": 0, "eq": 0, "eql": 0, "eqls": 0, "lengthOf": 0, "members": 0,
    "ordered": 0, "property": 1,
}  # fmt: skip
_NEAR = {"toBeCloseTo", "closeTo", "approximately"}
_CALLED = {
    "toHaveBeenCalledWith": 0, "toBeCalledWith": 0, "toHaveBeenLastCalledWith": 0,
    "lastCalledWith": 0, "toHaveBeenNthCalledWith": 1, "nthCalledWith": 1,
    "toHaveBeenCalledExactlyOnceWith": 0,
}  # fmt: skip
_AMONG = {"toContain", "toMatch", "include", "includes", "contain", "contains", "string", "match"}
_THROWS = {"toThrow", "toThrowError", "throw", "throws", "Throw"}
_STORED = {"toMatchSnapshot", "toThrowErrorMatchingSnapshot"}
_TURNED = {
    "toBeTruthy": "toBeFalsy", "toBeFalsy": "toBeTruthy",
    "toBeDefined": "toBeUndefined", "toBeUndefined": "toBeDefined",
}  # fmt: skip
# These assert by being named; `expect(f).to.throw;` without its call asserts nothing.
CHAI_STATES = {
    "true", "false", "null", "undefined", "ok", "empty", "exist", "NaN", "finite", "extensible",
    "sealed", "frozen", "called", "calledOnce", "calledTwice", "rejected", "fulfilled",
}  # fmt: skip
CHAI_WORDS = {
    "a", "an", "instanceof", "instanceOf", "above",
    "below", "least", "most", "within", "greaterThan", "lessThan", "gt", "lt", "gte", "lte",
    "satisfy", "oneOf", "keys", "key", "respondTo", "property", "ownProperty", "change", "increase",
    "decrease", *_AMONG, *_THROWS, *_NEAR, "equal", "equals", "eq", "eql", "eqls", "lengthOf",
    "members", "length", "rejectedWith",
}  # fmt: skip
ASSERT_MODULES = {"assert", "node:assert", "assert/strict", "node:assert/strict", "chai", "vitest"}
_ASSERT_VALUE = {
    "equal": 1, "strictEqual": 1, "deepEqual": 1, "deepStrictEqual": 1, "partialDeepStrictEqual": 1,
    "lengthOf": 1, "sameMembers": 1, "sameDeepMembers": 1, "sameOrderedMembers": 1,
    "sameDeepOrderedMembers": 1, "typeOf": 1, "propertyVal": 2, "deepPropertyVal": 2,
}  # fmt: skip
_ASSERT_TURNED = {
    "notEqual": "equal", "notStrictEqual": "strictEqual", "notDeepEqual": "deepEqual",
    "notDeepStrictEqual": "deepStrictEqual", "doesNotMatch": "match", "doesNotThrow": "throws",
    "doesNotReject": "rejects", "isNotNull": "isNull", "isDefined": "isUndefined",
    "isUndefined": "isDefined", "exists": "notExists", "notExists": "exists",
    "isNotEmpty": "isEmpty", "isEmpty": "isNotEmpty", "isAbove": "isAtMost", "isAtMost": "isAbove",
    "isBelow": "isAtLeast", "isAtLeast": "isBelow", "instanceOf": "notInstanceOf",
    "notInstanceOf": "instanceOf", "isArray": "isNotArray", "isObject": "isNotObject",
    "isString": "isNotString", "isNumber": "isNotNumber", "isFunction": "isNotFunction",
    "isNaN": "isNotNaN", "notInclude": "include", "property": "notProperty",
    "notProperty": "property", "isNotArray": "isArray", "isBoolean": "isNotBoolean",
    "isNotOk": "isOk", "notOk": "isOk",
}  # fmt: skip


class Assertions(Conditions):
    """Perturbs assertions of one file."""

    def __init__(self, source: Source, values: Values, flow: Flow) -> None:
        super().__init__(values, flow)
        self._asserts = {
            name: imported
            for name, (module, imported) in source.bindings.items()
            if module in ASSERT_MODULES
            and (module not in ("chai", "vitest") or imported in ("assert", "*", "default"))
        }

    def assertion(self, node: Node) -> bool:
        """Perturb an assertion; False for anything else."""
        if node.type == "call_expression":
            callee = node.child_by_field_name("function")
            if callee is None:
                return False
            name = text_of(callee)
            if name == "console.assert":
                given = arguments(node)
                if given:
                    self.flip(given[0], True)
                return bool(given)
            if name == "expect.assertions":
                given = arguments(node)
                return bool(given) and self.expected(given[0])
            if name.split(".")[0] in self._asserts and "(" not in name:
                return self._assert(node, callee, name)
            if callee.type == "member_expression":
                return self._matcher(callee, node)
            return False
        if node.type == "member_expression" and _stands_alone(node):
            return self._matcher(node, None)
        return False

    def _matcher(self, member: Node, call: Node | None) -> bool:
        """`expect(x)...toBe(y)`, `expect(x).to.be.true`, `x.should.equal(y)`."""
        name = text_of(member.child_by_field_name("property"))
        chain = chain_of(member)
        if chain is None:
            return False
        if call is None and name not in CHAI_STATES:
            return False
        if call is not None and name not in CHAI_WORDS and not re.match(r"to[A-Z]", name):
            return False
        if self._values.touched(call if call is not None else member):
            return True
        negation = next((m for m in chain if text_of(_property(m)) == "not"), None)
        if negation is not None:
            holder, word = negation.child_by_field_name("object"), _property(negation)
            assert holder is not None
            self._edits.replace(holder.end_byte, word.end_byte, "")
            return True
        if name in _STORED:
            return True
        if call is None or not self._expecting(name, call, arguments(call)):
            self._oppose(member, name)
        return True

    def _expecting(self, name: str, call: Node, given: list[Node]) -> bool:
        """Another expectation; False where only the opposite is certain."""
        if any(g.type == "spread_element" for g in given):
            return False
        values = self._values
        if name in _THROWS:
            return self._thrown(call, given, message_counts=True)
        if name in _CALLED:
            return self._called(call, given[_CALLED[name] :])
        if name in _NEAR:
            return bool(given) and values.perturb(given[0], self._near(name, given))
        if name in _AMONG and given:
            return values.pattern(bare(given[0])) or values.strange(given[0])
        if name in ("toBeInstanceOf", "instanceof", "instanceOf") and given:
            self._edits.replace(given[0].start_byte, given[0].end_byte, values.error(call))
            return True
        at = _VALUE.get(name)
        if at is None or len(given) <= at:
            return False
        if name.endswith("InlineSnapshot"):
            return values.perturb(given[-1])
        return self.expected(given[at])

    def _near(self, name: str, given: list[Node]) -> float | None:
        if name == "toBeCloseTo" or len(given) < 2:
            return 0.5
        plain = bare(given[1])
        return float(text_of(plain)) + 0.5 if plain.type == "number" else None

    def _oppose(self, member: Node, name: str) -> None:
        word, holder = _property(member), member.child_by_field_name("object")
        assert holder is not None
        if name in _TURNED:
            self._edits.replace(word.start_byte, word.end_byte, _TURNED[name])
        else:
            self._edits.insert(holder.end_byte, ".not")

    def _called(self, call: Node, given: list[Node]) -> bool:
        for value in given:
            self.expected(value)
        if not given:
            self._values.strong += 1
            self._edits.insert(call.end_byte - 1, str(self._values.dice(call).between(2, 97)))
        return True

    def _thrown(self, call: Node, given: list[Node], *, message_counts: bool, at: int = 0) -> bool:
        """What a function is expected to throw, the first of `given` from `at` on."""
        values = self._values
        error = values.error(call)
        if len(given) <= at:
            end = given[-1].end_byte if given else call.end_byte - 1
            self._edits.insert(end, f", {error}" if given else error)
            return True
        wanted = bare(given[at])
        if wanted.type in ("string", "template_string"):
            if message_counts:
                return values.strange(wanted)
            self._edits.insert(given[at].start_byte, f"{error}, ")
            return True
        if wanted.type == "regex":
            return values.pattern(wanted)
        if wanted.type in ("identifier", "member_expression") and re.match(
            r"[A-Z]", text_of(wanted).rsplit(".", 1)[-1]
        ):
            self._edits.replace(wanted.start_byte, wanted.end_byte, error)
            return True
        return values.perturb(given[at])

    def _assert(self, node: Node, callee: Node, full: str) -> bool:
        """A call of `node:assert` or of chai's `assert`."""
        first, _, rest = full.partition(".")
        imported = self._asserts[first]
        name = rest.rsplit(".", 1)[-1] or (imported if imported not in ("*", "default") else "ok")
        if name in ("strict", "assert"):
            name = "ok"
        given = arguments(node)
        if not given or any(g.type == "spread_element" for g in given):
            return False
        if self._values.touched(node):
            return True
        if name in ("ok", "isOk", "isTrue"):
            self.flip(given[0], True)
        elif name == "isFalse":
            self.flip(given[0], False)
        elif name in ("ifError", "isNull"):
            self._values.wrap(given[0])
        elif name in _ASSERT_VALUE and len(given) > _ASSERT_VALUE[name]:
            at = _ASSERT_VALUE[name]
            return self.equal(given[0], given[at]) if at == 1 else self.expected(given[at])
        elif name in ("closeTo", "approximately") and len(given) > 2:
            self._values.perturb(given[1], self._near(name, given[1:]))
        elif name in ("throws", "rejects"):
            done = self._thrown(node, given, message_counts=imported == "assert", at=1)
            return done or self._values.wrap(given[1])
        elif name == "match" and len(given) > 1:
            return self._values.pattern(bare(given[1])) or self._values.wrap(given[1])
        elif name == "include" and len(given) > 1:
            return self._values.strange(given[1]) or self._values.wrap(given[1])
        elif name in _ASSERT_TURNED:
            word = callee.child_by_field_name("property")
            if word is None:
                return False
            self._edits.replace(word.start_byte, word.end_byte, _ASSERT_TURNED[name])
        else:
            return False
        return True


def _property(member: Node) -> Node:
    found = member.child_by_field_name("property")
    assert found is not None
    return found


def chain_of(member: Node) -> list[Node] | None:
    """The members between `expect(...)` and a matcher, None for any other chain."""
    found: list[Node] = []
    here: Node | None = member
    should = False
    while here is not None and here.type in ("member_expression", "call_expression"):
        if here.type == "member_expression":
            found.append(here)
            should = should or text_of(here.child_by_field_name("property")) == "should"
            here = here.child_by_field_name("object")
            continue
        callee = here.child_by_field_name("function")
        if text_of(callee) in ("expect", "expect.soft", "expect.poll", "chai.expect"):
            return found
        here = callee
    return found if should else None


def _stands_alone(node: Node) -> bool:
    parent = node.parent
    while parent is not None and parent.type in ("await_expression", "parenthesized_expression"):
        parent = parent.parent
    return parent is not None and parent.type in ("expression_statement", "arrow_function")
