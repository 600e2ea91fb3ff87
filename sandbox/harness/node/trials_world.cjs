'use strict'
// What trials share because it is no module of theirs: globals, the language's own objects, timers,
// the environment, the working folder. Put back after each; where that cannot be, the process goes.

const fs = require('node:fs')
const os = require('node:os')
const path = require('node:path')

const own = Reflect.ownKeys
const descriptor = Reflect.getOwnPropertyDescriptor
const define = Reflect.defineProperty
const remove = Reflect.deleteProperty
const extensible = Reflect.isExtensible
const parent = Reflect.getPrototypeOf
const same = Object.is
const RealDate = Date
const timers = { setTimeout, setInterval, setImmediate, clearTimeout, clearImmediate }
const folder = process.cwd()

const LANGUAGE = [
  'Object', 'Function', 'Array', 'String', 'Number', 'Boolean', 'Symbol', 'BigInt', 'Math', 'JSON',
  'Reflect', 'Promise', 'RegExp', 'Date', 'Error', 'TypeError', 'RangeError', 'SyntaxError',
  'ReferenceError', 'EvalError', 'URIError', 'AggregateError', 'Map', 'Set', 'WeakMap', 'WeakSet',
  'WeakRef', 'Proxy', 'Intl', 'ArrayBuffer', 'DataView', 'Uint8Array', 'Int8Array', 'Uint16Array',
  'Int16Array', 'Uint32Array', 'Int32Array', 'Float32Array', 'Float64Array', 'Buffer', 'console',
  'process', 'URL', 'EventTarget', 'Event', 'TextEncoder', 'TextDecoder', 'performance',
]

// One object as it was.
class Photograph {
  constructor(object) {
    this.object = object
    this.parent = parent(object)
    this.open = extensible(object)
    this.keys = own(object)
    this.values = []
    this.others = []
    for (const key of this.keys) {
      const found = descriptor(object, key)
      if ('value' in found) this.values.push([key, found.value, found])
      else this.others.push([key, found])
    }
  }

  // Whether it is again what it was.
  restore() {
    const { object } = this
    let good = parent(object) === this.parent && extensible(object) === this.open
    const keys = own(object)
    if (keys.length !== this.keys.length || keys.some((key, i) => key !== this.keys[i])) {
      const known = new Set(this.keys)
      for (const key of keys) if (!known.has(key)) good = remove(object, key) && good
    }
    for (const [key, value, was] of this.values) {
      if (!same(object[key], value)) good = define(object, key, was) && good
    }
    for (const [key, was] of this.others) {
      const now = descriptor(object, key)
      if (now?.get !== was.get || now?.set !== was.set) good = define(object, key, was) && good
    }
    return good
  }
}

function listed(root) {
  let found = ''
  for (const entry of fs.readdirSync(root, { withFileTypes: true })) {
    const file = path.join(root, entry.name)
    const about = fs.lstatSync(file, { bigint: true })
    found += `${file} ${about.mode} ${about.size} ${about.ino} ${about.ctimeNs}\n`
    if (entry.isDirectory()) found += listed(file)
  }
  return found
}

function emptied(root) {
  for (const name of fs.readdirSync(root)) fs.rmSync(path.join(root, name), { recursive: true, force: true })
}

// Numbers between 0 and 1 that begin alike for one seed (mulberry32).
function numbers(seed) {
  let at = seed | 0
  return function random() {
    at = (at + 0x6d2b79f5) | 0
    let t = Math.imul(at ^ (at >>> 15), 1 | at)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
  }
}

// `Date` with another today. A function of its own, as a test may put a double in place of its `now`.
function shifted(by) {
  const now = RealDate.now
  const later = () => now() + by
  const made = function Date() {}
  Object.defineProperties(made, Object.getOwnPropertyDescriptors(RealDate))
  made.now = later
  return new Proxy(made, {
    construct: (target, args, by) => Reflect.construct(RealDate, args.length ? args : [later()], by),
    apply: () => new RealDate(later()).toString(),
  })
}

