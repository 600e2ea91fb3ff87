'use strict'
// Loads the task's files: CommonJS and ES modules, both from /job, neither through Node's own
// resolver. So a planted package.json, node_modules or loader hook changes nothing, framework
// names always mean the harness, and packages come from the kit and nowhere else.

const fs = require('node:fs')
const path = require('node:path')
const vm = require('node:vm')
const { createRequire, isBuiltin } = require('node:module')
const { pathToFileURL } = require('node:url')
const { learn } = require('./errors.cjs')

const JOB = '/job'
const TRIES = ['', '.js', '.ts', '.mjs', '.cjs', '.tsx', '.jsx', '.mts', '.cts', '.json']
const read = fs.readFileSync
const exists = (file) => fs.statSync(file, { throwIfNoEntry: false })?.isFile() ?? false

class Loader {
  // formats: path under /job -> 'esm' | 'cjs'; frameworks: specifier -> exports;
  // suite: paths that may see the harness's site marker; shift: lines put before a file's own text
  constructor({ kit, formats, frameworks, suite, shift, site }) {
    this.formats = formats
    this.frameworks = frameworks
    this.suite = new Set(suite)
    this.shift = shift
    this.site = site
    this.kitRequire = createRequire(path.join(kit, 'package.json'))
    this.mocks = new Map()
    this.reset()
  }

  reset() {
    this.cjs = new Map()
    this.esm = new Map()
    this.wrapped = new Map()
  }

  resolve(specifier, from) {
    if (specifier.startsWith('file://')) specifier = decodeURIComponent(new URL(specifier).pathname)
    const local = /^\.{0,2}\//.test(specifier) || specifier === '.' || specifier === '..'
    if (!local) return specifier
    const base = path.resolve(path.dirname(from), specifier)
    for (const extra of TRIES) if (exists(base + extra)) return base + extra
    // TypeScript sources name the file they will become.
    const stem = base.replace(/\.([mc]?)js$/, '')
    if (stem !== base) {
      for (const extra of TRIES) if (extra && exists(stem + extra)) return stem + extra
    }
    for (const extra of TRIES) {
      const index = path.join(base, 'index' + extra)
      if (extra && exists(index)) return index
    }
    const error = new Error(`Cannot find module '${specifier}' from '${from.replace(JOB + '/', '')}'`)
    error.code = 'MODULE_NOT_FOUND'
    throw error
  }

  outside(specifier) {
    const found = this.frameworks[specifier]
    if (found) return found()
    if (isBuiltin(specifier)) return require(specifier)
    return this.kitRequire(specifier)
  }

  // --- CommonJS -----------------------------------------------------------------------------

  require(specifier, from, actual = false) {
    if (specifier === 'workbench:sites' && this.suite.has(path.relative(JOB, from))) {
      return { __wb: this.site }
    }
    const file = this.resolve(specifier, from)
    if (!actual && this.mocks.has(file)) return this.mocked(file)
    if (!path.isAbsolute(file)) return this.outside(file)
    const cached = this.cjs.get(file)
    if (cached) return cached.exports
    if (this.formats[path.relative(JOB, file)] === 'esm') {
      const already = this.esm.get(file)
      if (already?.status === 'evaluated') return already.namespace
      throw new Error(`require() of the ES module ${specifier} that is not loaded yet`)
    }
    const module = { exports: {}, filename: file, id: file, loaded: false, children: [], paths: [] }
    this.cjs.set(file, module)
    try {
      if (file.endsWith('.json')) module.exports = JSON.parse(read(file, 'utf8'))
      else this.runCommonJs(file, module)
    } catch (error) {
      this.cjs.delete(file)
      throw error
    }
    module.loaded = true
    return module.exports
  }

