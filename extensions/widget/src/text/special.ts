/** Characters that are not what they look like: invisible, reordering, or meant for a terminal. */

const NAMES: Record<number, string> = {
  0x7f: '␡',
  0xad: 'SHY',
  0x34f: 'CGJ',
  0x61c: 'ALM',
  0x115f: 'HCF',
  0x1160: 'HJF',
  0x180e: 'MVS',
  0x200b: 'ZWSP',
  0x200c: 'ZWNJ',
  0x200d: 'ZWJ',
  0x200e: 'LRM',
  0x200f: 'RLM',
  0x2028: 'LS',
  0x2029: 'PS',
  0x202a: 'LRE',
  0x202b: 'RLE',
  0x202c: 'PDF',
  0x202d: 'LRO',
  0x202e: 'RLO',
  0x2060: 'WJ',
  0x2066: 'LRI',
  0x2067: 'RLI',
  0x2068: 'FSI',
  0x2069: 'PDI',
  0x3164: 'HF',
  0xfeff: 'BOM',
  0xffa0: 'HHF'
};

// Everything but tab, line feed and ordinary text. Lone surrogates only match with the u flag.
const CLASS =
  '\\u0000-\\u0008\\u000b-\\u001f\\u007f-\\u009f\\u00ad\\u034f\\u061c\\u115f\\u1160\\u17b4\\u17b5' +
  '\\u180b-\\u180f\\u200b-\\u200f\\u2028-\\u202e\\u2060-\\u206f\\u3164\\ufeff\\uffa0\\ufff0-\\ufffc' +
  '\\u{1bca0}-\\u{1bca3}\\u{1d173}-\\u{1d17a}\\u{e0000}-\\u{e0fff}\\ud800-\\udfff';

/** One special character. */
export function specialPattern(): RegExp {
  // eslint-disable-next-line no-misleading-character-class -- joiners are what is looked for
  return new RegExp(`[${CLASS}]`, 'gu');
}

/** A terminal's control sequence, or one special character. */
export function specialOrAnsiPattern(): RegExp {
  // eslint-disable-next-line no-misleading-character-class -- as above
  return new RegExp(`\\u001b\\[[0-?]{0,40}[ -/]{0,4}[@-~]|[${CLASS}]`, 'gu');
}

/** How a special character is drawn: `␛`, `⟪RLO⟫`, `⟪U+E0041⟫`. */
export function drawn(match: string): string {
  const code = match.codePointAt(0) ?? 0;
  const rest = match.slice(code > 0xffff ? 2 : 1);
  if (code < 0x20) return String.fromCodePoint(0x2400 + code) + rest;
  const name = NAMES[code];
  if (name?.length === 1) return name + rest;
  return `⟪${name ?? `U+${code.toString(16).toUpperCase().padStart(4, '0')}`}⟫${rest}`;
}

/** What a special character is called, for a tooltip. */
export function describe(match: string): string {
  const code = match.codePointAt(0) ?? 0;
  const hex = `U+${code.toString(16).toUpperCase().padStart(4, '0')}`;
  return match.length > 2 ? `terminal control sequence` : `invisible or control character ${hex}`;
}

/** The text with every special character written out: for attributes, which cannot hold nodes. */
export function plain(text: string): string {
  return text.replace(specialOrAnsiPattern(), drawn);
}
