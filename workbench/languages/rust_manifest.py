"""What matters of a Cargo.toml when `rustc` is called directly."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

_EDITIONS = ("2015", "2018", "2021", "2024")
_NUMBERS = re.compile(r"\d+(?:\.\d+)*")


@dataclass(frozen=True)
class Manifest:
    """`dependencies` maps the name used in code to (package, version requirement)."""

    package: str = "task"
    crate: str = "task"
    lib: str = "src/lib.rs"
    main: str = "src/main.rs"
    edition: str = "2021"
    features: frozenset[str] = frozenset()
    dependencies: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    present: bool = False
    """Without a Cargo.toml every default crate of the kit may be named."""


def table(value: object) -> dict[str, Any]:
    """`value` when it is a table, else an empty one: hostile manifests hold anything anywhere."""
    return value if isinstance(value, dict) else {}


def load(text: str) -> dict[str, Any]:
    """The TOML tree. Raises ValueError on anything that is not TOML."""
    try:
        return tomllib.loads(text)
    except RecursionError:
        raise ValueError("nested too deep") from None


def read_manifest(files: Mapping[str, str]) -> Manifest:
    """The manifest in the root of a file tree; defaults when there is none or it is broken
    (the build then says so)."""
    if "Cargo.toml" not in files:
        return Manifest()
    try:
        tree = load(files["Cargo.toml"])
    except ValueError:
        return Manifest(present=True)
    package = table(tree.get("package"))
    name = _string(package.get("name"), "task")
    lib = table(tree.get("lib"))
    bins = tree.get("bin")
    first_bin = table(bins[0]) if isinstance(bins, list) and bins else {}
    edition = str(package.get("edition", "2015"))
    dependencies = {
        alias: _dependency(alias, spec)
        for section in ("dependencies", "dev-dependencies")
        for alias, spec in table(tree.get(section)).items()
    }
    return Manifest(
        package=name,
        crate=re.sub(r"\W", "_", _string(lib.get("name"), name)),
        lib=_string(lib.get("path"), "src/lib.rs"),
        main=_string(first_bin.get("path"), "src/main.rs"),
        edition=edition if edition in _EDITIONS else "2021",
        features=_default_features(table(tree.get("features"))),
        dependencies=dependencies,
        present=True,
    )


def _string(value: object, otherwise: str) -> str:
    # Names go into a command line that is kept one step a line, tabs between arguments.
    return value if isinstance(value, str) and re.fullmatch(r"[\w./-]+", value) else otherwise


def _dependency(alias: str, spec: object) -> tuple[str, str]:
    if isinstance(spec, str):
        return alias, spec
    details = table(spec)
    return str(details.get("package", alias)), str(details.get("version", "*"))


def _default_features(features: Mapping[str, Any]) -> frozenset[str]:
    """What `default` switches on, directly or through other features."""
    on: set[str] = set()
    waiting = ["default"]
    while waiting:
        feature = waiting.pop()
        if feature in on or feature not in features:
            continue
        on.add(feature)
        listed = features[feature]
        waiting.extend(f for f in listed if isinstance(f, str)) if isinstance(
            listed, list
        ) else None
    return frozenset(on)


def choose(
    manifest: Manifest, index: Sequence[Mapping[str, Any]]
) -> tuple[dict[str, Mapping[str, Any]], list[str]]:
    """Crate name in code -> entry of the kit's index, and sentences about what the kit lacks."""
    if not manifest.present:
        return {str(e["crate"]): e for e in index if e["default"]}, []
    chosen: dict[str, Mapping[str, Any]] = {}
    lacking: list[str] = []
    for alias, (package, wanted) in sorted(manifest.dependencies.items()):
        offers = [e for e in index if e["package"] == package]
        fitting = [e for e in offers if _compatible(str(e["version"]), wanted, bool(e["default"]))]
        name = re.sub(r"\W", "_", alias)
        if fitting:
            # As cargo names it: the library's own name unless the manifest renames the package.
            chosen[str(fitting[-1]["crate"]) if alias == package else name] = fitting[-1]
        else:
            have = ", ".join(str(e["version"]) for e in offers) or "no version of it"
            lacking.append(f"Cargo.toml asks for {package} {wanted}; the kit has {have}")
    return chosen, lacking


def _compatible(version: str, wanted: str, default: bool) -> bool:
    """Whether cargo would let `version` stand for `wanted`, patch levels aside: the kit has one
    of each series."""
    numbers = _NUMBERS.findall(wanted)
    if not numbers:
        return default
    have, ask = version.split("."), str(numbers[0]).split(".")
    if ask[0] != have[0]:
        return False
    if ask[0] != "0" or len(ask) == 1:
        return True
    return len(have) > 1 and ask[1] == have[1]
