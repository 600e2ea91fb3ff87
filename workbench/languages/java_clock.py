"""Java code that asks a clock of ours: `java.time`, `System.currentTimeMillis`, `new Date()`.

A class beside the guards has a method for each; the harness tells it of a rerun's day. What counts
nanoseconds, and what waits, goes on as ever.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from workbench.languages.clocks import Edit, edited, laid, moved, tells_time_otherwise
from workbench.languages.mutation import Schemata
from workbench.languages.syntax import Node, children, parse, text_of, walk
from workbench.model.task import Suite

CLOCK_PATH = "workbench_mutants/T.java"
_CLASS = "workbench_mutants.T"
_OTHERWISE = re.compile(
    r"lastModified|LastModified|FileTime|mockStatic|\bTimer\b|awaitUntil|parkUntil|X509|KeyStore"
    r"|\bSSL|ProcessHandle|ProcessBuilder|ManagementFactory|java\.time\.chrono|java\.sql"
    r"|import\s+static\s+java\.(?:time|util|lang\.System)\b"
)
_OF_TIME = ("Instant", "LocalDate", "LocalDateTime", "LocalTime", "OffsetDateTime", "OffsetTime",
            "ZonedDateTime", "Year", "YearMonth", "MonthDay")  # fmt: skip
_CLOCKS = ("systemUTC", "systemDefaultZone", "system", "tickMillis", "tickSeconds", "tickMinutes")
# Class -> its package, and its method -> ours.
_ASKED: dict[str, tuple[str, dict[str, str]]] = {
    **{name: ("java.time", {"now": f"now{name}"}) for name in _OF_TIME},
    "Clock": ("java.time", {name: name for name in _CLOCKS}),
    "System": ("java.lang", {"currentTimeMillis": "currentTimeMillis"}),
    "Calendar": ("java.util", {"getInstance": "calendar"}),
    "Date": ("java.util", {"new": "date"}),
    "GregorianCalendar": ("java.util", {"new": "gregorian"}),
}
_TYPES = ("class_declaration", "record_declaration", "enum_declaration", "interface_declaration",
          "type_parameter")  # fmt: skip


def _source() -> str:
    nows = "\n".join(
        f"    public static {t} now{t}() {{ return {t}.now(systemDefaultZone()); }}\n"
        f"    public static {t} now{t}(ZoneId zone) {{ return {t}.now(system(zone)); }}\n"
        f"    public static {t} now{t}(Clock clock) {{ return {t}.now(clock); }}"
        for t in _OF_TIME
        if t != "Instant"
    )
    return _SOURCE.replace("NOWS", nows)


_SOURCE = """\
package workbench_mutants;

import java.time.*;
import java.util.*;

public final class T {
    private static volatile long ahead;

    private T() {}

    public static void ahead(long seconds) { ahead = seconds; }

    private static Clock of(Clock real) {
        return ahead == 0 ? real : Clock.offset(real, Duration.ofSeconds(ahead));
    }

    private static <C extends Calendar> C of(C made) {
        if (ahead != 0) { made.setTimeInMillis(made.getTimeInMillis() + 1000 * ahead); }
        return made;
    }

