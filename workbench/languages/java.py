"""Java: javac in one sandbox, JUnit or plain `main` methods in another.

JUnit 5 and JUnit 4 suites run on the same launcher with both engines; a suite without either
consists of its `main` methods, which fail by throwing.
"""

from __future__ import annotations

import re

from workbench.errors import InputError
from workbench.languages.base import Built, Inventory, Report, Shadow, SplitJobs, TestRef
from workbench.languages.java_guard import refuse
from workbench.languages.java_shadow import make_shadow
from workbench.languages.java_source import JavaTest, read_file, read_mains, read_tests
from workbench.languages.layout import fixtures
from workbench.languages.records import load_line, read_records, text
from workbench.model.run import Diagnostic
from workbench.model.task import Framework, LanguageName, Limits, Solution, Suite
from workbench.sandboxes.base import Job, JobFile, JobLimits, Outcome
from workbench.toolchains.base import Toolbox
from workbench.toolchains.java import JVM, class_path

_MB = 1 << 20
CODE = (".java", ".gradle", "pom.xml")
_JUNIT4 = re.compile(r"^\s*import\s+(static\s+)?(org\.junit\.(?!jupiter|platform)|junit\.)", re.M)
_JUNIT5 = re.compile(r"\borg\.junit\.jupiter\b")
_TESTNG = re.compile(r"^\s*import\s+(?:static\s+)?org\.testng\b|@\s*org\.testng\.", re.M)
_RESOURCES = re.compile(r"^(?:src/(?:main|test)/resources)/(.+)$")
_MEND_TESTNG = (
    "TestNG does not run here: write it for JUnit 5 (org.junit.jupiter.api.Test and Assertions, "
    "expected values first, @ParameterizedTest in place of a data provider)"
)
CALLED_PATH = "workbench_mutants/Calls.java"
"""Beside this file a solution is built without the tests: who is called must not find them."""


