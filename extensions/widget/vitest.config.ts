import { defineConfig } from 'vitest/config';
import { fileURLToPath } from 'node:url';

export default defineConfig({
  resolve: {
    alias: {
      entities: fileURLToPath(new URL('src/text/entities.ts', import.meta.url)),
      'linkify-it': fileURLToPath(new URL('src/text/linkify.ts', import.meta.url))
    }
  },
  test: {
    environment: 'jsdom',
    // The first test of a file loads the whole desk; on a busy machine that takes its time.
    testTimeout: 30_000,
    // By default it leaves one core to an editor.
    maxWorkers: '100%',
    setupFiles: ['tests/setup.ts'],
    include: ['tests/**/*.test.ts'],
    // markdown-it is bundled with our entities; the tests must see the same pair.
    server: { deps: { inline: ['markdown-it'] } }
  }
});
