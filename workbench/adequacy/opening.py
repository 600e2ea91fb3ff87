"""Opens the ground of searches against one solution: what its suite calls, recorded and varied."""

from __future__ import annotations

import re
from collections.abc import Sequence

from workbench.adequacy.domain import Domain
from workbench.adequacy.ground import CORPUS, Ground
from workbench.adequacy.inputs import Maker
from workbench.adequacy.lab import Lab, NotSearchable
from workbench.adequacy.oracle import Oracle
from workbench.adequacy.program_ground import program_ground
from workbench.adequacy.shapes import Shape, shapes_of
from workbench.adequacy.values_made import Ingredients
from workbench.languages.base import Inventory
from workbench.languages.objects import ClassEntry
from workbench.languages.values import key_of
from workbench.model.task import LanguageName, Solution

_WITH_OBJECTS = {LanguageName.PYTHON, LanguageName.JAVASCRIPT, LanguageName.TYPESCRIPT}
_OBJECTS = {
    True: " and makes no object of the solution's classes",
    False: "; programs with objects are not made in this language",
}


def survey(
    lab: Lab,
    trusted: Solution,
    inventory: Inventory,
    *,
    entry: str = "",
    seed: int = 1,
    most: int = CORPUS,
    others: Sequence[Solution] = (),
    vouched: bool = False,
) -> Ground:
    """Everything a search against `trusted` begins with. `entry` names the function; else the one
    the suite calls. `others`: solutions whose constants go into the inputs too. `vouched`: somebody
    answers for `trusted`. Raises NotSearchable."""
    every = lab.calls.entries(trusted, lab.suite)
    entries = tuple(e for e in every if e.name == entry) or every if entry else every
    if not entries:
        objects = _OBJECTS[lab.speaker.name in _WITH_OBJECTS]
        raise NotSearchable(f"the suite calls no function by name that takes plain values{objects}")
    # Objects of classes may be arguments of functions.
    classes = [e for e in every if isinstance(e, ClassEntry) and e not in entries]
    made = lab.record(trusted, inventory, (*entries, *classes))
    called = [e for e in entries if any(m.entry == e.name for m in made)] or [entries[0]]
    # A suite may call a helper first that the prompt only mentions.
    chosen = min(called, key=lambda e: (isinstance(e, ClassEntry), _mentioned(e.name, lab.prompt)))
    made = [m for m in made if m.entry == chosen.name and chosen.given(m.call) is not None]
    texts = [text for s in (trusted, *others) for text in s.files.values()]
    constants = [c for text in texts for c in lab.calls.constants(text)]
    if isinstance(chosen, ClassEntry):
        return program_ground(
            lab, trusted, chosen, made,
            seed=seed, most=most, constants=constants, vouched=vouched,
        )  # fmt: skip
    seen = [*(m.call for m in made), *lab.calls.examples(lab.prompt, chosen.name)]
    given = [a for c in seen if (a := chosen.given(c)) is not None and chosen.fits(a)]
    known = list({key_of(a): a for a in given}.values())
    if not known:
        raise NotSearchable(f"no call of {chosen.name} with plain values is known")
    shapes = shapes_of(known, [p.annotation for p in chosen.parameters])
    for parameter, place in zip(chosen.parameters, shapes, strict=False):
        place.setting = parameter.optional
    views = lab.calls.views(lab.suite, chosen.name)
    found = Ingredients.of(constants)
    first = [*known, *Maker(known, shapes, found, seed, chosen.fits).inputs(most)]
    keys = set(map(key_of, first))
    more = Maker(known, shapes, found, seed + 1, chosen.fits)
    second = [a for a in more.inputs(most) if key_of(a) not in keys]
    shape = Shape()
    shape.state(chosen.returns)
    for m in made:
        if m.result.end == "returned":
            shape.absorb(m.result.value)
    return Ground(
        lab=lab,
        trusted=trusted,
        entry=chosen,
        known=known,
        made=made,
        domain=Domain(shapes, [p.name for p in chosen.parameters], lab.prompt, known),
        oracle=Oracle.of(views),
        views=views,
        seed=seed,
        corpora=(first, second),
        result_shape=shape,
        constants=frozenset(map(key_of, constants)),
        raised=frozenset(m.result.error for m in made if m.result.end == "raised"),
        vouched=vouched,
    )


def _mentioned(name: str, prompt: str) -> int:
    """Where a prompt first writes a function as code; at its end if it never does."""
    word = rf"(?<![\w.$]){re.escape(name)}\b"
    place = re.search(rf"`[^`\n]*?{word}[^`\n]*`|{word}\s*\(", prompt)
    return place.start() if place else len(prompt)
