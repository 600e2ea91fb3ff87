/** sha256 of a text as hex digits. `crypto.subtle` is missing on plain http, where many hubs live. */

export function sha256(text: string): string {
  const bytes = new TextEncoder().encode(text);
  const length = bytes.length;
  const blocks = ((length + 8) >> 6) + 1;
  const data = new DataView(new ArrayBuffer(blocks * 64));
  bytes.forEach((byte, index) => data.setUint8(index, byte));
  data.setUint8(length, 0x80);
  data.setUint32(blocks * 64 - 8, Math.floor(length / 0x20000000));
  data.setUint32(blocks * 64 - 4, length << 3);

  const hash = new Uint32Array(START);
  const w = new Uint32Array(64);
  const word = (index: number): number => w[index] ?? 0;
  for (let block = 0; block < blocks; block++) {
    for (let i = 0; i < 16; i++) w[i] = data.getUint32(block * 64 + i * 4);
    for (let i = 16; i < 64; i++) {
      const x = word(i - 15);
      const y = word(i - 2);
      const s0 = turn(x, 7) ^ turn(x, 18) ^ (x >>> 3);
      const s1 = turn(y, 17) ^ turn(y, 19) ^ (y >>> 10);
      w[i] = word(i - 16) + s0 + word(i - 7) + s1;
    }
    let [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, k = 0] = hash;
    for (let i = 0; i < 64; i++) {
      const s1 = turn(e, 6) ^ turn(e, 11) ^ turn(e, 25);
      const t1 = (k + s1 + ((e & f) ^ (~e & g)) + (ROUND[i] ?? 0) + word(i)) | 0;
      const s0 = turn(a, 2) ^ turn(a, 13) ^ turn(a, 22);
      const t2 = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
      [k, g, f, e, d, c, b, a] = [g, f, e, (d + t1) | 0, c, b, a, (t1 + t2) | 0];
    }
    [a, b, c, d, e, f, g, k].forEach((value, i) => (hash[i] = (hash[i] ?? 0) + value));
  }
  return [...hash].map(value => value.toString(16).padStart(8, '0')).join('');
}

function turn(value: number, by: number): number {
  return (value >>> by) | (value << (32 - by));
}

/** The first 32 bits of the fractional part of a root of each of the first primes. */
function roots(count: number, root: (prime: number) => number): number[] {
  const found: number[] = [];
  for (let n = 2; found.length < count; n++) {
    let prime = true;
    for (let d = 2; d * d <= n; d++) if (n % d === 0) prime = false;
    if (prime) found.push(((root(n) % 1) * 0x100000000) >>> 0);
  }
  return found;
}

const START = roots(8, Math.sqrt);
const ROUND = roots(64, Math.cbrt);
