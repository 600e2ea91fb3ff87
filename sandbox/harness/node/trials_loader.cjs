'use strict'
// The task's modules, new for every trial, compiled once: a compiled body that is called again has
// variables of its own. Every file sees the guards of its trial.

const { Loader } = require('./loader.cjs')
const { guardsOf } = require('./trials_state.cjs')

const GUARDED = /\b__mu[nflb]?\(/

// What one process keeps from trial to trial.
class Cache {
  constructor() {
    this.texts = new Map()
    this.bodies = new Map()
    this.modules = new Map()
    this.places = new Map()
    this.loader = null // whose modules are loaded now
  }
}

class TrialLoader extends Loader {
  constructor(given, state, cache, outside) {
    super(given)
    this.guards = guardsOf(state)
    this.cache = cache
    this.took = outside
    cache.loader = this
  }

  source(file) {
    const { texts } = this.cache
    if (!texts.has(file)) texts.set(file, super.source(file))
    return texts.get(file)
  }

  // Nobody writes under /job.
  resolve(specifier, from) {
    const key = `${from}\0${specifier}`
    const { places } = this.cache
    if (!places.has(key)) {
      const file = super.resolve(specifier, from)
      if (this.mocks.virtual.has(file)) return file
      places.set(key, file)
    }
    return places.get(key)
  }

  outside(specifier) {
    return this.took(specifier, super.outside(specifier))
  }

  runCommonJs(file, module, text, more = {}) {
    return super.runCommonJs(file, module, text, { ...more, ...this.guards })
  }

  compileBody(file, text, names) {
    const kept = this.cache.bodies.get(file)
    if (kept && kept.text === text && kept.names === `${names}`) return kept.body
    const { cache } = this
    const body = super.compileBody(file, text, names, (specifier) => cache.loader.import(specifier, file))
    cache.bodies.set(file, { text, names: `${names}`, body })
    return body
  }

  compileModule(file) {
    const plain = this.source(file)
    const text = GUARDED.test(plain)
      ? `import { ${Object.keys(this.guards).join(', ')} } from "workbench:guards";${plain}`
      : plain
    const { modules } = this.cache
    const module = super.compileModule(file, text, modules.get(file))
    if (!modules.has(file)) modules.set(file, module.createCachedData())
    return module
  }

  async moduleFor(specifier, from, actual) {
    if (specifier === 'workbench:guards') return this.synthetic(specifier, this.guards)
    return super.moduleFor(specifier, from, actual)
  }
}

module.exports = { Cache, TrialLoader }
