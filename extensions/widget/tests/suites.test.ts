import { describe, expect, it } from 'vitest';
import type { Suite, TestResult } from '../src/protocol';
import { testsAt } from '../src/tests/at_cursor';
import { detect, freeName, nameProblem, pathProblem, probeSkeleton } from '../src/tests/skeleton';
import { countText, groupsOf } from '../src/tests/tree';

describe('the test at the cursor', () => {
  const inventory = {
    tests: [
      { id: 'a', file: 't.py', line: 3 },
      { id: 'b[1]', file: 't.py', line: 8 },
      { id: 'b[2]', file: 't.py', line: 8 },
      { id: 'c', file: 'u.py', line: 1 },
      { id: 'd', file: 't.py', line: null }
    ],
    skipped: [],
    problems: []
  };

  it('is the one that begins last above the line', () => {
    expect(testsAt(inventory, 't.py', 3)).toEqual(['a']);
    expect(testsAt(inventory, 't.py', 7)).toEqual(['a']);
  });

  it('is every row of a parametrised test', () => {
    expect(testsAt(inventory, 't.py', 20)).toEqual(['b[1]', 'b[2]']);
  });

  it('is none above the first test, in another file or without an inventory', () => {
    expect(testsAt(inventory, 't.py', 2)).toEqual([]);
    expect(testsAt(inventory, 'v.py', 9)).toEqual([]);
    expect(testsAt(undefined, 't.py', 9)).toEqual([]);
  });
});

function result(id: string, status: TestResult['status'] = 'passed'): TestResult {
  return { id, status, duration_s: 0, message: '', output: '' };
}

describe('the result tree', () => {
  it('groups by file and class', () => {
    const groups = groupsOf(
      [result('t.py::A::one'), result('t.py::A::two'), result('t.py::three')],
      []
    );
    expect(groups.map(g => [g.path, g.rows.map(r => r.name)])).toEqual([
      [
        ['t.py', 'A'],
        ['one', 'two']
      ],
      [['t.py'], ['three']]
    ]);
  });

  it('puts the file of the inventory above a describe path', () => {
    const [group] = groupsOf(
      [{ ...result('cart > adds > twice'), file: '', line: null }],
      [{ id: 'cart > adds > twice', file: 'cart.test.js', line: 4 }]
    );
    expect(group?.path).toEqual(['cart.test.js', 'cart', 'adds']);
    expect(group?.rows[0]).toMatchObject({ name: 'twice', line: 4 });
  });

  it('keeps separators inside parameters', () => {
    const [group] = groupsOf([result('t.py::one[a::b > c]')], []);
    expect(group?.rows[0]?.name).toBe('one[a::b > c]');
  });

  it('shows every test exactly once', () => {
    const ids = ['', '::', 'x', 'x', 'a::', '#'];
    const rows = groupsOf(
      ids.map(id => result(id)),
      []
    ).flatMap(group => group.rows);
    expect(rows.map(row => row.test.id).sort()).toEqual(ids.sort());
    for (const row of rows) expect(row.name).not.toBe('');
  });

  it('counts missing and skipped tests in words', () => {
    expect(countText([result('a'), result('b', 'missing'), result('c', 'skipped')])).toBe(
      '1 passed, 1 skipped, 1 missing'
    );
  });
});

function suite(path: string, text: string, framework = 'auto'): Suite {
  return { name: 'given', role: 'given', framework, files: { [path]: text } };
}

