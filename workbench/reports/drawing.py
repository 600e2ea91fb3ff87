"""A chart as SVG text, drawn here: no browser, no network, no script in what comes out."""

from __future__ import annotations

import altair as alt
import vl_convert


def svg(chart: alt.TopLevelMixin) -> str:
    """The chart drawn. Whatever its data say stays text."""
    spec = chart.to_dict()
    version = ".".join(alt.SCHEMA_VERSION.lstrip("v").split(".")[:2])
    return str(vl_convert.vegalite_to_svg(spec, vl_version=version))
