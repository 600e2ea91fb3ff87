"""What a Java submission may not contain: files that JUnit, the JVM or the compiler would obey,
classes that stand in for the framework's or the language's own, and what opens closed objects."""

from __future__ import annotations

from workbench.languages.java_source import read_file
from workbench.languages.syntax import line_of, parse, text_of, walk
from workbench.model.task import Solution, Suite

_PACKAGES = (
    "java", "javax", "jdk", "sun", "com.sun", "junit", "org.junit", "org.hamcrest",
    "org.assertj", "org.opentest4j", "org.apiguardian", "workbench.harness",
)  # fmt: skip
# A class of the solution wins over one that a test imports with `*` or finds in java.lang.
_NAMES = frozenset(
    {
        *("Assert", "Assertions", "Assume", "Assumptions", "AssertionError"),
        *("AssertionFailedError", "MatcherAssert", "Matchers", "CoreMatchers", "Test"),
        *("TestCase", "ParameterizedTest", "Disabled", "BeforeEach", "AfterEach"),
        *("Object", "Objects", "String", "StringBuilder", "Boolean", "Integer", "Long", "Double"),
        *("Float", "Short", "Byte", "Character", "Number", "Math", "System", "Thread", "Throwable"),
        *("Exception", "RuntimeException", "Iterable", "Arrays", "Collections"),
    }
)
# Each opens what is closed, of the tests and of what judges them: constants of the language are
# given other values this way, private fields are read, callers are looked at.
_OPENERS = frozenset(
    {
        *("Unsafe", "setAccessible", "trySetAccessible", "privateLookupIn", "StackWalker"),
        *("setDefaultAssertionStatus", "setClassAssertionStatus", "setPackageAssertionStatus"),
        *("clearAssertionStatus", "HotSpotDiagnosticMXBean", "Instrumentation", "SharedSecrets"),
    }
)
_SETTINGS = frozenset(
    {"junit-platform.properties", "module-info.java", "package-info.java", "junit.properties"}
)
_COMPILED = (".class", ".jar", ".jmod", ".jsa", ".so")


def refuse(solution: Solution, suite: Suite) -> str:
    """Why this submission may not run, or ''."""
    theirs = {**suite.files, **suite.support}
    for path, source in solution.files.items():
        if path in theirs:
            continue
        reason = _by_name(path) or (_by_code(path, source) if path.endswith(".java") else "")
        if reason:
            return f"{path} {reason}"
    return ""


def _by_name(path: str) -> str:
    folders, name = path.split("/")[:-1], path.rsplit("/", 1)[-1]
    if any(folder.upper() == "META-INF" for folder in folders) or name.upper() == "META-INF":
        return "stands in META-INF, which the JVM and JUnit obey"
    if "workbench_mutants" in folders:
        return "stands where mutants lean on, and would change how Java builds"
    if name in _SETTINGS:
        return "would change how Java builds or runs"
    if name.endswith(_COMPILED):
        return "is compiled code"
    if folders[:2] == ["src", "test"] and name.endswith(".java"):
        return "is a test file; only the suite brings tests"
    return ""


def _by_code(path: str, source: str) -> str:
    read = read_file(path, source)
    for package in _PACKAGES:
        if read.package == package or read.package.startswith(f"{package}."):
            return f"is in package {read.package}, which belongs to Java or to the framework"
    for each in read.classes:
        name = each.binary.rsplit(".", 1)[-1]
        if name in _NAMES:
            return f"declares a class {name}, which would stand in for the one the tests mean"
    for node in walk(parse("java", source).root_node):
        if node.type in ("identifier", "type_identifier") and text_of(node) in _OPENERS:
            return f"uses {text_of(node)} in line {line_of(node)}, which opens what is not its own"
        if node.type == "string_fragment" and text_of(node).startswith("workbench.harness"):
            return f"names {text_of(node)} in line {line_of(node)}, which judges it"
    return ""
