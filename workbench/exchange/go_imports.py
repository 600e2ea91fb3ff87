"""Splits a Go text into package clause, code and import paths, and puts used imports back."""

from __future__ import annotations

import re

from workbench.exchange.masks import mask
from workbench.model.task import LanguageName

_PACKAGE = re.compile(r"^package[ \t]+(\w+)[ \t]*\n?", re.M)
_BLOCK = re.compile(r"^import[ \t]*\(([^)]*)\)[ \t]*\n?", re.M)
_SINGLE = re.compile(r'^import[ \t]+(?:(\w+)[ \t]+)?"[^"\n]*"[ \t]*\n?', re.M)
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
    """A Go file that imports exactly those of `specs` that `code` uses as a qualifier."""
    masked = mask(code, LanguageName.GO)
    used = [spec for spec in specs if re.search(rf"(?<![\w.]){_name(spec)}\.\w", masked)]
    block = "".join(f"\t{spec}\n" for spec in used)
    imports = f"import (\n{block})\n\n" if used else ""
    return f"{package}\n\n{imports}{code.lstrip(chr(10))}"


def _name(spec: str) -> str:
    """The name a spec binds: its alias, or the last part of its path that is not a version."""
    alias, _, path = spec.rpartition(" ")
    parts = [p for p in path.strip('"').split("/") if not re.fullmatch(r"v\d+", p)]
    return re.escape(alias or (parts[-1] if parts else ""))
