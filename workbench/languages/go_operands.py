"""Guards inside Go expressions: for mutants in declarations, whose statement has no second form.

Go has no conditional expression, and its constants take the type of their surroundings. So numbers
are moved by shifts, which leave an untyped constant to its surroundings: `(7 + 1>>__muShr(p, n))`
is 7, or 8 when n is active. Operators become generic functions of their operands.
"""

from __future__ import annotations

from collections.abc import Sequence

from workbench.languages.go_literals import integer
from workbench.languages.go_support import NAMES
from workbench.languages.go_types import Kind, Package, is_literal
from workbench.languages.mutation import Mutant
from workbench.languages.schemata import Piece, Site, Wrap
from workbench.languages.syntax import Node, ancestors, children, text_of

Held = Sequence[tuple[int, Mutant]]


def operand_form(node: Node, held: Held, probe: int, package: Package) -> list[Site] | None:
    """The sites for mutants of this very node; None when it cannot be guarded."""
    numbers = [n for n, _ in held]
    at = (node.start_byte, node.end_byte)
    operators = {m.operator for _, m in held}
    match node.type:
        case "int_literal" if operators == {"integer"}:
            if _wanted(node, package) == "float":
                return [Site(*at, _valued(probe, numbers, [m.after for _, m in held], "float64"))]
            return [Site(*at, _shifted(text_of(node), probe, held))]
        case "float_literal" | "interpreted_string_literal" | "raw_string_literal":
            return [Site(*at, _valued(probe, numbers, [m.after for _, m in held], ""))]
        case "binary_expression" if operators == {"arithmetic"} and not is_literal(node):
            return _called(node, "left", "right", probe, numbers, "")
        case "unary_expression" if operators == {"unary"}:
            return _signed(node, probe, numbers)
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
    return lambda original, variants: [*marks, (before, 0), *original, (after, 0), *marks]


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


def _signed(node: Node, probe: int, numbers: Sequence[int]) -> list[Site] | None:
    sign, operand = node.child_by_field_name("operator"), node.child_by_field_name("operand")
    if sign is None or operand is None or text_of(sign) == "!":
        return None
    at = (node.start_byte, node.end_byte)
    if is_literal(operand):
        value = integer(text_of(operand))
        if value is None or text_of(sign) != "-":
            return None
        text = f"(-{value} + {2 * value}>>__muShr({probe}, {numbers[0]}))"
        return [Site(*at, _replaced(text, numbers))]
    name = "__muNeg" if text_of(sign) == "-" else "__muInv"
    return [
        Site(sign.start_byte, sign.end_byte, _instead("")),
        Site(*at, _around(f"{name}({probe}, {numbers[0]}, ", ")", numbers)),
    ]


def _wanted(node: Node, package: Package) -> Kind:
    """The kind of number that a literal's surroundings want."""
    below = node
    for above in ancestors(node):
        match above.type:
            case "binary_expression":
                if text_of(above.child_by_field_name("operator")) in ("<<", ">>"):
                    return "int"
                sides = [above.child_by_field_name(s) for s in ("left", "right")]
                other = next(s for s in sides if s != below)
                if not is_literal(other):
                    return package.kind_of(other)
            case "parenthesized_expression" | "unary_expression" | "expression_list":
                pass
            case "argument_list":
                called = text_of(above.parent.child_by_field_name("function")
                                 if above.parent is not None else None)  # fmt: skip
                return "float" if called.startswith("math.") else package.kind(called)
            case "var_spec":
                return package.kind(text_of(above.child_by_field_name("type")))
            case "literal_value":
                return _element_kind(above, below, package)
            case "literal_element":
                pass
            case "keyed_element":
                pass
            case _:
                return ""
        below = above
    return ""


def _element_kind(value: Node, below: Node, package: Package) -> Kind:
    """The kind of the elements of a composite literal, by its type or its field's."""
    if below.type == "keyed_element":
        key = children(below)[0] if children(below) else None
        field = text_of(key)
        if field in package.fields:
            return package.kind(package.fields[field])
    if value.parent is None or value.parent.type != "composite_literal":
        return ""
    named = package.under(text_of(value.parent.child_by_field_name("type")))
    return package.kind(named.rpartition("]")[2])
