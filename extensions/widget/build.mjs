// Bundles the desk to the one file that every host takes, and the board to one beside it.
import { build, context, transform } from 'esbuild';
import { readFile, readdir, stat, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const folder = resolve(here, '../../workbench/jupyter/static');
const outfile = join(folder, 'desk.js');
const limit = 900_000;

/** The style sheet as a string, minified. */
const cssText = {
  name: 'css-text',
  setup(builder) {
    builder.onLoad({ filter: /\.css$/ }, async ({ path }) => {
      const { code } = await transform(await readFile(path, 'utf8'), {
        loader: 'css',
        minify: true
      });
      return { contents: code, loader: 'text' };
    });
  }
};

/** What the board takes from the desk comes from the desk's bundle (src/parts.ts). */
const partsOfDesk = {
  name: 'parts-of-desk',
  setup(builder) {
    const board = join(here, 'src/board/');
    builder.onResolve({ filter: /^\.\.?\// }, ({ path, resolveDir, kind }) => {
      if (kind !== 'import-statement' || path.endsWith('.css')) return undefined;
      const own = `${resolve(resolveDir, path)}/`.startsWith(board);
      return own ? undefined : { path: './desk.js', external: true };
    });
  }
};

/** CodeMirror puts its styles into an inline element, which a strict content security policy
 * forbids; where the page takes sheets of its own (as `styles.ts` asks it to) it gets one. */
const adoptedStyles = {
  name: 'adopted-styles',
  setup(builder) {
    builder.onLoad({ filter: /style-mod\.js$/ }, async ({ path }) => {
      const text = await readFile(path, 'utf8');
      const inline = '!root.head && root.adoptedStyleSheets';
      if (!text.includes(inline)) throw new Error('style-mod is not as it was: look at its sheets');
      return { contents: text.replace(inline, 'root.adoptedStyleSheets'), loader: 'js' };
    });
  }
};

const common = {
  bundle: true,
  minify: true,
  format: 'esm',
  target: 'es2022',
  alias: {
    entities: join(here, 'src/text/entities.ts'),
    'linkify-it': join(here, 'src/text/linkify.ts')
  },
  charset: 'utf8',
  legalComments: 'none',
  metafile: true,
  logLevel: 'warning'
};
const options = {
  ...common,
  entryPoints: [join(here, 'src/index.ts')],
  outfile,
  plugins: [cssText, adoptedStyles]
};
const board = {
  ...common,
  entryPoints: [join(here, 'src/board/index.ts')],
  outfile: join(folder, 'board.js'),
  plugins: [cssText, partsOfDesk]
};

/** Names the packages that really went into the bundle and keeps their licences beside it. */
async function writeLicences(metafile) {
  const used = new Set();
  for (const input of Object.keys(metafile.inputs)) {
    const match = /node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(input);
    if (match) used.add(match[1]);
  }
  const parts = ['Packages bundled in desk.js and their licences.\n'];
  for (const name of [...used].sort()) {
    const folder = join(here, 'node_modules', name);
    const manifest = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'));
    const file = (await readdir(folder)).find(entry => /^licen[cs]e/i.test(entry));
    const text = file ? await readFile(join(folder, file), 'utf8') : '';
    parts.push(`== ${name} ${manifest.version} (${manifest.license})\n\n${text.trim()}\n`);
  }
  await writeFile(outfile.replace(/\.js$/, '.licences.txt'), parts.join('\n'));
}

if (process.argv.includes('--dev')) {
  // Serves the page of dev/ with a fake kernel, for looking at the desk alone.
  const served = { ...options, entryPoints: [join(here, 'dev/main.ts')], minify: false };
  const page = await context({ ...served, outfile: join(here, 'dev/main.js'), write: false });
  const { port } = await page.serve({ servedir: join(here, 'dev'), host: '127.0.0.1', port: 8787 });
  console.log(`http://127.0.0.1:${port}/`);
} else {
  const result = await build(options);
  await writeLicences(result.metafile);
  await build(board);
  const { size } = await stat(outfile);
  const { size: more } = await stat(board.outfile);
  console.log(`desk.js ${Math.round(size / 1000)} kB, board.js ${Math.round(more / 1000)} kB`);
  if (size > limit) throw new Error(`desk.js is over ${limit / 1000} kB: find what grew it`);
}
