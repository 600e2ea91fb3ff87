"""The adder in Java, for Maven with an old and a new Surefire, and for Gradle."""

from __future__ import annotations

from collections.abc import Mapping

from tests.unit.judge.runner_logs.project import Project

_TEST = """package example;

import static @ASSERT@;

import @TEST@;
import @IGNORE@;

public class AdderTest {
    @Test
    public void subs() {
        assertEquals(2, 3 - 1);
    }

    @Test
    public void adds() {
        assertEquals(3, Adder.add(1, 2));
    }

    @@OFF@("not here")
    @Test
    public void skipped() {}

    @Test
    public void zero() {
        assertEquals(0, Adder.add(0, 0));
    }
}
"""
_OTHER = """package example;

import @TEST@;

public class OtherTest {
    @Test
    public void other() {}
}
"""
_FOUR = {"@ASSERT@": "org.junit.Assert.assertEquals", "@TEST@": "org.junit.Test",
         "@IGNORE@": "org.junit.Ignore", "@OFF@": "Ignore"}  # fmt: skip
_FIVE = {"@ASSERT@": "org.junit.jupiter.api.Assertions.assertEquals",
         "@TEST@": "org.junit.jupiter.api.Test", "@IGNORE@": "org.junit.jupiter.api.Disabled",
         "@OFF@": "Disabled"}  # fmt: skip
_TEXT = """package example;

public class Adder {
    static void say(String text) {
        @SAY@
    }

    public static int add(int a, int b) {
        @BODY@
    }
}
"""
_PRINT = "System.out.print(text); System.out.flush();"
# Past the stream that the runner put in its place.
_WRITE = (
    "try { new java.io.FileOutputStream(java.io.FileDescriptor.out).write(text.getBytes()); }"
    " catch (java.io.IOException e) { throw new RuntimeException(e); }"
)
_BODIES: dict[str, str] = {
    "green": "return a + b;",
    "wrong": 'if (a == 0) throw new IllegalStateException("zero"); return a;',
    "hang": "for (;;) {}",
    "dies": "Runtime.getRuntime().halt(3); return 0;",
    "quits": "System.exit(0); return 0;",
    "liar": "say(@LIE@); return a;",
    "forger": "say(@LIE@); return a;",
    "faker": "say(@LIE@); System.exit(0); return 0;",
}
_POM = """<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>example</groupId><artifactId>adder</artifactId><version>1</version>
  <properties>
    <maven.compiler.source>8</maven.compiler.source>
    <maven.compiler.target>8</maven.compiler.target>
    <project.build.sourceEncoding>UTF-8</project.build.sourceEncoding>
  </properties>
  <dependencies><dependency>
    <groupId>@GROUP@</groupId><artifactId>@ARTIFACT@</artifactId><version>@VERSION@</version>
    <scope>test</scope>
  </dependency></dependencies>
  <build><plugins><plugin>
    <artifactId>maven-surefire-plugin</artifactId><version>@SUREFIRE@</version>
  </plugin></plugins></build>
</project>
"""
_GRADLE = """apply plugin: 'java'
repositories { flatDir { dirs '/usr/share/java' } }
dependencies {
  testCompile files('/usr/share/java/junit4.jar', '/usr/share/java/hamcrest-core.jar')
}
test { testLogging { events 'passed', 'failed', 'skipped' } }
"""
_PASSED = "Tests run: 4, Failures: 0, Errors: 0, Skipped: 1, Time elapsed: 0.01 s"


def _java(name: str, version: str, run: str, words: Mapping[str, str], files: Mapping[str, str],
          lie: str, green: str, say: str = _PRINT) -> Project:  # fmt: skip
    def worded(text: str) -> str:
        for mark, word in words.items():
            text = text.replace(mark, word)
        return text

    return Project(
        name, version, run, "src/main/java/example/Adder.java", _TEXT.replace("@SAY@", say),
        _BODIES,
        {"src/test/java/example/AdderTest.java": worded(_TEST),
         "src/test/java/example/OtherTest.java": worded(_OTHER), **files},
        lie, green, timeout=90,
    )  # fmt: skip


def _maven(name: str, run: str, surefire: str, words: Mapping[str, str], of: str) -> Project:
    group, artifact, version = (
        ("junit", "junit", "4.13.2") if words is _FOUR
        else ("org.junit.jupiter", "junit-jupiter", "5.13.4")
    )  # fmt: skip
    pom = _POM
    for mark, word in (("GROUP", group), ("ARTIFACT", artifact), ("VERSION", version),
                       ("SUREFIRE", surefire)):  # fmt: skip
        pom = pom.replace(f"@{mark}@", word)
    line = f"[INFO] {_PASSED}{of}\n"
    total = "[WARNING] Tests run: 5, Failures: 0, Errors: 0, Skipped: 1\n"
    return _java(
        name, f"echo {surefire}", run, words, {"pom.xml": pom}, line,
        f"{line}[INFO] \n[INFO] Results:\n[INFO] \n{total}[INFO] BUILD SUCCESS\n",
    )  # fmt: skip


_MVN = "mvn -B -ntp test"
JAVA = (
    _maven("maven", _MVN, "3.5.4", _FIVE, " -- in example.AdderTest"),
    _maven("maven-old", _MVN, "2.12.4", _FOUR, ""),
    _maven("maven-xml", "mvn -B -ntp -q test; s=$?; cat target/surefire-reports/*.xml; exit $s",
           "3.5.4", _FIVE, " -- in example.AdderTest"),
    _java("gradle", "gradle --version",
          "gradle --console=plain --no-daemon --offline test; s=$?; "
          "cat build/test-results/test/*.xml; exit $s", _FOUR, {"build.gradle": _GRADLE},
          "example.AdderTest > adds PASSED\n",
          "example.AdderTest > adds PASSED\n\nexample.AdderTest > subs PASSED\n\n"
          "example.AdderTest > zero PASSED\n\nBUILD SUCCESSFUL in 1s\n", say=_WRITE),
)  # fmt: skip