describe('a probe skeleton', () => {
  it('imports the solution as the given Python tests do, over several lines too', () => {
    const given = suite(
      'tests/test_a.py',
      'import pytest\nfrom a import (\n    b,\n    c,\n)\n\nx = 1\n'
    );
    const probe = probeSkeleton(given, 'python', 'probe-1');
    expect(probe.files).toEqual({
      'tests/test_probe_1.py':
        'import pytest\nfrom a import (\n    b,\n    c,\n)\n\n\n' +
        'def test_probe_1():\n    assert False, "write the probe"\n'
    });
  });

  it('is a TestCase for unittest', () => {
    const probe = probeSkeleton(suite('test_a.py', 'import unittest\nimport a\n'), 'python', 'p');
    expect(probe.files['test_p.py']).toContain('class TestP(unittest.TestCase):');
  });

  it('keeps require and import lines and the ending of a script suite', () => {
    const text =
      "const test = require('node:test');\nconst assert = require('node:assert');\n" +
      "const { f } = require('./f');\n\ntest('x', () => {});\n";
    const probe = probeSkeleton(suite('f.test.cjs', text), 'javascript', 'p');
    expect(probe.files['p.test.cjs']).toBe(
      "const test = require('node:test');\nconst assert = require('node:assert');\n" +
        "const { f } = require('./f');\n\ntest('p', () => {\n  assert.fail('write the probe');\n});\n"
    );
    const module = "import { it } from 'vitest';\nimport {\n  g\n} from './g';\n";
    const typed = probeSkeleton(suite('g.spec.ts', module), 'typescript', 'p');
    expect(typed.files['p.spec.ts']).toContain("import {\n  g\n} from './g';");
  });

  it('is in the Go package of the given tests and imports nothing unused', () => {
    const inside = probeSkeleton(
      suite('a_test.go', 'package a\n\nimport "testing"\n'),
      'go',
      'p-1'
    );
    expect(inside.files['p_1_test.go']).toBe(
      'package a\n\nimport "testing"\n\nfunc TestP1(t *testing.T) {\n\tt.Fatal("write the probe")\n}\n'
    );
    const text = 'package a_test\n\nimport (\n\t"testing"\n\n\t"example.com/a"\n)\n';
    const outside = probeSkeleton(suite('a_test.go', text), 'go', 'p');
    expect(outside.files['p_test.go']).toContain('\t_ "example.com/a"');
  });

  it('uses the crate as the given Rust tests do', () => {
    const probe = probeSkeleton(suite('tests/a.rs', 'use krate::{f, g};\n'), 'rust', 'p');
    expect(probe.files['tests/p.rs']).toBe(
      'use krate::{f, g};\n\n#[test]\nfn p() {\n    panic!("write the probe");\n}\n'
    );
  });

  it('names a Java class as its file', () => {
    const text = 'package a;\n\nimport org.junit.jupiter.api.Test;\n\nclass ATest {}\n';
    const probe = probeSkeleton(suite('src/test/java/a/ATest.java', text), 'java', 'probe-2');
    expect(probe.files['src/test/java/a/Probe2Test.java']).toBe(
      'package a;\nimport org.junit.jupiter.api.Test;\n\nclass Probe2Test {\n' +
        '    @Test\n    void probe2() {\n        throw new AssertionError("write the probe");\n    }\n}\n'
    );
  });

  it.each(['python', 'javascript', 'typescript', 'go', 'rust', 'java'])(
    'fails until it is written, in %s',
    language => {
      const text = Object.values(probeSkeleton(suite('x_test.go', ''), language, 'p').files).join();
      expect(text).toMatch(/write the probe/);
    }
  );

  it('finds the framework of a suite that does not say', () => {
    expect(detect('javascript', "import test from 'node:test'")).toBe('node:test');
    expect(detect('typescript', "import { it } from 'vitest'")).toBe('vitest');
    expect(detect('javascript', 'test("x", () => expect(1).toBe(1))')).toBe('jest');
    expect(detect('java', 'import org.junit.Test;')).toBe('junit4');
    expect(detect('java', 'import org.testng.annotations.Test;')).toBe('junit5');
    expect(detect('javascript', 'console.assert(1)')).toBe('script');
  });
});

describe('names', () => {
  it('of probes follow the rule of ids', () => {
    expect(nameProblem('ok-1.x', [])).toBe('');
    for (const bad of ['', '.x', 'a b', 'a..b', 'ä', 'x'.repeat(121), 'a/b'])
      expect(nameProblem(bad, [])).not.toBe('');
    expect(nameProblem('x', ['x'])).not.toBe('');
    expect(freeName(['probe-1', 'probe-2'])).toBe('probe-3');
  });

  it('of files stay inside the suite', () => {
    expect(pathProblem('a/b.py', [])).toBe('');
    for (const bad of ['', '/a', '../a', 'a//b', 'a\\b', 'C:x', 'a\u0000b', 'a/.'])
      expect(pathProblem(bad, [])).not.toBe('');
  });
});
