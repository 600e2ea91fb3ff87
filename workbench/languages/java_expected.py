"""Which literals of a Java suite are expectations: from variables, constants, arguments of helpers
and rows of parametrised tests to the expected sides of its checks."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from workbench.languages.compiled_shadow import Literal, literal, movable
from workbench.languages.java_checks import JavaFile, arguments, method_of, own_call
from workbench.languages.java_readers import GROWING, called_name, declared, only_expected
from workbench.languages.syntax import Node, children, text_of, walk

_KINDS = {
    "decimal_integer_literal": "int",
    "hex_integer_literal": "int",
    "octal_integer_literal": "int",
    "binary_integer_literal": "int",
    "decimal_floating_point_literal": "float",
    "string_literal": "string",
    "character_literal": "char",
    "true": "bool",
    "false": "bool",
}
# Values made of their arguments: other arguments, another value, or an exception.
_FACTORIES = re.compile(
    r"(?:java\.\w+\.)*(?:List|Set|Map|Optional\w*|Stream|IntStream|LongStream|DoubleStream|EnumSet)"
    r"\.(?:of|ofNullable|ofEntries|entry)\Z|(?:Arrays\.(?:asList|stream)|Collections\.singleton\w*|"
    r"(?:BigInteger|BigDecimal|Integer|Long|Short|Byte|Double|Float|Character|Boolean|String)\."
    r"valueOf|Local(?:Date|Time|DateTime)\.(?:of|parse)|Instant\.parse|String\.join|List\.copyOf|"
    r"Set\.copyOf|Map\.entry|entry|asList)\Z"
)
_CLASSES = re.compile(
    r"(?:ArrayList|LinkedList|HashSet|LinkedHashSet|TreeSet|HashMap|LinkedHashMap|TreeMap|"
    r"ArrayDeque|BigDecimal|BigInteger|String|StringBuilder|Integer|Long|Double|AbstractMap\."
    r"SimpleEntry|SimpleEntry)(?:<.*>)?\Z",
    re.DOTALL,
)
_KEEPING = frozenset(
    [
        "toString",
        "toCharArray",
        "collect",
        "toList",
        "stream",
        "boxed",
        "iterator",
        "strip",
        "stripIndent",
        "trim",
        "getBytes",
        "toArray",
        "toUpperCase",
        "toLowerCase",
        "chars",
    ]
)
_DEEPEST = 10


class Expected:
    """Resolves expected values over all files of a suite."""

    def __init__(self, files: Mapping[str, JavaFile]) -> None:
        self.files = files

    def literals(self, node: Node | None, file: JavaFile, depth: int = 0) -> list[Literal]:
        """The literals an expression is made of; nothing where it may be anything else."""
        if node is None or depth > _DEEPEST:
            return []

        def each(parts: list[Node]) -> list[Literal]:
            return [found for part in parts for found in self.literals(part, file, depth + 1)]

        match node.type:
            case kind if kind in _KINDS:
                found = literal(file.path, node, _KINDS[kind])
                return [found] if movable(found) else []
            case "unary_expression":
                inner = node.child_by_field_name("operand")
                return [] if inner is None or text_of(node)[0] not in "-+" else each([inner])
            case "parenthesized_expression" | "array_initializer":
                return each(children(node))
            case "cast_expression" | "array_creation_expression":
                return each([v for v in [node.child_by_field_name("value")] if v is not None])
            case "binary_expression":
                return self._joined(node, file)
            case "method_invocation":
                return self._made(node, file, depth)
            case "object_creation_expression":
                kind_of = text_of(node.child_by_field_name("type"))
                return each(arguments(node)) if _CLASSES.match(kind_of) else []
            case "identifier":
                return self._named(node, file, depth)
            case _:
                return []

    def filled(self, loop: Node, file: JavaFile) -> bool:
        """Whether a loop surely goes round."""
        if loop.type == "for_statement":
            right = None
            condition = loop.child_by_field_name("condition")
            if condition is not None and condition.type == "binary_expression":
                right = condition.child_by_field_name("right")
            if right is None:
                return False
            if right.type == "decimal_integer_literal":
                return text_of(right) != "0"
            base = right.child_by_field_name("object")
            if right.type in ("field_access", "method_invocation") and base is not None:
                return text_of(right).endswith((".length", ".size()")) and self._some(base, file)
            return self._some(right, file)
        over = loop.child_by_field_name("value")
        return over is not None and self._some(over, file)

    def _some(self, node: Node, file: JavaFile) -> bool:
        if node.type == "identifier":
            bound = declared(node, file)
            value = bound.child_by_field_name("value") if bound is not None else None
            return value is not None and value.type != "identifier" and self._some(value, file)
        if node.type == "array_creation_expression":
            node = node.child_by_field_name("value") or node
        if node.type == "array_initializer":
            return bool(children(node))
        if node.type == "method_invocation" and _FACTORIES.match(called_name(node)):
            return bool(arguments(node))
        if node.type == "object_creation_expression":
            return bool(arguments(node)) and self._some(arguments(node)[0], file)
        return node.type == "decimal_integer_literal" and text_of(node) != "0"

    @staticmethod
    def _joined(node: Node, file: JavaFile) -> list[Literal]:
        """Strings put together: the literal ones among them."""
        found = []
        for part in walk(node, lambda n: n.type == "binary_expression"):
            if part.type == "binary_expression":
                if text_of(part.child_by_field_name("operator")) != "+":
                    return []
            elif part.type == "string_literal":
                found.append(literal(file.path, part, "string"))
        return found

    def _made(self, node: Node, file: JavaFile, depth: int) -> list[Literal]:
        if _FACTORIES.match(called_name(node)):
            return [
                found for part in arguments(node) for found in self.literals(part, file, depth + 1)
            ]
        base = node.child_by_field_name("object")
        if base is not None and text_of(node.child_by_field_name("name")) in _KEEPING:
            return self.literals(base, file, depth + 1)
        return []

    def _named(self, node: Node, file: JavaFile, depth: int) -> list[Literal]:
        name, bound = text_of(node), declared(node, file)
        if bound is None:
            return []
        method = method_of(bound)
        scope = method if method is not None else file.root
        if not only_expected(name, file, scope):
            return []
        if bound.type == "formal_parameter":
            return self._given(name, bound, file, depth)
        value = bound.child_by_field_name("value")
        found = self.literals(value, file, depth + 1)
        for owner in file.index.named(name, scope):
            call = owner.parent
            if (
                call is not None
                and call.type == "method_invocation"
                and text_of(call.child_by_field_name("object")) == name
                and text_of(call.child_by_field_name("name")) in GROWING
            ):
                for part in arguments(call):
                    found += self.literals(part, file, depth + 1)
        return found

    def _given(self, name: str, bound: Node, file: JavaFile, depth: int) -> list[Literal]:
        """What a parametrised test's rows or all calls of a helper hand over for a parameter."""
        listed, method = bound.parent, method_of(bound)
        if listed is None or method is None or method.type != "method_declaration":
            return []
        order = [text_of(p.child_by_field_name("name")) for p in children(listed)]
        at = order.index(name)
        marks = [m for mods in children(method, "modifiers") for m in children(mods, "annotation")]
        for mark in marks:
            match text_of(mark.child_by_field_name("name")):
                case "CsvSource":
                    return list(_cells(mark, at, file))
                case "MethodSource":
                    return self._supplied(mark, method, at, file, depth)
        called, found = text_of(method.child_by_field_name("name")), list[Literal]()
        if sum(len(other.methods.get(called, ())) for other in self.files.values()) != 1:
            return []
        for other in self.files.values():
            for name_of in other.index.named(called, other.root):
                call = name_of.parent
                if (
                    call is not None
                    and call.type == "method_invocation"
                    and call.child_by_field_name("name") == name_of
                    and own_call(call)
                ):
                    given = arguments(call)
                    one = (
                        self.literals(given[at], other, depth + 1)
                        if len(given) == len(order)
                        else []
                    )
                    if not one:
                        return []
                    found += one
        return found

    def _supplied(
        self, mark: Node, method: Node, at: int, file: JavaFile, depth: int
    ) -> list[Literal]:
        """A method source's `Arguments.of(...)`: what stands at one place of each."""
        named = next((text_of(n)[1:-1] for n in walk(mark) if n.type == "string_literal"), "")
        supplier = named or text_of(method.child_by_field_name("name"))
        return [
            found
            for source in file.methods.get(supplier, ())
            for call in walk(source)
            if call.type == "method_invocation"
            and re.match(r"((Arguments\.)?(of|arguments))\Z", called_name(call))
            and at < len(arguments(call))
            for found in self.literals(arguments(call)[at], file, depth + 1)
        ]


