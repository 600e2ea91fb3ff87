/** What was compared, read from the message of a failed test, as far as its framework says it. */

export interface Compared {
  /** `expected` and `actual` where the framework tells them apart, else `left` and `right`. */
  names: [string, string];
  values: [string, string];
}

type Found = RegExpExecArray;
type Reader = (message: string) => Compared | null;

const EXPECTED: [string, string] = ['expected', 'actual'];
const SIDES: [string, string] = ['left', 'right'];
const MOST = 2000;

const READERS: Reader[] = [
  // JUnit
  one(/expected:\s?<([\s\S]*?)> but was:\s?<([\s\S]*?)>/, f => [EXPECTED, [f[1], f[2]]]),
  // jest; testify
  one(/^\s*Expected: (.+)\n\s*Received: (.+)$/m, f => [EXPECTED, [f[1], f[2]]]),
  one(/^\s*expected\s*: ?(.+)\n\s*actual\s*: ?(.+)$/m, f => [EXPECTED, [f[1], f[2]]]),
  // vitest, chai
  one(/expected (.+) to (?:be|equal|deeply equal|strictly equal) (.+?)(?: \/\/ .*)?$/m, f => [
    EXPECTED,
    [f[2], f[1]]
  ]),
  // node:assert
  one(/^(.+) !== (.+)$/m, f => [EXPECTED, [f[2], f[1]]]),
  bySign,
  // go test, by custom
  one(/\bgot:? (.+?)[,;] want(?:ed)?:? (.+)$/m, f => [EXPECTED, [f[2], f[1]]]),
  one(/ = (.+?)[,;] want(?:ed)?:? (.+)$/m, f => [EXPECTED, [f[2], f[1]]]),
  // assert_eq!
  one(/^\s*left: (.+?),?\n\s*right: (.+)$/m, f => [SIDES, [f[1], f[2]]]),
  // pytest, unittest
  one(/^(?:E\s+)?(?:AssertionError: )?assert (.+) == (.+)$/m, f => [SIDES, [f[1], f[2]]]),
  one(/AssertionError: (.+) != (.+?)(?: : .*)?$/m, f => [SIDES, [f[1], f[2]]])
];

/** Null where the message does not say it in a way that is known. */
export function compared(message: string): Compared | null {
  const text = message.slice(0, MOST).replace(/\r\n/g, '\n');
  for (const read of READERS) {
    const found = read(text);
    if (found) return found;
  }
  return null;
}

function one(
  pattern: RegExp,
  take: (found: Found) => [[string, string], [string | undefined, string | undefined]]
): Reader {
  return message => {
    const found = pattern.exec(message);
    if (!found) return null;
    const [names, [a, b]] = take(found);
    return a === undefined || b === undefined ? null : { names, values: [a, b] };
  };
}

/** The lines with + and - below "+ actual - expected". */
function bySign(message: string): Compared | null {
  const at = message.indexOf('+ actual - expected');
  if (at < 0) return null;
  const lines = message.slice(at).split('\n').slice(1);
  const of = (sign: string): string =>
    lines
      .filter(line => line.startsWith(`${sign} `))
      .map(line => line.slice(2).trim())
      .join(' ');
  return { names: EXPECTED, values: [of('-'), of('+')] };
}

/** Where two texts differ: what they share before and behind, and each one's own middle. */
export function difference(a: string, b: string): { head: string; tail: string; own: string[] } {
  const x = Array.from(a);
  const y = Array.from(b);
  const most = Math.min(x.length, y.length);
  let head = 0;
  while (head < most && x[head] === y[head]) head++;
  let tail = 0;
  while (tail < most - head && x[x.length - 1 - tail] === y[y.length - 1 - tail]) tail++;
  const own = [x, y].map(chars => chars.slice(head, chars.length - tail).join(''));
  return { head: x.slice(0, head).join(''), tail: x.slice(x.length - tail).join(''), own };
}
