// The desk is built once, by extensions/widget; every host takes that same file.
import { copyFileSync, existsSync, mkdirSync } from 'node:fs';

const built = new URL('../../workbench/jupyter/static/desk.js', import.meta.url);
if (!existsSync(built)) {
  console.error('workbench/jupyter/static/desk.js is missing: build extensions/widget first');
  process.exit(1);
}
mkdirSync(new URL('lib/', import.meta.url), { recursive: true });
copyFileSync(built, new URL('lib/desk.js', import.meta.url));
