// The desk and the board are built once, by extensions/widget; every host takes those same files.
import { copyFileSync, existsSync, mkdirSync } from 'node:fs';

mkdirSync(new URL('lib/', import.meta.url), { recursive: true });
for (const name of ['desk.js', 'board.js']) {
  const built = new URL(`../../workbench/jupyter/static/${name}`, import.meta.url);
  if (!existsSync(built)) {
    console.error(`workbench/jupyter/static/${name} is missing: build extensions/widget first`);
    process.exit(1);
  }
  copyFileSync(built, new URL(`lib/${name}`, import.meta.url));
}
