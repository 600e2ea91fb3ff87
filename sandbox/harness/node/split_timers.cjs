'use strict'
// Timers of the solution's side. They are kept by the tests' side, so that there is one clock and
// one order for both, and a fake clock drives the solution as it would in one process.

const { promisify } = require('node:util')
const timersModule = require('node:timers')
const later = require('node:timers/promises')
const { syncBuiltinESMExports } = require('node:module')

class Timer {
  #timers
  #id
  #how
  #held = true

  constructor(timers, id, how) {
    this.#timers = timers
    this.#id = id
    this.#how = how
  }

  static id(timer) {
    return #id in timer ? timer.#id : undefined
  }

  ref() {
    if (!this.#held) this.#timers.change(this.#id, 'ref')
    this.#held = true
    return this
  }

  unref() {
    if (this.#held) this.#timers.change(this.#id, 'unref')
    this.#held = false
    return this
  }

  hasRef() {
    return this.#held
  }

  refresh() {
    this.#timers.again(this.#id, this.#how)
    return this
  }

  close() {
    this.#timers.stop(this.#id)
    return this
  }

  [Symbol.toPrimitive]() {
    return this.#id
  }
}

class Timers {
  constructor(request) {
    this.request = request
    this.entries = new Map()
    this.next = 1
  }

  start(how, fn, ms, args) {
    if (typeof fn !== 'function') {
      const error = new TypeError(`The "callback" argument must be of type function. Received ${typeof fn}`)
      error.code = 'ERR_INVALID_ARG_TYPE'
      throw error
    }
    const id = this.next++
    const delay = Number(ms)
    this.entries.set(id, { fn, ms: Number.isFinite(delay) ? delay : 1, args, how })
    this.tell(id, how)
    return new Timer(this, id, how)
  }

  tell(id, how) {
    const { ms } = this.entries.get(id)
    this.request(() => ({ o: 'timer', h: how, i: id, ms }))
  }

  again(id, how) {
    if (!this.entries.has(id)) return
    this.change(id, 'clear')
    this.tell(id, how)
  }

  change(id, how) {
    this.request(() => ({ o: 'untimer', i: id, h: how }))
  }

  stop(timer) {
    const id = timer !== null && typeof timer === 'object' ? Timer.id(timer) : Number(timer)
    if (this.entries.delete(id)) this.change(id, 'clear')
  }

  fire(id) {
    const entry = this.entries.get(id)
    if (!entry) return
    if (entry.how !== 'setInterval') this.entries.delete(id)
    Reflect.apply(entry.fn, undefined, entry.args)
  }

  install() {
    const made = {
      setTimeout: (fn, ms, ...args) => this.start('setTimeout', fn, ms, args),
      setInterval: (fn, ms, ...args) => this.start('setInterval', fn, ms, args),
      setImmediate: (fn, ...args) => this.start('setImmediate', fn, 0, args),
      clearTimeout: (timer) => this.stop(timer),
      clearInterval: (timer) => this.stop(timer),
      clearImmediate: (timer) => this.stop(timer),
    }
    const patient = (ms, value, options) =>
      (options === undefined ? new Promise((go) => made.setTimeout(go, ms, value)) : real.setTimeout(ms, value, options))
    const real = { setTimeout: later.setTimeout, setImmediate: later.setImmediate }
    const soon = (value, options) =>
      (options === undefined ? new Promise((go) => made.setImmediate(go, value)) : real.setImmediate(value, options))
    Object.defineProperty(made.setTimeout, promisify.custom, { value: patient })
    Object.defineProperty(made.setImmediate, promisify.custom, { value: soon })
    this.names = new Set(Object.keys(made))
    Object.assign(globalThis, made)
    Object.assign(timersModule, made)
    Object.assign(later, { setTimeout: patient, setImmediate: soon })
    syncBuiltinESMExports()
  }
}

module.exports = { Timers }