def _cells(mark: Node, at: int, file: JavaFile) -> Iterator[Literal]:
    """One column of a `@CsvSource` of plain rows."""
    if any(text_of(n) in ("delimiter", "delimiterString", "nullValues", "quoteCharacter")
           for n in walk(mark) if n.type == "identifier"):  # fmt: skip
        return
    for row in walk(mark):
        text = text_of(row)
        if row.type != "string_literal" or text.startswith('"""') or re.search(r"['\\]", text):
            continue
        cells = text[1:-1].split(",")
        if at >= len(cells):
            continue
        start = row.start_byte + 1 + len(",".join(cells[:at]).encode()) + (at > 0)
        cell = cells[at].strip()
        start += len(cells[at]) - len(cells[at].lstrip())
        sign = len(cell) - len(cell.lstrip("-+"))
        kind = (
            "bool" if cell in ("true", "false")
            else "int" if re.fullmatch(r"[-+]?\d+", cell)
            else "float" if re.fullmatch(r"[-+]?\d*\.\d+", cell)
            else "cell"
        )  # fmt: skip
        bare = cell[sign:] if kind in ("int", "float") else cell
        start += sign if kind in ("int", "float") else 0
        if bare:
            yield Literal(file.path, start, start + len(bare.encode()), bare, kind)
