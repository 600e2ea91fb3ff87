"""Every speed, size and share that is promised or watched, by the benchmark that measures it."""

from __future__ import annotations

from benchmarks.figures import Group, Promise

LANGUAGES = {
    "go": "Go", "java": "Java", "javascript": "JavaScript", "python": "Python", "rust": "Rust",
    "typescript": "TypeScript",
}  # fmt: skip
LEVELS = ("nominal", "ordinal", "interval", "ratio")

PEERS = {
    "python": (
        ("mutmut", "mutmut 3"), ("cosmic-ray", "cosmic-ray"),
        ("process each", "a pytest process each"),
    ),
    "javascript": (("StrykerJS", "StrykerJS, vitest runner"), ("run each", "a plain run each")),
    "typescript": (("StrykerJS", "StrykerJS, vitest runner"), ("run each", "a plain run each")),
    "go": (("gremlins", "gremlins"), ("go test each", "`go test` each")),
    "rust": (("cargo-mutants", "cargo-mutants"), ("cargo test each", "`cargo test` each")),
    "java": (("PIT", "PIT, stronger operators"),),
}  # fmt: skip
"""the sides of each language's `mutation_peers_*`, and their words"""


def _sandbox() -> Group:
    promises = [
        Promise(code, f"a run of a {name} demo task, build included", "ms", beside="plain process")
        for code, name in LANGUAGES.items()
    ]
    return Group("sandbox", "What the sandbox costs", "sandbox_cost", 900, tuple(promises))


def _start() -> Group:
    made = []
    for code, name in (("true", "`true`"), ("python", "`python3 -I -S -c pass`")):
        made += [
            Promise(f"bubblewrap {code}", f"{name} in bubblewrap", "ms", beside="plain process"),
            Promise(f"warm {code}", f"{name} in a container kept warm", "ms", beside="docker run"),
            Promise(f"cold {code}", f"{name} in a new container", "ms", beside="docker run"),
        ]
    return Group("start", "What starting costs", "start_cost", 900, tuple(made))


def _proof() -> Group:
    made = []
    for code, name in LANGUAGES.items():
        made += [
            Promise(f"shadow {code}", f"{name}: with a shadow run", "ms", beside="plain run"),
            Promise(f"proof {code}", f"{name}: all there is", "ms", beside="plain run"),
        ]
    return Group("proof", "What a proof costs", "proof_cost", 900, tuple(made))


def _peers(code: str) -> Group:
    made = tuple(
        Promise(peer, "a mutant, median of tasks", "ms", beside=words)
        for peer, words in PEERS[code]
    )
    title = f"What a mutant costs: {LANGUAGES[code]}"
    return Group(f"peers-{code}", title, "mutation_peers", 5400, made, argument=code)


def _truth() -> Group:
    made = []
    for code, name in LANGUAGES.items():
        made += [
            Promise(f"held {code}", f"{name}: mutants that schemata hold", "%", 95, better="more"),
            Promise(
                f"differ {code}", f"{name}: sampled mutants that end otherwise alone", "%", 1,
                beside="single-edit rebuilds",
            ),
            Promise(f"unlike {code}", f"{name}: fates that change from run to run", "", 0),
        ]  # fmt: skip
    return Group("truth", "Whether mutants tell the truth", "mutation_truth", 7200, tuple(made))


def _assess() -> Group:
    made = []
    for code, name in LANGUAGES.items():
        made += [
            Promise(code, f"{name}: gates, mutants, coverage and 20 reruns of an exercise", "s", 5),
            Promise(f"all {code}", f"{name}: and the searches that stream in behind", "s"),
        ]
    return Group("assess", "An assessment", "assess_cost", 5400, tuple(made))


_DESK = (
    Promise("first tab", "first tab, kernel warm", "ms", 1500),
    Promise("next tab", "next tab", "ms", 150),
    Promise("key quiet", "keystroke to paint, nothing going on", "ms", 30),
    Promise("key busy", "keystroke to paint, beside a run and an assessment", "ms", 30),
    Promise("heap", "JavaScript heap a tab", "MB", 5),
    Promise("disk", "last keystroke to the file", "ms", 500),
)

_QUEUE = (
    Promise("made", "kernel: index made from nothing, once", "ms"),
    Promise("read", "kernel: index.json read by a new process", "ms"),
    Promise("looked", "kernel: every file looked at, nothing changed", "ms"),
    Promise("first answer", "kernel: first answer of a new process", "ms"),
    Promise("answer", "kernel: answer with nothing changed", "ms"),
    Promise("states", "kernel: states looked at, nothing changed", "ms"),
    Promise("memory", "kernel: memory for the queue", "MB"),
    Promise("index", "index.json", "MB"),
    Promise("shown", "page: first shown, kernel warm", "ms"),
    Promise("filter words", "page: filter by words", "ms"),
    Promise("filter language", "page: filter by language", "ms"),
    Promise("filter state", "page: filter by state", "ms"),
    Promise("filter strength and flag", "page: filter by strength and flag", "ms"),
    Promise("sort title", "page: sort by title", "ms"),
    Promise("sort state", "page: sort by state", "ms"),
    Promise("sort adequacy", "page: sort by adequacy", "ms"),
    Promise("sort touched", "page: sort by touched", "ms"),
    Promise("heap", "page: JavaScript heap, all of JupyterLab", "MB"),
)


