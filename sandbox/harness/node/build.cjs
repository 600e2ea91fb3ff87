'use strict'
// The build job: compiles the task's files to JavaScript, each on its own, and for TypeScript asks
// the type checker what it thinks. Executes no task code. The compiled files leave on fd 3.

const fs = require('node:fs')
const path = require('node:path')
const { spawnSync } = require('node:child_process')

const order = JSON.parse(fs.readFileSync(0, 'utf8'))
const esbuild = fs.globSync?.(`${order.kit}/node_modules/@esbuild/*/bin/esbuild`)[0]
  ?? fs.readdirSync(`${order.kit}/node_modules/@esbuild`).map((d) => `${order.kit}/node_modules/@esbuild/${d}/bin/esbuild`)[0]

// `spyOn(module, 'name')` works on what jest and vitest make of an ES module: one object for all who
// import it, whose exports can be defined anew. esbuild's own helpers copy it and lock the copy.
function spied(text) {
  return text
    .replace('{ get: () => from[key], enumerable:', '{ get: () => from[key], configurable: true, enumerable:')
    .replace('var __toESM = (mod, isNodeMode, target) => (target',
      'var __toESM = (mod, isNodeMode, target) => !isNodeMode && mod && mod.__esModule ? mod : (target')
}

function compile() {
  const shared = [
    '--outdir=/box/out', '--outbase=/job', '--platform=node', '--target=node20', '--log-level=warning',
    '--color=false', '--log-limit=20', '--out-extension:.js=.out', '--sourcemap=inline',
    '--sources-content=false',
    '--tsconfig-raw={"compilerOptions":{"experimentalDecorators":false,"useDefineForClassFields":true}}',
  ]
  let said = ''
  let ok = true
  for (const format of ['cjs', 'esm']) {
    const files = Object.keys(order.compile).filter((f) => order.compile[f] === format)
    if (!files.length) continue
    // What was a module ran in strict mode and must go on doing so.
    const strict = format === 'cjs' ? ['--banner:js="use strict";'] : []
    const done = spawnSync(esbuild, [...strict, ...files.map((f) => `/job/${f}`), `--format=${format}`, ...shared],
      { encoding: 'utf8', cwd: '/job', env: { GOMAXPROCS: '1' } })
    said += done.stderr ?? ''
    ok &&= done.status === 0
  }
  const code = {}
  if (ok) {
    for (const file of Object.keys(order.compile)) {
      const stem = file.slice(0, file.length - path.extname(file).length)
      code[file] = spied(fs.readFileSync(`/box/out/${stem}.out`, 'utf8'))
    }
  }
  return { ok, said, code }
}

function typeErrors() {
  if (!order.types.length) return ''
  const base = '/box/types'
  fs.mkdirSync(base)
  const config = {
    compilerOptions: {
      strict: true, noEmit: true, target: 'es2022', lib: ['es2023'], module: 'esnext',
      moduleResolution: 'bundler', allowImportingTsExtensions: true, esModuleInterop: true,
      skipLibCheck: true, allowJs: false, types: order.globals,
      typeRoots: [`${order.kit}/node_modules/@types`],
      paths: { '*': [`${order.kit}/node_modules/*`, `${order.kit}/node_modules/@types/*`] },
    },
    files: [...order.types.map((f) => `/job/${f}`), `${__dirname}/types/frameworks.d.ts`],
  }
  fs.writeFileSync(`${base}/tsconfig.json`, JSON.stringify(config))
  const platform = fs.readdirSync(`${order.kit}/node_modules/@typescript`)[0]
  const tsc = `${order.kit}/node_modules/@typescript/${platform}/lib/tsc`
  const done = spawnSync(tsc, ['-p', base, '--pretty', 'false', '--singleThreaded'],
    { encoding: 'utf8', timeout: order.types_s * 1000, env: { GOMAXPROCS: '1' }, maxBuffer: 1 << 22 })
  return done.stdout ?? ''
}

const { ok, said, code } = compile()
const types = ok ? typeErrors() : ''
const data = Buffer.from(JSON.stringify({ ok, said, code, types }))
for (let done = 0; done < data.length; ) done += fs.writeSync(3, data, done)
process.exitCode = ok ? 0 : 1
