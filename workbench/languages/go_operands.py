"""Guards inside Go expressions: for mutants in declarations, whose statement has no second form.

Go has no conditional expression, and its constants take the type of their surroundings. So numbers
are moved by shifts, which leave an untyped constant to its surroundings: `(7 + 1>>__muShr(p, n))`
is 7, or 8 when n is active. Operators become generic functions of their operands.
"""

from __future__ import annotations

from collections.abc import Sequence

from workbench.languages.go_composites import element_type
from workbench.languages.go_literals import integer
from workbench.languages.go_support import NAMES
from workbench.languages.go_types import Package, is_literal
from workbench.languages.mutation import Mutant
from workbench.languages.schemata import Piece, Site, Wrap
from workbench.languages.syntax import Node, ancestors, text_of

Held = Sequence[tuple[int, Mutant]]


def operand_form(node: Node, held: Held, probe: int, package: Package) -> list[Site] | None:
    """The sites for mutants of this very node; None when it cannot be guarded."""
    numbers = [n for n, _ in held]
    at = (node.start_byte, node.end_byte)
    operators = {m.operator for _, m in held}
    match node.type:
        case "int_literal" if operators == {"integer"}:
            named = _wanted(node, package)
            if package.kind(named) == "float":
                return [Site(*at, _valued(probe, numbers, [m.after for _, m in held], named))]
            return [Site(*at, _shifted(text_of(node), probe, held))]
        case "float_literal" | "interpreted_string_literal" | "raw_string_literal":
            named = _wanted(node, package)
            if package.kind(named) not in ("float", "string"):
                named = ""
            return [Site(*at, _valued(probe, numbers, [m.after for _, m in held], named))]
        case "binary_expression" if operators == {"arithmetic"} and not is_literal(node):
            return _called(node, "left", "right", probe, numbers, "")
        case "unary_expression" if operators == {"unary"}:
            return _signed(node, probe, numbers, package)
        case "inc_statement" | "dec_statement" if operators == {"arithmetic"}:
            name = "__muInc" if node.type == "inc_statement" else "__muDec"
            sign = Site(node.end_byte - 2, node.end_byte, _instead(""))
            return [sign, Site(*at, _around(f"{name}({probe}, {numbers[0]}, &", ")", numbers))]
        case "assignment_statement" if operators == {"arithmetic"}:
            return _called(node, "left", "right", probe, numbers, "To")
        case "selector_expression" | "identifier" | "field_identifier" if operators == {"call"}:
            whole = node.parent if node.type == "field_identifier" else node
            if whole is None or whole.type != "selector_expression":
                return None  # min and max are no values
            owner = text_of(whole.child_by_field_name("operand"))
            others = [f"{owner}.{m.after}" for _, m in held]
            place = (whole.start_byte, whole.end_byte)
            return [Site(*place, _valued(probe, numbers, others, ""))]
    return None


def _instead(text: str) -> Wrap:
    return lambda original, variants: [(text, 0)]


def _around(before: str, after: str, numbers: Sequence[int]) -> Wrap:
    marks: list[Piece] = [("", n) for n in numbers]
    # A keyword may stand right before: `range"abc"`.
    return lambda original, variants: [*marks, (f" {before}", 0), *original, (after, 0), *marks]


def _valued(probe: int, numbers: Sequence[int], others: Sequence[str], named: str) -> Wrap:
    of = f"[{named}]" if named else ""
    extra = "".join(f", {n}, {text}" for n, text in zip(numbers[1:], others[1:], strict=True))
    name = "__muV" if len(numbers) == 1 else "__muV2"
    before = f"{name}{of}({probe}, {numbers[0]}, {others[0]}{extra}, "
    return _around(before, ")", numbers)


def _shifted(text: str, probe: int, held: Held) -> Wrap:
    """A number that grows by what is shifted out unless its mutant is active."""
    value = integer(text) or 0
    low = min([value, *(integer(m.after) or 0 for _, m in held)])
    terms = [str(low)]
    for number, m in held:
        after = integer(m.after) or 0
        name = "__muShl" if after < value else "__muShr"
        terms.append(f"{abs(after - value)}>>{name}({probe}, {number})")
    return _replaced(f"({' + '.join(terms)})", [n for n, _ in held])


def _replaced(text: str, numbers: Sequence[int]) -> Wrap:
    marks: list[Piece] = [("", n) for n in numbers]
    return lambda original, variants: [*marks, (text, 0), *marks]


def _called(
    node: Node, first: str, second: str, probe: int, numbers: Sequence[int], suffix: str
) -> list[Site] | None:
    sign = node.child_by_field_name("operator")
    left, right = node.child_by_field_name(first), node.child_by_field_name(second)
    if sign is None or left is None or right is None:
        return None
    name = NAMES.get(text_of(sign).removesuffix("=") if suffix else text_of(sign))
    if name is None:
        return None
    before = f"__mu{name}{suffix}({probe}, {numbers[0]}, {'&' if suffix else ''}"
    return [
        Site(sign.start_byte, sign.end_byte, _instead(", ")),
        Site(node.start_byte, node.end_byte, _around(before, ")", numbers)),
    ]


def _signed(node: Node, probe: int, numbers: Sequence[int], package: Package) -> list[Site] | None:
    sign, operand = node.child_by_field_name("operator"), node.child_by_field_name("operand")
    if sign is None or operand is None or text_of(sign) == "!":
        return None
    at = (node.start_byte, node.end_byte)
    if is_literal(operand):
        value, named = integer(text_of(operand)), _wanted(node, package)
        if text_of(sign) == "-" and (value is None or package.kind(named) == "float"):
            return [Site(*at, _valued(probe, numbers, [text_of(operand)], named))]
        if value is None or text_of(sign) != "-":
            return None
        # The literal has mutants of its own, which stay within.
        back = f" + {2 * value}>>__muShr({probe}, {numbers[0]}))"
        return [Site(*at, _around("(", back, numbers))]
    name = "__muNeg" if text_of(sign) == "-" else "__muInv"
    return [
        Site(sign.start_byte, sign.end_byte, _instead("")),
        Site(*at, _around(f"{name}({probe}, {numbers[0]}, ", ")", numbers)),
    ]


def _wanted(node: Node, package: Package) -> str:
    """The type that a literal's surroundings want, "" when it cannot be told."""
    below = node
    for above in ancestors(node):
        match above.type:
            case "binary_expression":
                if text_of(above.child_by_field_name("operator")) in ("<<", ">>"):
                    return "int"
                sides = [above.child_by_field_name(s) for s in ("left", "right")]
                other = next(s for s in sides if s != below)
                if not is_literal(other):
                    return package.type_of(other)
            case "argument_list":
                called = text_of(above.parent.child_by_field_name("function")
                                 if above.parent is not None else None)  # fmt: skip
                if called.startswith("math."):
                    return "float64"
                return called if package.kind(called) and called not in package.results else ""
            case "var_spec":
                return text_of(above.child_by_field_name("type"))
            case "literal_value":
                return element_type(above, below, package)
            case (
                "parenthesized_expression" | "unary_expression" | "expression_list"
                | "literal_element" | "keyed_element"
            ):  # fmt: skip
                pass
            case _:
                return ""
        if above.type != "literal_element":
            below = above
    return ""
