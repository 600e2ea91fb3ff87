"""Rust that makes and tells values of the types a solution declares."""

from __future__ import annotations

from workbench.languages.rust_calls_kinds import Kind


def told_in_words(path: str, name: str, open_: bool) -> str:
    """A type that cannot be made: its `Debug` words, or its name alone."""
    words = '&s::format!("{:?}", self)' if open_ else f'"<{name}>"'
    return (
        f"impl Tell for {path} {{ fn tell(&self, to: &mut String) {{ "
        f'own("{name}", {words}, to) }} }}\n'
    )


def told_in_parts(path: str, kind: Kind) -> str:
    """An enum, or a struct of plain fields."""
    name = kind.declared
    match kind.name:
        case "enum":
            rows = [(v, Kind("record", (), 0, v)) for v in kind.variants]
            tell = " ".join(
                f'{path}::{v} => {{ to.push_str("[\\"u\\",\\"{name}::{v}\\"]") }}' for v, _ in rows
            )
            return _both(path, _choose(path, rows), f"match self {{ {tell} }}")
        case "choice":
            rows = [(part.declared, part) for part in kind.parts]
            tell = " ".join(
                f"{_pattern(f'{path}::{v}', part)} => {{ {_tell_variant(name, v, part)} }}"
                for v, part in rows
            )
            return _both(path, _choose(path, rows), f"match self {{ {tell} }}")
    return _both(path, _make(path, kind), f"let {_pattern(path, kind)} = self; {_tell(kind)}")


def _both(path: str, give: str, tell: str) -> str:
    return (
        f"impl Give for {path} {{ fn give(from: &mut Words<'_>) -> Self {{ {give} }} }}\n"
        f"impl Tell for {path} {{ fn tell(&self, to: &mut String) {{ {tell} }} }}\n"
    )


def _choose(path: str, rows: list[tuple[str, Kind]]) -> str:
    made = " ".join(f"{n} => {_make(f'{path}::{v}', part)}," for n, (v, part) in enumerate(rows))
    return f"match from.count() {{ {made} _ => unsafe {{ _exit(87) }} }}"


def _make(path: str, kind: Kind) -> str:
    if kind.variants:
        return f"{path} {{ {', '.join(f'{name}: give(from)' for name in kind.variants)} }}"
    return f"{path}({', '.join('give(from)' for _ in kind.parts)})" if kind.parts else path


def _pattern(path: str, kind: Kind) -> str:
    if kind.variants:
        return f"{path} {{ {', '.join(f'{n}: p{at}' for at, n in enumerate(kind.variants))} }}"
    return f"{path}({', '.join(f'p{at}' for at in range(len(kind.parts)))})" if kind.parts else path


def _tell_variant(name: str, variant: str, kind: Kind) -> str:
    if not kind.parts:
        return f'to.push_str("[\\"u\\",\\"{name}::{variant}\\"]");'
    head = f'"[\\"v\\",\\"{name}\\",\\"{variant}\\""'
    if kind.variants:
        return f"to.push_str({head}); to.push(','); {_tell(kind)} to.push(']');"
    items = ", ".join(f"told(p{at})" for at in range(len(kind.parts)))
    return f"row({head}, IntoIterator::into_iter([{items}]), to);"


def _tell(kind: Kind) -> str:
    """A record as a dictionary of its fields, or as a tuple where they have no names."""
    if kind.variants:
        rows = (f'pair("{name}", told(p{at}))' for at, name in enumerate(kind.variants))
    else:
        rows = (f"told(p{at})" for at in range(len(kind.parts)))
    tag = "D" if kind.variants else "T"
    items = f"let items: [String; {len(kind.parts)}] = [{', '.join(rows)}];"
    return f'{items} row("[\\"{tag}\\"", IntoIterator::into_iter(items), to);'
