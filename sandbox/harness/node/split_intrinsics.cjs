'use strict'
// What both sides of a split run have by themselves: `Array.prototype`, `Math.max`, `TypeError`...
// Such objects cross as their names, and each side means its own.

const { EventEmitter } = require('node:events')
const { builtinModules } = require('node:module')

const { getOwnPropertyDescriptor, getPrototypeOf } = Object
const { ownKeys } = Reflect
const later = setTimeout
const cancel = clearTimeout
const WELL_KNOWN = new Map(ownKeys(Symbol)
  .filter((key) => typeof Symbol[key] === 'symbol').map((key) => [Symbol[key], key]))

// Text from the other side must never meet what turns text into code.
const NEVER = new Set(['eval', 'Function', '%AsyncFunction%', '%GeneratorFunction%', '%AsyncGeneratorFunction%'])
const MODULES = builtinModules.filter((name) => !name.startsWith('_') && name !== 'sys')
const NOT_SHARED = new Set(['globalThis', 'global', 'process', 'undefined', 'NaN', 'Infinity'])
// Modules whose functions only compute.
const HARMLESS = new Set(['path', 'util', 'url', 'querystring', 'string_decoder', 'buffer', 'events', 'punycode',
  'constants', 'timers', 'timers/promises', 'perf_hooks'])
const ASKED = new Set(['Buffer', 'AbortController', 'queueMicrotask', 'structuredClone', 'setImmediate', 'clearImmediate'])
const SPACES = ['Math', 'JSON', 'Reflect', 'Atomics', 'Intl', 'console']

class Intrinsics {
  constructor() {
    this.names = new Map() // object -> name
    this.objects = new Map() // name -> object
    this.prototypes = new Set()
    this.foreign = new Set() // things of built-in modules and harness that stay where they are
    this.seen = new Set()
    for (const name of Object.getOwnPropertyNames(globalThis)) {
      const own = getOwnPropertyDescriptor(globalThis, name)
      // Accessors load what they give only when asked.
      if (NOT_SHARED.has(name) || !('value' in own || ASKED.has(name))) continue
      const value = globalThis[name]
      if (typeof value === 'function') this.constructorNamed(name, value)
      else if (SPACES.includes(name)) this.members(name, value)
    }
    this.members('performance', performance)
    this.add('globalThis', globalThis)
    this.add('process', process)
    this.constructorNamed('%EventEmitter%', EventEmitter)
    const hidden = {
      '%GeneratorFunction%': getPrototypeOf(function* () {}).constructor,
      '%AsyncFunction%': getPrototypeOf(async () => {}).constructor,
      '%AsyncGeneratorFunction%': getPrototypeOf(async function* () {}).constructor,
      '%TypedArray%': getPrototypeOf(Uint8Array),
    }
    for (const [name, found] of Object.entries(hidden)) this.constructorNamed(name, found)
    const timer = later(() => {}, 0)
    cancel(timer)
    this.timer = getPrototypeOf(timer)
    const prototypes = {
      '%Generator%': getPrototypeOf(function* () {}).prototype,
      '%AsyncGenerator%': getPrototypeOf(async function* () {}).prototype,
      '%AsyncIterator%': getPrototypeOf(getPrototypeOf(async function* () {}).prototype),
      '%Iterator%': getPrototypeOf(getPrototypeOf([][Symbol.iterator]())),
      '%ArrayIterator%': getPrototypeOf([][Symbol.iterator]()),
      '%StringIterator%': getPrototypeOf(''[Symbol.iterator]()),
      '%MapIterator%': getPrototypeOf(new Map().entries()),
      '%SetIterator%': getPrototypeOf(new Set().values()),
      '%RegExpStringIterator%': getPrototypeOf(''.matchAll(/a/g)),
    }
    for (const [name, found] of Object.entries(prototypes)) {
      this.prototypes.add(found)
      this.members(name, found)
    }
  }

  add(name, object) {
    if (this.names.has(object)) return
    this.names.set(object, name)
    this.objects.set(name, object)
  }

  constructorNamed(name, made) {
    this.members(name, made)
    const { prototype } = made
    if (prototype === null || typeof prototype !== 'object') return
    this.prototypes.add(prototype)
    this.members(`${name}.prototype`, prototype)
  }

  members(name, object) {
    this.add(name, object)
    for (const key of ownKeys(object)) {
      const own = getOwnPropertyDescriptor(object, key)
      const text = `${name}.${typeof key === 'symbol' ? `@${key.description}` : key}`
      if (typeof own.value === 'function') this.add(text, own.value)
      if (own.get) this.add(`get ${text}`, own.get)
      if (own.set) this.add(`set ${text}`, own.set)
    }
  }

  nameOf(object) {
    return this.names.get(object)
  }

  named(name) {
    return NEVER.has(name) ? undefined : this.objects.get(name)
  }

  // Classes of the built-in modules loaded so far: what their instances hold belongs to a process.
  isForeign(object) {
    if (typeof object === 'function' || this.foreign.has(object)) {
      return this.modules().has(object)
    }
    for (let at = getPrototypeOf(object); at; at = getPrototypeOf(at)) {
      if (this.timer === at || (!this.names.has(at) && this.modules().has(at))) return true
    }
    return false
  }

  modules() {
    const loaded = process.moduleLoadList
    if (this.loaded !== loaded.length) {
      this.loaded = loaded.length
      for (const name of MODULES) {
        if (this.seen.has(name) || !loaded.includes(`NativeModule ${name}`)) continue
        this.seen.add(name)
        this.keep(require(name), !HARMLESS.has(name))
        if (name === 'fs') this.keep(require('fs/promises'), true)
      }
    }
    return this.foreign
  }

  keep(found, acts) {
    for (const made of [found, ...Object.values(found)]) {
      if (typeof made !== 'function' || this.names.has(made)) continue
      if (acts) this.foreign.add(made)
      if (made.prototype && !this.names.has(made.prototype)) this.foreign.add(made.prototype)
    }
    if (acts && typeof found === 'object') this.foreign.add(found)
  }

  // The nearest prototype both sides have; null when there is none.
  builtInBelow(object) {
    for (let at = getPrototypeOf(object); at; at = getPrototypeOf(at)) {
      if (this.prototypes.has(at)) return at
    }
    return null
  }
}

module.exports = { Intrinsics, WELL_KNOWN }
