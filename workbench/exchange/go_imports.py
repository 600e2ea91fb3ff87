"""Splits a Go text into package clause, code and import paths, and puts used imports back."""

from __future__ import annotations

import re

from workbench.exchange.masks import mask
from workbench.model.task import LanguageName

_PACKAGE = re.compile(r"^package[ \t]+(\w+)[ \t]*\n?", re.M)
# No parenthesis inside: text that opens one again and again is read once.
_BLOCK = re.compile(r"^import[ \t]*\(([^()]*+)\)[ \t]*\n?", re.M)
_SINGLE = re.compile(r'^import[ \t]+(?:(\w+)[ \t]+)?"[^"\n]*"[ \t]*\n?', re.M)
_COMMON = ("bytes", "errors", "fmt", "math", "math/rand", "regexp", "sort", "strconv", "strings")
_SPEC = re.compile(r'(?:([\w.]+)[ \t]+)?"([^"\n]+)"')


def split_imports(text: str) -> tuple[str, str, tuple[str, ...]]:
    """`package x` (or ''), the text without it and without imports, and the import specs.

    A spec is what stands on its line: `"math"` or `alias "path"`.
    """
    package = ""
    specs: list[str] = []
    cuts: list[tuple[int, int]] = []
    masked = mask(text, LanguageName.GO)
    if found := _PACKAGE.search(masked):
        package = f"package {found[1]}"
        cuts.append(found.span())
    for pattern in (_BLOCK, _SINGLE):
        for found in pattern.finditer(masked):
            cuts.append(found.span())
            inside = text[found.start() : found.end()].removeprefix("import")
            specs.extend(
                f'{alias} "{path}"' if alias else f'"{path}"'
                for alias, path in _SPEC.findall(inside)
            )
    for start, end in sorted(cuts, reverse=True):
        text = text[:start] + text[end:]
    return package, text.lstrip("\n"), tuple(specs)


def with_imports(package: str, specs: tuple[str, ...], code: str) -> str:
    """A Go file that imports exactly those of `specs`, and of the common standard packages, that
    `code` uses as a qualifier. Data sets count on a helper that adds the standard ones."""
    masked = mask(code, LanguageName.GO)
    names = {_name(spec) for spec in specs}
    more = tuple(f'"{path}"' for path in _COMMON if _name(f'"{path}"') not in names)
    used = [spec for spec in specs if _is_used(_name(spec), masked)]
    used += [s for s in more if _is_used(_name(s), masked) and not _is_variable(_name(s), masked)]
    block = "".join(f"\t{spec}\n" for spec in used)
    imports = f"import (\n{block})\n\n" if used else ""
    return f"{package}\n\n{imports}{code.lstrip(chr(10))}"


def _is_used(name: str, masked: str) -> bool:
    return re.search(rf"(?<![\w.)\]]){name}\.[A-Z]", masked) is not None


def _is_variable(name: str, masked: str) -> bool:
    """Whether the code declares a variable of that name: then the dot is a field's, perhaps."""
    return (
        re.search(rf"\bvar[ \t]+{name}\b|\b{name}\b[^\n;:=(){{}}]{{0,200}}:=", masked) is not None
    )


def _name(spec: str) -> str:
    """The name a spec binds: its alias, or the last part of its path that is not a version."""
    alias, _, path = spec.rpartition(" ")
    parts = [p for p in path.strip('"').split("/") if not re.fullmatch(r"v\d+", p)]
    return re.escape(alias or (parts[-1] if parts else ""))
