"""A chart as SVG text, drawn here: no browser, no network, no script in what comes out."""

from __future__ import annotations

from typing import Any

import altair as alt
import vl_convert

from workbench.reports.safe import visible


def svg(chart: alt.TopLevelMixin) -> str:
    """The chart drawn. Whatever its data say stays text."""
    # Without a ground of its own: the page has one, which is dark at times.
    spec = {"background": "transparent", **_drawable(chart.to_dict())}
    version = ".".join(alt.SCHEMA_VERSION.lstrip("v").split(".")[:2])
    return str(vl_convert.vegalite_to_svg(spec, vl_version=version))


def _drawable(value: Any) -> Any:
    """Without the characters that no XML may hold: at one of them whoever draws ends the process
    that asked."""
    if isinstance(value, dict):
        return {_drawable(name): _drawable(part) for name, part in value.items()}
    if isinstance(value, list):
        return [_drawable(part) for part in value]
    return visible(value) if isinstance(value, str) else value