    public static long currentTimeMillis() { return System.currentTimeMillis() + 1000 * ahead; }
    public static Date date() { return new Date(currentTimeMillis()); }
    public static Date date(long millis) { return new Date(millis); }
    public static Calendar calendar() { return of(Calendar.getInstance()); }
    public static Calendar calendar(TimeZone zone) { return of(Calendar.getInstance(zone)); }
    public static Calendar calendar(Locale in) { return of(Calendar.getInstance(in)); }
    public static Calendar calendar(TimeZone zone, Locale in) {
        return of(Calendar.getInstance(zone, in));
    }
    public static GregorianCalendar gregorian() { return of(new GregorianCalendar()); }
    public static Clock systemUTC() { return of(Clock.systemUTC()); }
    public static Clock systemDefaultZone() { return of(Clock.systemDefaultZone()); }
    public static Clock system(ZoneId zone) { return of(Clock.system(zone)); }
    public static Clock tickMillis(ZoneId zone) { return of(Clock.tickMillis(zone)); }
    public static Clock tickSeconds(ZoneId zone) { return of(Clock.tickSeconds(zone)); }
    public static Clock tickMinutes(ZoneId zone) { return of(Clock.tickMinutes(zone)); }
    public static Instant nowInstant() { return Instant.now(systemUTC()); }
    public static Instant nowInstant(Clock clock) { return Instant.now(clock); }
NOWS
}
"""


def clocked(schemata: Schemata, suite: Suite) -> tuple[Schemata, Suite]:
    """Both with a clock that can be moved, or both as they are."""
    own = {p: t for p, t in schemata.solution.files.items()
           if p.endswith(".java") and p not in suite.files and p not in suite.support}  # fmt: skip
    theirs = {p: t for p, t in {**suite.support, **suite.files}.items() if p.endswith(".java")}
    everything = {**own, **theirs}
    if tells_time_otherwise(everything.values(), _OTHERWISE):
        return schemata, suite
    if not any(f"{name}" in text for text in everything.values() for name in _ASKED):
        return schemata, suite
    declared = {name for text in everything.values() for name in _declared(text)}
    made = edited(everything, lambda _, text: _edits(text, declared))
    if not made:
        return schemata, suite
    mine = {p: done for p, done in made.items() if p in own}
    return moved(schemata, mine, {CLOCK_PATH: _source()}), laid(suite, made, {})


def _declared(text: str) -> set[str]:
    """Classes of the task that are called like one of Java's."""
    found = set()
    if any(name in text for name in _ASKED):
        for node in walk(parse("java", text).root_node):
            if node.type in _TYPES:
                named = node.child_by_field_name("name") or next(iter(children(node)), None)
                found.add(text_of(named))
    return found


def _edits(text: str, declared: set[str]) -> list[Edit] | None:
    root = parse("java", text).root_node
    if root.has_error:
        return None
    imports = {
        text_of(n).removeprefix("import").strip(" ;") for n in children(root, "import_declaration")
    }
    return [
        (start, end, after)
        for node in walk(root)
        for start, end, after in _edit(node, imports, declared)
    ]


def _edit(node: Node, imports: set[str], declared: set[str]) -> Iterator[Edit]:
    parts = children(node)
    if node.type == "method_invocation":
        on, named = node.child_by_field_name("object"), node.child_by_field_name("name")
        ours = _ours(text_of(on), text_of(named), imports, declared)
        if ours and on is not None and named is not None:
            yield on.start_byte, named.end_byte, f"{_CLASS}.{ours}"
    elif node.type == "method_reference" and parts:
        name = text_of(node).rpartition("::")[2].strip()
        ours = _ours(text_of(parts[0]), name, imports, declared)
        if ours:
            yield node.start_byte, node.end_byte, f"{_CLASS}::{ours}"
    elif node.type == "object_creation_expression" and not children(node, "class_body"):
        given = node.child_by_field_name("arguments")
        ours = _ours(text_of(node.child_by_field_name("type")), "new", imports, declared)
        if ours and given is not None and not children(given):
            yield node.start_byte, node.end_byte, f"{_CLASS}.{ours}()"


def _ours(holder: str, method: str, imports: set[str], declared: set[str]) -> str:
    """Our method for one of a class of Java's; '' where it is none."""
    package, _, name = holder.rpartition(".")
    of, methods = _ASKED.get(name, ("", {}))
    if not of or method not in methods:
        return ""
    known = package == of or (
        not package
        and name not in declared
        and (of == "java.lang" or f"{of}.{name}" in imports or f"{of}.*" in imports)
    )
    return methods[method] if known else ""