class World {
  // layOut: puts the task's data files into the working folder
  constructor(layOut) {
    this.layOut = layOut
    this.left = new Set() // timers
    this.zone = '' // that of this trial, if another than ever
    this.roots = [folder, os.tmpdir()].filter((root) => fs.existsSync(root))
    this.fresh()
  }

  fresh() {
    for (const root of this.roots) emptied(root)
    this.layOut()
    this.files = this.roots.map(listed).join('')
  }

  // Called when everything of the harness stands.
  photograph() {
    this.track()
    const objects = new Set([globalThis, process.stdout, process.stderr])
    for (const name of LANGUAGE) {
      const value = globalThis[name]
      if (value === undefined) continue
      objects.add(value)
      if (value.prototype) objects.add(value.prototype)
    }
    for (const made of [[].values(), ''.matchAll(/./g), new Map().values(), new Set().values(), (function* () {})()]) {
      for (let at = parent(made); at && at !== Object.prototype; at = parent(at)) objects.add(at)
    }
    this.photographs = [...objects].map((object) => new Photograph(object))
    this.known = objects
    this.env = { ...process.env }
    this.mask = process.umask()
    this.listeners = new Map(process.eventNames().map((name) => [name, process.listeners(name)]))
    this.resources = process.getActiveResourcesInfo().length
  }

  // Modules that are Node's or the kit's: nobody loads them anew.
  keep(exports) {
    for (const object of [exports, exports?.promises]) {
      const holder = object !== null && (typeof object === 'object' || typeof object === 'function')
      if (!holder || this.known.has(object)) continue
      this.known.add(object)
      try {
        this.photographs.push(new Photograph(object))
      } catch {
        // It does not want to be looked at.
      }
    }
  }

  track() {
    const { left } = this
    for (const name of ['setTimeout', 'setInterval', 'setImmediate']) {
      const real = timers[name]
      const tracked = {
        [name](...args) {
          const handle = real(...args)
          left.add(handle)
          return handle
        },
      }[name]
      Object.defineProperties(tracked, Object.getOwnPropertyDescriptors(real))
      globalThis[name] = tracked
    }
  }

  // clock: by how many seconds it is ahead
  begin(seed, clock) {
    Math.random = numbers(seed)
    if (!seed) return
    // Zones without a summer time, in every other rerun: what needs one of them fails some, not all.
    const hours = seed % 2 ? 0 : (seed * 7) % 23 - 11
    this.zone = hours ? `Etc/GMT${hours > 0 ? '+' : ''}${hours}` : ''
    if (hours) process.env.TZ = this.zone
    globalThis.Date = shifted(clock * 1000)
    RealDate.prototype.constructor = globalThis.Date
  }

  // Whether the next trial finds what this one found.
  restore() {
    for (const handle of this.left) {
      timers.clearTimeout(handle)
      timers.clearImmediate(handle)
    }
    this.left.clear()
    this.zone = ''
    if (!this.photographs) return true // no task code ran
    let good = true
    for (const photograph of this.photographs) good = photograph.restore() && good
    for (const name of Object.keys(process.env)) if (!(name in this.env)) delete process.env[name]
    for (const name of Object.keys(this.env)) {
      if (process.env[name] !== this.env[name]) process.env[name] = this.env[name]
    }
    for (const name of process.eventNames()) {
      const were = this.listeners.get(name) ?? []
      for (const listener of process.listeners(name)) {
        if (!were.includes(listener)) process.removeListener(name, listener)
      }
    }
    process.exitCode = undefined
    process.umask(this.mask)
    if (process.cwd() !== folder) process.chdir(folder)
    if (this.roots.map(listed).join('') !== this.files) this.fresh()
    return good && process.getActiveResourcesInfo().length <= this.resources
  }
}

module.exports = { World }
