/** A browser tab's name: kept over reloads, never shared by a duplicated tab. */

import { beforeEach, expect, it, vi } from 'vitest';

async function loadedPage(): Promise<string> {
  vi.resetModules();
  return (await import('../../lab/src/pageId')).pageId();
}

beforeEach(() => sessionStorage.clear());

it('a page that is loaded again has the name it had', async () => {
  const before = await loadedPage();
  window.dispatchEvent(new Event('pagehide'));
  expect(await loadedPage()).toBe(before);
});

it('a tab that was duplicated while it was there has a name of its own', async () => {
  const before = await loadedPage();
  expect(sessionStorage.length).toBe(0);
  expect(await loadedPage()).not.toBe(before);
});

it('a page that comes back without being loaded leaves no name to copy', async () => {
  await loadedPage();
  window.dispatchEvent(new Event('pagehide'));
  window.dispatchEvent(new Event('pageshow'));
  expect(sessionStorage.length).toBe(0);
});
