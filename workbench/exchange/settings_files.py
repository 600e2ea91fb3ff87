"""TOML and YAML that foreign tasks bring along, read as plain values of bounded size."""

from __future__ import annotations

import tomllib
from typing import Any

import yaml

from workbench.exchange.base import Fields, Refused

_MAX = 1 << 20


def toml(text: str, name: str) -> Fields:
    """A table. Raises Refused."""
    _short(text, name)
    try:
        return Fields(tomllib.loads(text), f"{name}: ")
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise Refused(f"{name} is not TOML: {str(error)[:200]}") from None


def yaml_map(text: str, name: str) -> Fields:
    """A mapping of plain values. Anchors are refused: a few lines of them unfold to gigabytes."""
    _short(text, name)
    try:
        if any(isinstance(event, yaml.AliasEvent) for event in yaml.parse(text, yaml.SafeLoader)):
            raise Refused(f"{name} uses YAML aliases")
        value: Any = yaml.safe_load(text)
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        if isinstance(error, Refused):
            raise
        raise Refused(f"{name} is not YAML: {str(error).splitlines()[0][:200]}") from None
    if not isinstance(value, dict) or not all(isinstance(key, str) for key in value):
        raise Refused(f"{name} must be a mapping of names")
    return Fields(value, f"{name}: ")


def _short(text: str, name: str) -> None:
    if len(text) > _MAX:
        raise Refused(f"{name} is larger than {_MAX >> 20} MiB")