class JavaLanguage:
    """JUnit 5, JUnit 4, and `main` methods."""

    name = LanguageName.JAVA
    toolchain = "java"

    def frameworks(self) -> tuple[Framework, ...]:
        """JUnit 5 first."""
        return (Framework.JUNIT5, Framework.JUNIT4, Framework.SCRIPT)

    def detect(self, suite: Suite) -> Framework:
        """By what the suite's files import."""
        sources = [s for p, s in suite.files.items() if p.endswith(".java")]
        if any(_TESTNG.search(source) for source in sources):
            raise InputError(f"suite {suite.name} is written for TestNG", mend=_MEND_TESTNG)
        if any(_JUNIT5.search(source) for source in sources):
            return Framework.JUNIT5
        if any(_JUNIT4.search(source) for source in sources):
            return Framework.JUNIT4
        if any(re.search(r"\bvoid\s+main\s*\(", source) for source in sources):
            return Framework.SCRIPT
        raise InputError(
            f"suite {suite.name}: no Java tests found",
            mend="use JUnit 5, JUnit 4, or a class with a `main` that throws",
        )

    def inventory(self, suite: Suite, solution: Solution) -> Inventory:
        """Test methods of the suite's classes, or their `main` methods."""
        framework, tests, problems = suite_tests(self, suite)
        return Inventory(
            framework,
            tuple(TestRef(t.id, t.file, t.line) for t in tests),
            frozenset(t.id for t in tests if t.skipped),
            tuple(problems),
        )

    def reject(self, solution: Solution, suite: Suite) -> str:
        """Classes of Java or the frameworks, settings of JUnit, compiled code."""
        return refuse(solution, suite)

    def build_job(
        self, solution: Solution, suite: Suite, inventory: Inventory, tools: Toolbox, limits: Limits
    ) -> Job | None:
        """Compiles every source at once, the framework's jars on the class path. What is only
        called is compiled without the tests."""
        files: dict[str, JobFile] = {}
        tests = {t.file for t in inventory.tests} if CALLED_PATH in solution.files else set()
        for path, data in {**solution.files, **suite.support, **suite.files}.items():
            if path in tests:
                continue
            resource = _RESOURCES.match(path)
            if path.endswith(".java"):
                files[f"src/{path}"] = JobFile(data.encode())
            elif resource:
                files[f"resources/{resource[1]}"] = JobFile(data.encode())
        return Job(
            command=(
                tools.paths["java"],
                # A build is over before the better compiler would pay.
                *("-Xmx1024m", "-XX:TieredStopAtLevel=1", *jvm(tools)),
                *("-cp", class_path(), "workbench.harness.Build"),
                *("/job/src", "/job/resources", class_path(), "-Xlint:-options"),
            ),
            files=files,
            layers=tools.layers,
            limits=JobLimits(
                wall_s=limits.build_wall_s,
                memory_bytes=max(limits.memory_mb, 2048) * _MB,
                pids=256,
                stderr_bytes=4 * _MB,
                results_bytes=128 * _MB,
                file_bytes=256 * _MB,
                box_bytes=512 * _MB,
                cpus=2.0,
            ),
            label="java build",
        )

    def parse_build(self, outcome: Outcome) -> Built:
        """javac's messages, one record a line on stderr."""
        shown: list[str] = []
        diagnostics: list[Diagnostic] = []
        for raw in outcome.stderr.split(b"\n"):
            try:
                record = load_line(raw)
            except ValueError:
                shown.append(raw.decode("utf-8", "replace"))
                continue
            if len(diagnostics) < 200:
                diagnostics.append(_diagnostic(record))
                shown.append(_sentence(diagnostics[-1]))
        said = "\n".join(line for line in shown if line.strip())
        if outcome.exit_code == 0 and not outcome.events:
            return Built(True, outcome.results, said, tuple(diagnostics))
        if not any(d.severity == "error" for d in diagnostics):
            last = said.strip().splitlines()[-1:] or ["the build ended without a word"]
            diagnostics.insert(0, Diagnostic(message=last[0][:4000], source="javac"))
        return Built(False, b"", said, tuple(diagnostics))

    def test_job(
        self,
        solution: Solution,
        suite: Suite,
        inventory: Inventory,
        tools: Toolbox,
        limits: Limits,
        *,
        nonce: str,
        artefact: bytes = b"",
        selected: tuple[str, ...] = (),
    ) -> Job:
        """One JVM for all tests of the suite."""
        framework, tests, _ = suite_tests(self, suite)
        wanted = frozenset(selected) or {t.id for t in tests}
        kind = "main" if framework is Framework.SCRIPT else "junit"
        plan = [kind, *(f"{t.id}\t{t.owner}" for t in tests if t.id in wanted)]
        files = {
            "task.jar": JobFile(artefact),
            "plan": JobFile("\n".join(plan).encode()),
        }
        for path, data in solution.files.items():
            if not path.endswith(CODE):
                files[f"tree/{path}"] = JobFile(data.encode())
        files.update(fixtures(suite, CODE))
        # What the JVM needs beside its heap: code, metaspace, stacks, the harness.
        heap = max(32, limits.memory_mb - max(96, limits.memory_mb // 4))
        return Job(
            command=(
                tools.paths["java"],
                *(f"-Xmx{heap}m", "-Xss2m", "-ea", *jvm(tools)),
                *("-cp", f"{class_path()}:/job/task.jar"),
                *("workbench.harness.RunTests", "/job/plan"),
            ),
            files=files,
            layers=tools.layers,
            limits=JobLimits(
                wall_s=limits.wall_s,
                memory_bytes=limits.memory_mb * _MB,
                # Threads count as processes: the JVM has dozens, and tests of concurrency make
                # hundreds. Memory bounds what a thread bomb can do.
                pids=max(limits.pids, 1024) + 64,
                stdout_bytes=limits.output_kb << 10,
                stderr_bytes=limits.output_kb << 10,
                file_bytes=limits.file_mb * _MB,
            ),
            stdin=nonce.encode(),
            label="java test",
        )

    def parse(self, outcome: Outcome, inventory: Inventory, nonce: str) -> Report:
        """The harness's records."""
        return read_records(outcome.results, nonce)

    def shadow(self, suite: Suite, solution: Solution, inventory: Inventory, seed: int) -> Shadow:
        """Expected literals and exceptions, else assertions, of the suite's files."""
        return make_shadow(suite, inventory, seed, lambda s: self.inventory(s, solution))

    def split_jobs(
        self,
        solution: Solution,
        suite: Suite,
        inventory: Inventory,
        tools: Toolbox,
        limits: Limits,
        *,
        nonce: str,
        artefact: bytes = b"",
    ) -> SplitJobs | str:
        """Never: tests hold the solution's objects."""
        return "Java tests are compiled against the solution's classes and share its process"


def suite_tests(
    language: JavaLanguage, suite: Suite
) -> tuple[Framework, list[JavaTest], list[str]]:
    read = {p: read_file(p, s) for p, s in sorted(suite.files.items()) if p.endswith(".java")}
    problems = [file.problem for file in read.values() if file.problem]
    sources = sorted({**suite.support, **suite.files}.items())
    foreign = [p for p, s in sources if p.endswith(".java") and _TESTNG.search(s)]
    if foreign:
        # Whatever else the suite has: one whose parts do not all run is no evidence.
        return Framework.JUNIT5, [], [f"{foreign[0]} is written for TestNG; {_MEND_TESTNG}"]
    framework = suite.framework
    if framework is Framework.AUTO:
        try:
            framework = language.detect(suite)
        except InputError as error:
            return Framework.JUNIT5, [], [*problems, error.message]
    if framework is Framework.SCRIPT:
        mains = read_mains(read)
        if not mains:
            problems.append("no `main` of the suite asserts or throws anything")
        return framework, mains, problems
    tests, odd = read_tests(read)
    return framework, tests, [*problems, *odd]


def jvm(tools: Toolbox) -> tuple[str, ...]:
    """Options of a JVM with the archive of classes to start from, where there is one. One that does
    not fit any more is passed over without a word: what a test prints is its own."""
    archive = tools.paths.get("archive")
    return (*JVM, "-Xlog:cds*=off", f"-XX:SharedArchiveFile={archive}") if archive else JVM


def _diagnostic(record: dict[str, object]) -> Diagnostic:
    severity, line = record.get("severity"), record.get("line")
    return Diagnostic(
        severity="error" if severity == "error" else "warning" if severity == "warning" else "note",
        message=text(record.get("message"), 4000),
        source="javac",
        file=text(record.get("file"), 500),
        line=line if isinstance(line, int) and not isinstance(line, bool) else None,
    )


def _sentence(diagnostic: Diagnostic) -> str:
    place = f"{diagnostic.file}:{diagnostic.line}: " if diagnostic.file else ""
    return f"{place}{diagnostic.severity}: {diagnostic.message}"
