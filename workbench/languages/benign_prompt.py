"""What a prompt's words leave free, and what they make a requirement."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from workbench.languages.benign_json import speaks_of_json_text
from workbench.languages.benign_ties import speaks_of_ties
from workbench.languages.benign_values import Free, is_listed
from workbench.languages.js_shadow_reach import FUNCTIONS as NODE_FUNCTIONS
from workbench.languages.syntax import Node, ancestors, text_of, walk
from workbench.model.task import LanguageName, Solution

# Words by which a prompt asks for no order at all.
_ANY_ORDER = re.compile(
    r"\b(?:any|arbitrary|no particular|no special|unspecified|whatever|either) order\b"
    r"|\border (?:of (?:the )?[\w `]{1,40} )?(?:does not|doesn['’]t|is not|isn['’]t|need not)"
    r" (?:be )?(?:matter|important|relevant|specified|defined|fixed|guaranteed)\b"
    r"|\border is (?:irrelevant|unspecified|undefined|free|left open|unimportant)\b"
    r"|\b(?:regardless|irrespective) of (?:the |their )?order\b",
    re.IGNORECASE,
)
# What comes in any order says nothing of what is given back.
_COMES_IN = re.compile(
    r"\b(?:input|given|argument|parameter|pass(?:ed)?|arriv\w*|accept\w*|takes?|come|appear|receiv\w*|"
    r"call(?:s|ed)?|add(?:ed)?)\b",
    re.IGNORECASE,
)
_COMES_OUT = re.compile(r"\s*(?:they|these|(?:the )?(?:results?|answers?|output))\b", re.IGNORECASE)
_ORDER = re.compile(r"\b(?:order|sort|first|last|alphabetic\w*|ascending|descending)")
_OF_KEYS = re.compile(
    r"\b(?:keys?|entry|entries|objects?|maps?|mappings?|records?|dictionar\w+|propert\w+|fields?|sets?"
    r"|insert\w*|iterat\w+|json|stringif\w+|serialis\w+|serializ\w+)\b"
)
_ROUNDED = re.compile(r"\bround(?:ed|s|ing)?\b|\bdecimals?\b")
_NODE = (LanguageName.JAVASCRIPT, LanguageName.TYPESCRIPT)
_NAMED = {
    LanguageName.PYTHON: ("function_definition",),
    LanguageName.JAVA: ("method_declaration",),
}
"""functions whose lists are turned round"""

Leaves = Callable[[Node], bool]
"""Whether what is given at a place leaves the solution, and no part of it looks at it before."""


def ruled_out(prompt: str) -> set[str]:
    """Kinds of edits that the prompt's words forbid."""
    words = _ANY_ORDER.sub(" ", prompt.lower())
    out: set[str] = set()
    if re.search(r"\b(?:stderr|standard error|silent|no output|must not print|prints?)\b", words):
        out.add("logging")
    if "tuple" in words or re.search(r"\[[^\]\n]*\]|\([^)\n]*,[^)\n]*\)", words):
        # An example shows which of the two is meant.
        out.add("tuple")
    if _ORDER.search(words):
        out.add("order")
    if speaks_of_ties(prompt):
        out.add("ties")
    if speaks_of_json_text(prompt):
        out.add("json")
    return out


def rounds(prompt: str) -> bool:
    """Whether numbers are asked for with few decimals."""
    return _ROUNDED.search(prompt.lower()) is not None


def in_any_order(prompt: str, root: Node, language: LanguageName) -> Free:
    """The functions of which a sentence says that what comes out may have any order; where it names
    none, the only one that gives a list. In Python and Java."""
    sentences = re.split(r"(?<=[.!?])\s+|\n\s*\n|\n\s*[-*]\s", prompt)
    said = [
        frozenset(re.findall(r"\w+", s))
        for s in sentences
        if any(
            _ANY_ORDER.search(c) and (_COMES_OUT.match(c) or not _COMES_IN.search(c))
            for c in s.split(";")
        )
    ]  # fmt: skip
    return _meant(said, root, language) if said and language in _NAMED else frozenset()


def _meant(said: Sequence[frozenset[str]], root: Node, language: LanguageName) -> Free:
    functions = [node for node in walk(root) if node.type in _NAMED[language]]
    every = {text_of(node.child_by_field_name("name")): node for node in functions}
    listed = {name: _private(name, node) for name, node in every.items() if _lists(node, language)}
    named = frozenset(name for words in said for name in words & listed.keys())
    shown = [name for name, private in listed.items() if not private]
    nameless = any(not words & every.keys() for words in said)
    found = named | frozenset(shown if nameless and len(shown) == 1 else ())
    # What the solution itself calls may need its order.
    return frozenset(
        name for name in found if len(re.findall(rf"\b{name}\s*\(", text_of(root))) == 1
    )


def _lists(function: Node, language: LanguageName) -> bool:
    """Whether it may give a list: of Python only its values tell."""
    if language is LanguageName.PYTHON:
        return True
    return is_listed(text_of(function.child_by_field_name("type")))


def _private(name: str, function: Node) -> bool:
    return name.startswith("_") or "private" in text_of(function).partition("(")[0]


def orders_keys(prompt: str) -> bool:
    """Whether a prompt may ask for an order of keys: a sentence of it speaks of both, or all of it
    of written objects."""
    words = prompt.lower()
    if re.search(r"\bjson|\bstringif|\bserialis|\bserializ", words):
        return True
    sentences = re.split(r"(?<=[.!?;])\s|\n\s*\n|\n\s*[-*\d]", words)
    return any(_ORDER.search(s) and _OF_KEYS.search(s) for s in sentences)


def freed(solution: Solution, language: LanguageName, prompt: str) -> Leaves | None:
    """A prompt that speaks of an order may mean that of a list, while keys of an object have none
    that equality asks for. They may be turned where a function ends that only tests call. In
    JavaScript and TypeScript."""
    if language not in _NODE or orders_keys(prompt):
        return None
    text = "\n".join(solution.files.values())

    def leaves(value: Node) -> bool:
        around = [a for a in ancestors(value) if a.type in NODE_FUNCTIONS]
        if len(around) != 1:
            return False
        named = around[0].child_by_field_name("name")
        holder = around[0].parent
        if named is None and holder is not None and holder.type == "variable_declarator":
            named = holder.child_by_field_name("name")
        own = around[0].type in ("function_declaration", "method_definition")
        name = text_of(named)
        calls = len(re.findall(rf"(?<![\w$]){re.escape(name)}\s*\(", text)) if name else 0
        return bool(name) and calls == own

    return leaves
