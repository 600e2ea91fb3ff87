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
const { withHoisted } = require('./hoist.cjs')
const { ModuleMocks } = require('./module_mocks.cjs')

const JOB = '/job'
const TRIES = ['', '.js', '.ts', '.mjs', '.cjs', '.tsx', '.jsx', '.mts', '.cts', '.json']
const read = fs.readFileSync
const exists = (file) => fs.statSync(file, { throwIfNoEntry: false })?.isFile() ?? false

class Loader {
  // formats: path under /job -> 'esm' | 'cjs'; frameworks: specifier -> exports;
  // suite: paths that may see the harness's site marker; shift: lines put before a file's own text;
  // hoisted: file -> how many of its functions run before its imports; doubles: the suite's own
  constructor({ kit, formats, frameworks, suite, shift, site, hoisted = {}, doubles = [], peer = null }) {
    this.formats = formats
    this.frameworks = frameworks
    this.suite = new Set(suite)
    this.shift = shift
    this.site = site
    this.hoisted = hoisted
    this.doubles = new Set(doubles)
    this.kitRequire = createRequire(path.join(kit, 'package.json'))
    this.mocks = new ModuleMocks()
    this.peer = peer // in a split run: where the solution's files are
    this.scopes = {} // scripts that find names of the solution in their scope
    this.reset()
  }

  reset() {
    this.cjs = new Map()
    this.esm = new Map()
    this.wrapped = new Map()
    this.peer?.reset()
  }

  exists(file) {
    return this.peer?.has(file) || exists(file)
  }

  resolve(specifier, from) {
    if (specifier.startsWith('file://')) specifier = decodeURIComponent(new URL(specifier).pathname)
    const local = /^\.{0,2}\//.test(specifier) || specifier === '.' || specifier === '..'
    if (!local) return specifier
    const base = path.resolve(path.dirname(from), specifier)
    for (const extra of TRIES) if (this.exists(base + extra)) return base + extra
    // TypeScript sources name the file they will become.
    const stem = base.replace(/\.([mc]?)js$/, '')
    if (stem !== base) {
      for (const extra of TRIES) if (extra && this.exists(stem + extra)) return stem + extra
    }
    for (const extra of TRIES) {
      const index = path.join(base, 'index' + extra)
      if (extra && this.exists(index)) return index
    }
    if (this.mocks.virtual.has(base)) return base
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
    if (!actual && this.mocks.get(file)) return this.mocks.valueNow(file)
    if (!path.isAbsolute(file)) return this.outside(file)
    const cached = this.cjs.get(file)
    if (cached) return cached.exports
    if (this.formats[path.relative(JOB, file)] === 'esm') {
      const already = this.esm.get(file)
      if (already?.status === 'evaluated') return already.namespace
      throw new Error(`require() of the ES module ${specifier} that is not loaded yet`)
    }
    const module = this.newModule(file)
    try {
      if (file.endsWith('.json') && !this.peer?.has(file)) module.exports = JSON.parse(read(file, 'utf8'))
      else if (this.peer?.has(file)) module.exports = this.peer.load(file)
      else this.runCommonJs(file, module)
    } catch (error) {
      this.cjs.delete(file)
      throw error
    }
    module.loaded = true
    return module.exports
  }

  newModule(file) {
    const module = { exports: {}, filename: file, id: file, loaded: false, children: [], paths: [] }
    this.cjs.set(file, module)
    return module
  }

