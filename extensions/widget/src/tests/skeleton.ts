/** A probe to begin with: it imports the solution as the given suite does, and it fails until
 * something is asserted, since an empty probe that passes would look like evidence. */

import type { Files, ProbeSuite, Suite } from '../protocol';

interface Shape {
  path: string;
  text: string;
}

export function probeSkeleton(given: Suite, language: string, name: string): ProbeSuite {
  const [path = '', text = ''] = Object.entries(given.files)[0] ?? [];
  const framework = given.framework === 'auto' ? detect(language, text) : given.framework;
  const shape = SHAPES[language]?.({ path, text, name, framework });
  const files: Files = shape ? { [shape.path]: shape.text } : { [path || name]: text };
  return { name, framework: given.framework, files };
}

/** The framework of a suite that does not say, from what it imports. */
export function detect(language: string, text: string): string {
  if (language === 'python')
    return /^\s*(import|from) unittest\b/m.test(text) ? 'unittest' : 'pytest';
  if (language === 'java') {
    // TestNG does not run here: a probe beside such a suite is one of JUnit.
    if (/org\.(?:junit\.jupiter|testng)/.test(text)) return 'junit5';
    return text.includes('org.junit') ? 'junit4' : 'script';
  }
  if (language === 'go') return 'go test';
  if (language === 'rust') return 'libtest';
  if (text.includes('node:test')) return 'node:test';
  if (/['"]vitest['"]/.test(text)) return 'vitest';
  if (/\b(test|it|describe)\s*\(/.test(text)) {
    return /\bexpect\s*\(/.test(text) ? 'jest' : 'mocha';
  }
  return 'script';
}

/** A name no probe has yet: `probe-1`, `probe-2`... */
export function freeName(taken: readonly string[]): string {
  for (let number = 1; ; number++) {
    const name = `probe-${number}`;
    if (!taken.includes(name)) return name;
  }
}

/** Why a probe may not be called so, or ''. The rule of `workbench.model.base.check_id`. */
export function nameProblem(name: string, taken: readonly string[]): string {
  if (!/^[A-Za-z0-9][A-Za-z0-9._-]{0,119}$/.test(name) || name.includes('..'))
    return 'Use letters, digits, ".", "_" or "-", beginning with a letter or digit.';
  return taken.includes(name) ? 'There is a suite of that name already.' : '';
}

/** Why a file may not be called so, or ''. The rule of `workbench.model.base.check_path`. */
export function pathProblem(path: string, taken: readonly string[]): string {
  const parts = path.split('/');
  // eslint-disable-next-line no-control-regex -- control characters are what is refused
  const bad = parts.some(p => !p || p === '.' || p === '..' || /[\\\u0000-\u001f\u007f]/.test(p));
  if (bad || path.length > 400 || /^.:/.test(path)) return 'A relative path inside the suite.';
  return taken.includes(path) ? 'There is a file of that name already.' : '';
}

interface Seed {
  path: string;
  text: string;
  name: string;
  framework: string;
}

const WORDS = 'write the probe';

const SHAPES: Record<string, (seed: Seed) => Shape> = {
  python: pythonShape,
  javascript: scriptShape,
  typescript: scriptShape,
  go: goShape,
  rust: rustShape,
  java: javaShape
};

function pythonShape({ path, text, name, framework }: Seed): Shape {
  const imports = pythonImports(text);
  const word = name.replace(/\W+/g, '_');
  const bodies: Record<string, string> = {
    unittest: `class Test${pascal(name)}(unittest.TestCase):\n    def test_${word}(self):\n        self.fail("${WORDS}")\n`,
    script: `assert False, "${WORDS}"\n`
  };
  const body = bodies[framework] ?? `def test_${word}():\n    assert False, "${WORDS}"\n`;
  return { path: folder(path) + `test_${word}.py`, text: `${imports}\n\n\n${body}`.trimStart() };
}

/** Top-level import statements, with their continuation lines in brackets. */
function pythonImports(text: string): string {
  const kept: string[] = [];
  let open = false;
  for (const line of text.split(/\r?\n/)) {
    const begins = /^(import|from)\s/.test(line);
    if (begins || open) kept.push(line);
    if (begins || open)
      open = line.includes('(') ? !line.includes(')') : open && !line.includes(')');
  }
  return kept.join('\n');
}

function scriptShape({ path, text, name, framework }: Seed): Shape {
  const imports = scriptImports(text);
  const ending = /((?:[.-](?:test|spec))?\.[cm]?[jt]sx?)$/.exec(path)?.[1] ?? '.test.js';
  const bodies: Record<string, string> = {
    script: `console.assert(false, '${WORDS}');\n`,
    'node:test': `test('${name}', () => {\n  assert.fail('${WORDS}');\n});\n`,
    mocha: `it('${name}', () => {\n  throw new Error('${WORDS}');\n});\n`
  };
  const body =
    bodies[framework] ?? `test('${name}', () => {\n  throw new Error('${WORDS}');\n});\n`;
  return { path: folder(path) + name + ending, text: `${imports}\n\n${body}`.trimStart() };
}

function scriptImports(text: string): string {
  const statement =
    /^(?:import\s[^;]*?(?:from\s*)?['"][^'"\n]+['"];?|(?:const|let|var)\s+[^=;]+=\s*(?:await\s+import|require)\s*\([^)\n]*\)[^;\n]*;?)/gm;
  return [...text.matchAll(statement)].map(match => match[0]).join('\n');
}

function goShape({ path, text, name }: Seed): Shape {
  const clause = /^package\s+\w+/m.exec(text)?.[0] ?? 'package main';
  const external = /^package\s+\w+_test\b/m.test(text);
  const imports = [...text.matchAll(/^\s*(?:import\s+)?((?:[\w.]+\s+)?"[^"\n]+")\s*$/gm)]
    .map(match => match[1] ?? '')
    .filter(spec => external && spec.includes('.'));
  // Go refuses an import that nothing uses; the blank name keeps the skeleton building.
  const used = imports
    .map(spec => `\t_ ${spec.replace(/^\S+\s+/, '')} // drop the underscore to use it`)
    .join('\n');
  const block = used ? `import (\n\t"testing"\n\n${used}\n)` : 'import "testing"';
  const body = `func Test${pascal(name)}(t *testing.T) {\n\tt.Fatal("${WORDS}")\n}\n`;
  return {
    path: `${folder(path)}${name.replace(/\W+/g, '_')}_test.go`,
    text: `${clause}\n\n${block}\n\n${body}`
  };
}

function rustShape({ path, text, name }: Seed): Shape {
  const uses = [...text.matchAll(/^\s*use\s[^;]+;/gm)].map(match => match[0].trim()).join('\n');
  const word = name.replace(/\W+/g, '_');
  const body = `#[test]\nfn ${word}() {\n    panic!("${WORDS}");\n}\n`;
  return { path: `${folder(path)}${word}.rs`, text: `${uses}\n\n${body}`.trimStart() };
}

function javaShape({ path, text, name, framework }: Seed): Shape {
  const head = [...text.matchAll(/^(?:package|import)\s[^;]+;/gm)]
    .map(match => match[0])
    .join('\n');
  const type = `${pascal(name)}Test`;
  const inside =
    framework === 'script'
      ? `    public static void main(String[] args) {\n        throw new AssertionError("${WORDS}");\n    }\n`
      : `    @Test\n    ${framework === 'junit4' ? 'public ' : ''}void ${camel(name)}() {\n        throw new AssertionError("${WORDS}");\n    }\n`;
  const access = framework === 'junit5' ? '' : 'public ';
  return {
    path: `${folder(path)}${type}.java`,
    text: `${head}\n\n${access}class ${type} {\n${inside}}\n`.trimStart()
  };
}

function folder(path: string): string {
  return path.slice(0, path.lastIndexOf('/') + 1);
}

function pascal(name: string): string {
  const word = name.replace(/(?:^|\W+|_)(\w)/g, (_, letter: string) => letter.toUpperCase());
  return word.replace(/\W/g, '');
}

function camel(name: string): string {
  const word = pascal(name);
  return word.slice(0, 1).toLowerCase() + word.slice(1);
}
