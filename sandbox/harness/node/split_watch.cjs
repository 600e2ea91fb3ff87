'use strict'
// What a suite changes for itself and what it tests: `Math.random`, `Date`, `console.log`,
// `process.env`... Noted on the tests' side, told to the solution's.

const { getOwnPropertyDescriptor } = Object
const { is } = Object
const TIMERS = ['setTimeout', 'setInterval', 'setImmediate', 'clearTimeout', 'clearInterval', 'clearImmediate']
const OF_PROCESS = ['exit', 'argv', 'argv0', 'cwd', 'platform', 'hrtime', 'uptime', 'memoryUsage', 'emitWarning', 'stdin']
const WATCHED = ['globalThis', 'process', 'Math', 'Date', 'JSON', 'console', 'performance', 'Object', 'Array', 'Number',
  'String', 'Promise', 'Array.prototype', 'Object.prototype', 'String.prototype', 'Number.prototype',
  'Date.prototype', 'Promise.prototype', 'Function.prototype', 'Map.prototype', 'Set.prototype']
const OFTEN = new Set(['globalThis', 'process', 'Math', 'Date', 'console', 'performance'])

class Watch {
  constructor(intrinsics, words, tell) {
    this.intrinsics = intrinsics
    this.tell = tell
    this.words = words // names in both the suite and the solution
    this.base = null
    this.environment = null
  }

  // Noted before a test file is loaded: all that is different later is the suite's doing.
  begin() {
    this.base = new Map()
    for (const name of WATCHED) {
      const object = name === 'globalThis' ? globalThis : this.intrinsics.objects.get(name)
      const kept = new Map()
      for (const key of name === 'process' ? OF_PROCESS : Reflect.ownKeys(object)) {
        if (name === 'globalThis' && (typeof key === 'symbol' || TIMERS.includes(key))) continue
        if (name === 'process' || 'value' in getOwnPropertyDescriptor(object, key)) kept.set(key, object[key])
      }
      // Names the suite adds are none of the solution's business unless it uses them.
      if (name === 'globalThis') for (const key of this.words) if (!(key in globalThis)) kept.set(key, undefined)
      this.base.set(name, { object, kept })
    }
    this.environment ??= this.watchEnvironment()
  }

  watchEnvironment() {
    const changes = []
    const env = process.env
    const note = (key) => {
      if (typeof key === 'string') changes.push(key)
      return true
    }
    process.env = new Proxy(env, {
      set: (target, key, value) => note(key) && Reflect.set(target, key, value),
      defineProperty: (target, key, own) => note(key) && Reflect.defineProperty(target, key, own),
      deleteProperty: (target, key) => note(key) && Reflect.deleteProperty(target, key),
    })
    return { changes, env }
  }

  // all: also where hardly any suite changes something
  changes(all, encode) {
    const found = []
    if (!this.base) return found
    for (const [name, { object, kept }] of this.base) {
      if (!all && !OFTEN.has(name)) continue
      for (const [key, before] of kept) {
        const value = object[key]
        if (is(value, before)) continue
        kept.set(key, value)
        if (before === undefined && name === 'globalThis' && typeof value !== 'function') {
          this.tell(`the solution knows the global variable ${String(key)} of the suite`)
        }
        found.push([name, encode(key), encode(value)])
      }
    }
    const { changes, env } = this.environment
    for (const key of changes.splice(0)) found.push(['env', key, encode(env[key])])
    return found
  }
}

module.exports = { TIMERS, Watch }
