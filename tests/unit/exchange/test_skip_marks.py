"""Skip marks go, words that look like them stay, conditions stay."""

from __future__ import annotations

import pytest

from workbench.exchange.skip_marks import without_skip_marks
from workbench.model.task import LanguageName

JS, PY, RS, JAVA, GO = (
    LanguageName.JAVASCRIPT,
    LanguageName.PYTHON,
    LanguageName.RUST,
    LanguageName.JAVA,
    LanguageName.GO,
)
CASES = [
    (JS, "xtest('a', () => {})\n", "test('a', () => {})\n", 1),
    (JS, "  xdescribe.each([1])('a', f)\n", "  describe.each([1])('a', f)\n", 1),
    (JS, "test.skip(\n  'a', f)\nit.skip('b', f)\n", "test(\n  'a', f)\nit('b', f)\n", 2),
    (JS, "import { it, xit } from 'x'\nxit('a')\n", "import { it } from 'x'\nit('a')\n", 1),
    (PY, "@unittest.skip('x')\ndef test(): ...\n", "def test(): ...\n", 1),
    (
        PY,
        "    @pytest.mark.skip(\n      reason='(')\n    def test(): ...\n",
        "    def test(): ...\n",
        1,
    ),
    (RS, "#[test]\n#[ignore]\nfn a() {}\n", "#[test]\nfn a() {}\n", 1),
    (RS, '#[test] #[ignore = "slow ]"]\nfn a() {}\n', "#[test] \nfn a() {}\n", 1),
    (JAVA, '    @Disabled("Remove )")\n    @Test\n', "    @Test\n", 1),
    (JAVA, "@Disabled @Test\nvoid a() {}\n", " @Test\nvoid a() {}\n", 1),
    (
        JAVA,
        "import org.junit.jupiter.api.Disabled;\nimport a.B;\n@Disabled\n@Test\n",
        "import a.B;\n@Test\n",
        1,
    ),
    (
        GO,
        'func TestA(t *testing.T) {\n\tt.Skip("x")\n\tf()\n}\n',
        "func TestA(t *testing.T) {\n\tf()\n}\n",
        1,
    ),
]
LEFT_ALONE = [
    (JS, "// xtest('a')\n/*\nxit('b')\n*/\nconst s = `\nxit('c')\n${`\nxit('d')\n`}\n`\n"),
    (JS, "const xtest = 1\nfoo.xit('a')\n"),
    (JS, "const re = /`/\nconst s = '\\'xit('\n"),
    (PY, '"""\n@unittest.skip\n"""\n# @unittest.skip\n'),
    (PY, "@unittest.skipIf(True, 'x')\n@pytest.mark.skipif(True)\n@skip.other\n"),
    (RS, '// #[ignore]\nlet s = r#"#[ignore]"#;\nlet c = \'"\';\n'),
    (JAVA, '// @Disabled\nString s = """\n  @Disabled\n  """;\n@DisabledOnOs(X)\n'),
    (GO, 'func TestA(t *testing.T) {\n\tif testing.Short() {\n\t\tt.Skip("x")\n\t}\n}\n'),
    (GO, "var s = `\n\tt.Skip()\n`\n"),
]


@pytest.mark.parametrize(("language", "before", "after", "count"), CASES)
def test_unconditional_mark_is_removed_and_counted(
    language: LanguageName, before: str, after: str, count: int
) -> None:
    text, counts = without_skip_marks(before, language)
    assert text == after
    assert counts.total() == count


@pytest.mark.parametrize(("language", "text"), LEFT_ALONE)
def test_words_in_strings_comments_and_conditions_stay(language: LanguageName, text: str) -> None:
    assert without_skip_marks(text, language) == (text, {})


def test_mark_after_a_template_and_a_regular_expression_is_still_seen() -> None:
    before = "const a = `x ${b ? `y` : {}} '`\nconst q = s.split(/[/'\"]/)\nxit('a', f)\n"
    text, counts = without_skip_marks(before, JS)
    assert text.endswith("\nit('a', f)\n")
    assert counts == {"xit": 1}


HOSTILE = ['"', "'", "`", '"""', "/*", "r#", 'r#"', "${`", "=/[", "@Disabled(", "\nimport {xit}"]


@pytest.mark.timeout(10)
@pytest.mark.parametrize("language", list(LanguageName))
@pytest.mark.parametrize("piece", HOSTILE)
def test_hostile_text_takes_linear_time(language: LanguageName, piece: str) -> None:
    head = "xit(\n#[ignore]\n@Disabled\n"
    without_skip_marks(head + piece * (100_000 // len(piece)), language)