  source(file) {
    const text = read(file, 'utf8').replace(/^#!/, '//')
    learn(file, text)
    return text
  }

  runCommonJs(file, module) {
    const name = path.relative(JOB, file)
    const text = this.source(file)
    const names = ['exports', 'require', 'module', '__filename', '__dirname']
    const values = [module.exports, this.requireFrom(file), module, file, path.dirname(file)]
    for (const [key, value] of Object.entries(this.siteFor(name))) {
      names.push(key)
      values.push(value)
    }
    const body = vm.compileFunction(text, names, {
      filename: file,
      lineOffset: -(this.shift[name] ?? 0),
      importModuleDynamically: (specifier) => this.import(specifier, file),
    })
    module.require = values[1]
    Reflect.apply(body, module.exports, values)
  }

  requireFrom(file) {
    const require = (specifier) => this.require(String(specifier), file)
    require.resolve = (specifier) => this.resolve(specifier, file)
    require.cache = {}
    // `require.main === module` asks whether this file is the program: under test none is.
    require.main = undefined
    return require
  }

  siteFor(name) {
    return this.suite.has(name) ? { __wb: this.site } : {}
  }

  // --- ES modules ---------------------------------------------------------------------------

  async import(specifier, from) {
    const module = await this.moduleFor(specifier, from)
    await this.ready(module)
    return module.namespace
  }

  async ready(module) {
    if (module.status === 'unlinked') {
      await module.link((specifier, referrer) => this.moduleFor(specifier, referrer.identifier))
    }
    if (module.status === 'linking') await new Promise((go) => setImmediate(go))
    await module.evaluate()
  }

  async moduleFor(specifier, from) {
    if (specifier === 'workbench:sites' && this.suite.has(path.relative(JOB, from))) {
      return this.synthetic('workbench:sites', { __wb: this.site })
    }
    const file = this.resolve(specifier, from)
    if (this.mocks.has(file)) {
      return this.synthetic(`mock:${file}`, await this.mocked(file))
    }
    if (!path.isAbsolute(file)) return this.synthetic(file, this.outside(file))
    if (this.formats[path.relative(JOB, file)] !== 'esm') {
      return this.synthetic(file, this.require(file, from))
    }
    const cached = this.esm.get(file)
    if (cached) return cached
    const name = path.relative(JOB, file)
    const module = new vm.SourceTextModule(this.source(file), {
      identifier: file,
      lineOffset: -(this.shift[name] ?? 0),
      initializeImportMeta: (meta) => {
        meta.url = pathToFileURL(file).href
        meta.filename = file
        meta.dirname = path.dirname(file)
        meta.resolve = (s) => pathToFileURL(this.resolve(s, file)).href
      },
      importModuleDynamically: (s) => this.import(s, file),
    })
    this.esm.set(file, module)
    return module
  }

  // CommonJS, built-in and mocked modules seen from an ES module: `default` is the whole thing
  // (or the `default` that a compiled module declares), and every key is a name.
  synthetic(key, exports) {
    const cached = this.wrapped.get(key)
    if (cached) return cached
    const holder = exports !== null && (typeof exports === 'object' || typeof exports === 'function')
    const names = new Set(holder ? Object.keys(exports).filter((n) => n !== 'default') : [])
    const compiled = holder && 'default' in exports && (exports.__esModule || key.startsWith('mock:'))
    const module = new vm.SyntheticModule([...names, 'default'], function () {
      for (const name of names) this.setExport(name, exports[name])
      this.setExport('default', compiled ? exports.default : exports)
    }, { identifier: key })
    this.wrapped.set(key, module)
    return module
  }

  // --- test doubles of whole modules -----------------------------------------------------------

  mock(specifier, from, factory) {
    const file = this.resolve(specifier, from)
    this.mocks.set(file, { factory, made: false, value: undefined })
    this.wrapped.delete(`mock:${file}`)
  }

  unmock(specifier, from) {
    this.mocks.delete(this.resolve(specifier, from))
  }

  mocked(file) {
    const entry = this.mocks.get(file)
    if (!entry.made) {
      entry.made = true
      entry.value = entry.factory()
    }
    return entry.value
  }

  // Loads a test file for its effects, whichever kind it is.
  async load(name) {
    const file = path.join(JOB, name)
    if (this.formats[name] === 'esm') await this.import(file, file)
    else this.require(file, file)
  }
}

module.exports = { Loader }
