import { describe, expect, it } from 'vitest';
import { markdown } from '../src/text/markdown';
import { safe, segments } from '../src/text/safe';
import { plain } from '../src/text/special';
import { sha256 } from '../src/text/sha256';
import { lineStarts, output, SHOWN_CHARS } from '../src/view/output';

describe('hostile text', () => {
  it.each([
    ['\u202e', '⟪RLO⟫'],
    ['\u2066', '⟪LRI⟫'],
    ['\u2068', '⟪FSI⟫'],
    ['\u200e', '⟪LRM⟫'],
    ['\u061c', '⟪ALM⟫'],
    ['\u200b', '⟪ZWSP⟫'],
    ['\ufeff', '⟪BOM⟫'],
    ['\u0000', '␀'],
    ['\u0007', '␇'],
    ['\u007f', '␡'],
    ['\u0085', '⟪U+0085⟫'],
    ['\u{e0041}', '⟪U+E0041⟫'],
    ['\ud800', '⟪U+D800⟫']
  ])('shows %j as %s in a marked span', (char, drawn) => {
    const node = safe(`a${char}b`);
    expect(node.textContent).toBe(`a${drawn}b`);
    expect(node.querySelectorAll('.wb-ctl')).toHaveLength(1);
  });

  it('shows a terminal sequence as one mark', () => {
    expect(segments('\u001b[31mred').map(s => s.text)).toEqual(['\u001b[31m', 'red']);
    expect(plain('\u001b[31mred\u001b[0m')).toBe('␛[31mred␛[0m');
  });

  it('shows a lone carriage return, which would hide what stands before it', () => {
    expect(plain('PASS\rFAIL')).toBe('PASS␍FAIL');
    expect(segments('a\r\nb')).toEqual([{ text: 'a\nb', special: false }]);
  });

  it('leaves ordinary text of any script alone', () => {
    const text = 'naïve 日本語 שלום 😀 tab\tline\n';
    expect(segments(text)).toEqual([{ text, special: false }]);
  });

  it('never becomes markup', () => {
    const node = safe('<img src=x onerror=alert(1)>');
    expect(node.children).toHaveLength(0);
    expect(node.textContent).toBe('<img src=x onerror=alert(1)>');
  });
});

function rendered(source: string): HTMLElement {
  const box = document.createElement('div');
  box.append(markdown(source));
  return box;
}

describe('the prompt', () => {
  it('keeps raw HTML as text', () => {
    const box = rendered('<script>alert(1)</script>\n\nx <b onclick="y()">bold</b>');
    expect(box.querySelector('script, b')).toBeNull();
    expect(box.textContent).toContain('<script>alert(1)</script>');
    expect(box.textContent).toContain('<b onclick="y()">');
  });

  it.each([
    '[x](javascript:alert(1))',
    '[x](JaVaScRiPt:alert(1))',
    '[x](data:text/html,hi)',
    '[x](vbscript:a)',
    '[x](&#106;avascript:alert(1))',
    '[x](/relative/path)',
    '<javascript:alert(1)>'
  ])('does not open %s', source => {
    expect(rendered(source).querySelector('a')).toBeNull();
  });

  it('opens a web address in a page that learns nothing', () => {
    const link = rendered('[docs](https://example.org/a)').querySelector('a');
    expect(link?.href).toBe('https://example.org/a');
    expect(link?.rel).toContain('noopener');
    expect(link?.rel).toContain('noreferrer');
  });

  it('names an image and its address, and loads nothing', () => {
    const box = rendered('![a plan](https://example.org/plan.png)');
    expect(box.querySelector('img')).toBeNull();
    expect(box.textContent).toContain('[image: a plan — https://example.org/plan.png]');
  });

  it('shows hidden characters in code and in text', () => {
    const box = rendered('a\u202eb `c\u200bd`\n\n```\ne\u2066f\n```');
    expect(box.querySelectorAll('.wb-ctl')).toHaveLength(3);
  });

  it('draws tight lists, tables and entities', () => {
    const box = rendered('- one\n- two\n\n| a | b |\n|---|---|\n| &lt;c&gt; | d |');
    expect([...box.querySelectorAll('li')].map(li => li.textContent)).toEqual(['one', 'two']);
    expect([...box.querySelectorAll('td')].map(td => td.textContent)).toEqual(['<c>', 'd']);
  });
});

describe('long output', () => {
  it('shows its beginning and offers the rest', () => {
    const box = output('x'.repeat(SHOWN_CHARS + 5000), 'stdout');
    expect(box.querySelector('pre')?.textContent.length).toBe(SHOWN_CHARS);
    expect(box.querySelector('button')?.textContent).toContain('Show all (25 kB)');
  });

  it('holds only a window of a three megabyte line', () => {
    const box = output('x'.repeat(3_000_000), 'stdout');
    box.querySelector('button')?.click();
    const rows = box.querySelectorAll('.wb-line');
    expect(rows.length).toBeGreaterThan(10);
    expect(rows.length).toBeLessThan(100);
  });

  it('loses no character and splits none when it cuts lines', () => {
    const text = `${'😀'.repeat(500)}\n\nshort\n${'y'.repeat(1000)}`;
    const starts = lineStarts(text);
    const parts = starts.map((start, i) => text.slice(start, starts[i + 1] ?? text.length));
    expect(parts.join('')).toBe(text);
    for (const part of parts) expect(part).not.toMatch(/^[\udc00-\udfff]|[\ud800-\udbff]$/);
  });
});

describe('the hash of a comment anchor', () => {
  it.each([
    ['', 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'],
    ['abc', 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'],
    ['a'.repeat(64), 'ffe054fe7ae0cb6dc65c3af9b61d5209f439851db43d0ba5997337df154668eb'],
    ['é', '4a99557e4033c3539de2eb65472017cad5f9557f7a0625a09f1c3f6e2ba69c4c']
  ])('of %j is sha256 of its UTF-8', (text, hash) => {
    expect(sha256(text)).toBe(hash);
  });
});