def _agreement() -> Group:
    loop = "a loop over krippendorff 0.9.0"
    made = [
        Promise(level, f"alpha ({level}) and its interval, 12,000 ratings", "ms", beside=loop)
        for level in LEVELS
    ]
    many = "of 1,000,000 ratings, processor time"
    made += [
        Promise("csv", f"CSV {many}", "s"),
        Promise("table", f"agreement table {many}", "s"),
        Promise("severities", f"severities {many}", "s"),
        Promise("dawid-skene", f"Dawid-Skene {many}", "s"),
        Promise("rasch", f"Rasch {many}", "s"),
        Promise("memory", "peak memory with 1,000,000 ratings", "MB"),
    ]
    return Group("agreement", "Agreement", "agreement", 1800, tuple(made))


def _store() -> Group:
    folder, more = "folder", "more"
    made = (
        Promise("crowd", "50 at once: claims and submissions a second", "", None, None, more,
                beside=folder),
        Promise("crowd submit", "50 at once: submit", "ms", beside=folder),
        Promise("assign", "assign 40,000", "s", beside=folder),
        Promise("queue", "a reviewer's queue of 2,000", "ms", beside=folder),
        Promise("claim", "claim the next", "ms", beside=folder),
        Promise("save", "save a draft", "ms", beside=folder),
        Promise("submit", "submit", "ms", beside=folder),
        Promise("progress", "progress of all, for the board", "s", beside=folder),
    )  # fmt: skip
    return Group("store", "Sessions in PostgreSQL", "session_store", 1800, made)


_EXCHANGE = (
    Promise("memory", "peak memory, a million records read", "MB", 1.25, on="ratio",
            beside="a thousand"),
    Promise("time", "a million records read, processor time", "s"),
    Promise("each", "a record, processor time", "ms", beside="of a thousand"),
)  # fmt: skip

_AUDIT = (
    Promise("two", "24 tasks by two processes", "s", 1 / 1.8, on="ratio", beside="by one"),
    Promise("again", "the same again, all known", "s", 0.1, on="ratio", beside="the first time"),
    Promise("dask", "the same by two dask workers", "s", 1.05, on="ratio", beside="two processes"),
)


def _report() -> Group:
    made = []
    for count in ("3,000", "10,000"):
        made += [
            Promise(f"write {count}", f"report on {count} tasks: gathered and written", "s"),
            Promise(f"size {count}", f"report on {count} tasks: HTML", "MB"),
            Promise(f"open {count}", f"report on {count} tasks: opens in a browser", "s", 2),
        ]
    return Group("report", "Reports", "report_told", 3600, tuple(made))


def _labels() -> Group:
    more, made = "more", []
    for code, name in (
        ("humaneval", "HumanEval"), ("corrected", "HumanEval, corrected reference"),
        ("mbpp", "MBPP"), ("together", "both sets"),
        ("together corrected", "both sets, HumanEval's reference corrected"),
    ):  # fmt: skip
        made += [
            Promise(f"shown {code}", f"{name}, wrong: a difference is shown", "%", better=more),
            Promise(f"inside {code}", f"{name}, wrong: differs inside the domain", "%",
                    better=more),
            Promise(f"accused {code}", f"{name}, wrong: accused", "%", 85, 70, more),
            Promise(f"right inside {code}", f"{name}, right: differs inside the domain", "%"),
            Promise(f"right accused {code}", f"{name}, right: accused", "%", 1, 3),
            Promise(f"took {code}", f"{name}: a solution, 95 % within", "s", 20),
        ]  # fmt: skip
        if code in ("humaneval", "mbpp"):
            words = f"{name}: AUROC of `strength`, the others in the task"
            made.append(Promise(f"auroc {code}", words, "", better=more))
    return Group("labels", "Finding power", "labels_told", 21600, tuple(made))


_PRODUCT = (
    Promise("desk", "desk.js, minified", "kB", 900),
    Promise("board", "board.js, minified", "kB"),
    Promise("wheel", "the wheel", "MB"),
    Promise("import", "a process that imports workbench", "s", 0.3, beside="Python's start"),
    Promise("unit", "the unit tests", "s"),
)

GROUPS: tuple[Group, ...] = (
    Group("product", "Sizes, and what is waited for", "product", 900, _PRODUCT),
    _sandbox(), _start(), _proof(),
    *map(_peers, PEERS),
    _truth(), _assess(),
    Group("desk", "The desk", "desk", 900, _DESK),
    Group("queue", "A queue of 100,000 tasks, 5,000 begun", "desk_queue", 1800, _QUEUE),
    _agreement(), _store(),
    Group("exchange", "Reading data sets", "exchange_size", 1800, _EXCHANGE),
    Group("audit", "Audits", "audit_told", 3600, _AUDIT),
    _report(), _labels(),
)  # fmt: skip


def group(name: str) -> Group:
    """The group of that name. Raises KeyError."""
    return {one.name: one for one in GROUPS}[name]