  source(file) {
    const text = read(file, 'utf8').replace(/^#!/, '//')
    learn(file, text)
    return text
  }

  runCommonJs(file, module, text = this.source(file), more = {}) {
    const name = path.relative(JOB, file)
    const seen = {
      exports: module.exports, require: this.requireFrom(file), module,
      __filename: file, __dirname: path.dirname(file), ...this.siteFor(name),
      ...this.scopes[name], ...more,
    }
    const body = this.compileBody(file, text, Object.keys(seen))
    module.require = seen.require
    return Reflect.apply(body, module.exports, Object.values(seen))
  }

  compileBody(file, text, names, importing = (specifier) => this.import(specifier, file)) {
    return vm.compileFunction(text, names, {
      filename: file,
      lineOffset: -(this.shift[path.relative(JOB, file)] ?? 0),
      importModuleDynamically: importing,
    })
  }

  // A test file whose doubles come before its imports, some of them asynchronously.
  async runHoisted(file, count) {
    const hoist = async (calls) => {
      for (const call of calls) await call()
      await this.mocks.prepare()
    }
    const text = withHoisted(this.source(file), count)
    await this.runCommonJs(file, this.newModule(file), text, { __wb_hoist: hoist })
  }

  requireFrom(file) {
    const require = (specifier) => this.require(String(specifier), file)
    require.resolve = (specifier) => this.resolve(specifier, file)
    require.cache = {}
    // `require.main === module` asks whether this file is the program: under test none is.
    require.main = undefined
    this.peer?.keepFrom([require])
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

  async moduleFor(specifier, from, actual = false) {
    if (specifier === 'workbench:sites' && this.suite.has(path.relative(JOB, from))) {
      return this.synthetic('workbench:sites', { __wb: this.site })
    }
    const file = this.resolve(specifier, from)
    if (!actual && this.mocks.get(file)) {
      return this.synthetic(`mock:${file}`, await this.mocks.value(file))
    }
    if (!path.isAbsolute(file)) return this.synthetic(file, this.outside(file))
    if (this.formats[path.relative(JOB, file)] !== 'esm') {
      return this.synthetic(file, this.require(file, from, actual))
    }
    const cached = this.esm.get(file)
    if (cached) return cached
    if (this.peer?.has(file)) return this.remote(file)
    const module = this.compileModule(file)
    this.esm.set(file, module)
    return module
  }

  compileModule(file, text = this.source(file), cachedData = undefined) {
    return new vm.SourceTextModule(text, {
      identifier: file,
      cachedData,
      lineOffset: -(this.shift[path.relative(JOB, file)] ?? 0),
      initializeImportMeta: (meta) => {
        meta.url = pathToFileURL(file).href
        meta.filename = file
        meta.dirname = path.dirname(file)
        meta.resolve = (s) => pathToFileURL(this.resolve(s, file)).href
      },
      importModuleDynamically: (s) => this.import(s, file),
    })
  }

  // An ES module of the other side: its names, kept up to date as they change there.
  remote(file) {
    const module = this.peer.load(file).then((names) => {
      const show = () => {
        for (const name of Object.keys(names)) made.setExport(name, names[name])
      }
      const made = new vm.SyntheticModule(Object.keys(names), show, { identifier: file })
      this.peer.shows(names, () => made.status === 'evaluated' && show())
      this.esm.set(file, made)
      return made
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

  mock(specifier, from, factory, eager, late) {
    let file
    try {
      file = this.resolve(specifier, from)
    } catch {
      file = path.resolve(path.dirname(from), specifier)
      this.mocks.virtual.add(file)
    }
    if (late && (this.cjs.has(file) || this.esm.has(file))) {
      throw new Error(`${specifier} is already loaded, so its double would not be seen`)
    }
    this.mocks.add(file, factory, eager)
    this.wrapped.delete(`mock:${file}`)
  }

  unmock(specifier, from) {
    this.mocks.remove(this.resolve(specifier, from))
  }

  // The module itself, whatever replaces it.
  async importActual(specifier, from) {
    const module = await this.moduleFor(specifier, from, true)
    await this.ready(module)
    return module.namespace
  }

  isEsm(specifier, from) {
    const file = this.resolve(specifier, from)
    return path.isAbsolute(file) && this.formats[path.relative(JOB, file)] === 'esm'
  }

  // The double the suite ships beside a file, in `__mocks__`; ''.
  besides(specifier, from) {
    let file
    try {
      file = this.resolve(specifier, from)
    } catch {
      return ''
    }
    if (!path.isAbsolute(file)) return ''
    const double = path.join(path.dirname(file), '__mocks__', path.basename(file))
    return this.doubles.has(path.relative(JOB, double)) ? double : ''
  }

  // Runs `work` with no module loaded; what was loaded before is back afterwards.
  isolated(work) {
    const { cjs, esm, wrapped } = this
    this.reset()
    const back = () => Object.assign(this, { cjs, esm, wrapped })
    let result
    try {
      result = work()
    } catch (error) {
      back()
      throw error
    }
    if (typeof result?.then === 'function') return result.finally(back)
    back()
    return result
  }

  // Loads a test file for its effects, whichever kind it is.
  async load(name) {
    const file = path.join(JOB, name)
    if (this.hoisted[name]) await this.runHoisted(file, this.hoisted[name])
    else if (this.formats[name] === 'esm') await this.import(file, file)
    else this.require(file, file)
  }
}

module.exports = { Loader }
