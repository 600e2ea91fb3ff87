"""`workbench session database`: what whoever keeps a PostgreSQL database runs, once a team."""

from __future__ import annotations

import importlib
from collections.abc import Iterator, Sequence
from typing import cast

from workbench.errors import InputError, MissingTool


def prepare(url: str, leads: Sequence[str], reviewers: Sequence[str]) -> Iterator[str]:
    """Schema, roles and grants, and a login for each person; what was done, a sentence each.

    Raises MissingTool without the driver, InputError for a login that may not or a name that is
    none, FutureVersion for a database that a newer workbench prepared.
    """
    both = sorted({*leads} & {*reviewers})
    if both:
        raise InputError(
            f"{', '.join(both)}: name a lead as --lead alone",
            mend="a lead may review in sessions that name the lead as a reviewer",
        )
    try:
        # Only who keeps sessions in a database needs its driver.
        schema = importlib.import_module("workbench.store.sessions.postgres_schema")
    except ModuleNotFoundError as error:
        raise MissingTool(
            f"sessions in a database need the package {error.name}",
            mend="pip install 'reviewer-workbench[postgres]'",
        ) from None
    return cast(Iterator[str], schema.prepare(url, leads, reviewers))
