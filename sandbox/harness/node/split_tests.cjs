'use strict'
// The tests' side of a split run. Nothing the solution's side says is believed beyond being a value
// that some code gave: it cannot name what to evaluate, change the suite's functions or end a run.

const { types } = require('node:util')
const { Gone, Pipe } = require('./split_pipe.cjs')
const { Clock } = require('./split_clock.cjs')
const { Intrinsics } = require('./split_intrinsics.cjs')
const { Talk, Thrown } = require('./split_talk.cjs')
const { TIMERS, Watch } = require('./split_watch.cjs')
const { remapped } = require('./errors.cjs')

const { getOwnPropertyDescriptor, getPrototypeOf } = Object
const queue = Function.prototype.call.bind(Promise.prototype.then, Promise.resolve())
const later = setTimeout
const soon = setImmediate
const now = performance.now.bind(performance)
const DEEP = 400
// What is asked of an object while it is compared, not by the test but by what compares.
const DECIDING = new Set(['valueOf', 'toJSON', 'then', Symbol.toPrimitive, Symbol.hasInstance])
// What a matcher may ask of a value and tell it the expectation by: noted when a matcher does so.
const ASKED = new Set([
  'indexOf', 'lastIndexOf', 'includes', 'has', 'get', 'match', 'test', 'exec', 'search', 'startsWith', 'endsWith',
  'localeCompare', 'equals', 'isEqual', 'contains', 'some', 'every', 'find', 'findIndex', 'filter', 'at', 'call',
  'apply', 'hasOwnProperty', 'isPrototypeOf', 'propertyIsEnumerable', 'compare', 'compareTo', 'matches',
])
const MEASURES = new Set(['size', 'length', 'byteLength', 'source', 'flags', 'global'])
const MEASURED = new Set(['Array', 'Map', 'Set', 'RegExp', 'ArrayBuffer', '%TypedArray%'].map((n) => `${n}.prototype`))
const HIDDEN = new Set(['asymmetricMatch', 'isEqualNode'])

function textOf(key) {
  return typeof key === 'symbol' ? `[${key.description}]` : `${key}`
}

class Peer extends Talk {
  constructor(order, channel, intrinsics) {
    super(2, intrinsics, new Pipe(4, 5))
    this.remote = new Set(order.remote)
    this.scopes = order.scopes
    this.watching = new Watch(intrinsics, order.words, (what) => this.answered(what))
    this.usesThis = order.uses_this
    this.channel = channel
    this.gone = ''
    this.lost = false
    this.protected = new Set()
    this.deciding = new Map() // id of a function -> under which name it answers
    this.asked = new Map() // the same of those that answer when a matcher asks
    this.timers = new Map()
    this.namespaces = new Map()
    this.queued = false
    this.pumping = false
    this.quick = 0
    this.clock = new Clock()
    this.calls = 0
    // So many calls, or none at all, that the time for one process is not enough for two.
    this.until = now() + order.wall_s * 600
  }

  // --- what is said about the run -----------------------------------------------------------------

  // Where in the suite this happens, as `file:line: `.
  place() {
    for (const line of new Error().stack.split('\n')) {
      const found = /\/job\/([^:()]+):(\d+)/.exec(remapped(line))
      if (found) return `${found[1]}:${found[2]}: `
    }
    return ''
  }

  uncrossed(what) {
    this.channel.uncrossed(this.place() + what)
  }

  cannot(what) {
    this.uncrossed(what)
  }

  // Two processes are slower than one: such a test says nothing of the solution.
  late(ms) {
    this.channel.uncrossed(`a test did not finish within ${ms} ms, apart from what it tests`)
  }

  answered(what) {
    this.channel.answered(this.place() + what)
  }

  // --- calls ----------------------------------------------------------------------------------------

  request(build) {
    if (this.gone) throw new Error(`the solution's process is gone: ${this.gone}`)
    if (this.depth > DEEP) throw new RangeError('Maximum call stack size exceeded')
    if (++this.calls % 64 === 0 && !this.lost && now() > this.until) {
      this.lost = true
      this.uncrossed(`${this.calls} calls by then: too many to cross in the time there is`)
    }
    const outermost = this.depth === 0
    if (outermost) this.clock.leave()
    let reached = false
    try {
      const value = super.request(build)
      reached = true
      return value
    } catch (error) {
      if (this.gone) throw error
      // Anything but an answer leaves the two sides out of step.
      reached = error instanceof Thrown
      if (error instanceof Gone) this.gone = error.message
      else if (!reached) {
        this.gone = `a message was lost (${error?.message})`
        this.uncrossed(`a value could not cross: ${error?.message}`)
      }
      if (reached) throw error
      throw new Error(`the solution's process is gone: ${this.gone}`)
    } finally {
      if (outermost) {
        this.clock.enter()
        if (!this.quiet) this.follows()
      }
    }
  }

  absorb(message) {
    try {
      super.absorb(message)
    } catch (error) {
      throw error instanceof Gone ? error : new Gone(`it sent what cannot be (${error?.message})`)
    }
  }

  collect(message) {
    const changes = this.watching.changes(message.o === 'load' || message.o === 'micro', this.encode)
    if (changes.length) message.w = changes
    return super.collect(message)
  }

  call(id, self, args) {
    const name = this.deciding.get(id)
    if (name) this.answered(`${name} of the solution's object decides`)
    if (args.length && this.asked.has(id) && !calledBySuite()) {
      this.answered(`${this.asked.get(id)} of the solution's object is asked by a matcher`)
    }
    return super.call(id, this.receiver(self), args)
  }

  // An object of the suite that happens to hold a function of the solution is its `this`, and may
  // hold what is expected beside it.
  receiver(self) {
    if (self === null || (typeof self !== 'object' && typeof self !== 'function')) return self
    if (this.intrinsics.nameOf(self) !== undefined) return self
    for (let at = self; at; at = getPrototypeOf(at)) {
      const id = this.ids.get(at)
      if (id !== undefined && !this.mine(id)) return self
    }
    if (!this.usesThis) return undefined
    this.answered("an object of the suite is what the solution's function is called on")
    return self
  }

  trap(id, name, target, args) {
    this.answered(`a Proxy of the solution answers "${name}"`)
    return super.trap(id, name, target, args)
  }

  // What the solution threw, seen as thrown by the line of the suite that called it.
  rethrown(value) {
    if (this.ids.get(value) && this.shadows.get(this.ids.get(value))?.k === 'error') {
      const frames = new Error().stack.split('\n').filter((line) => /^\s+at .*\/job\//.test(line)).map(remapped)
      const own = getOwnPropertyDescriptor(value, 'stack')
      if (typeof own?.value === 'string' && !this.mine(this.ids.get(value)) && !own.value.includes(frames[0] ?? '')) {
        this.fillStack(value, [own.value, ...frames].join('\n'))
      }
    }
    return value
  }

  // --- what runs later --------------------------------------------------------------------------------

  follows() {
    if (this.queued || this.gone) return
    this.queued = true
    queue(() => {
      this.queued = false
      this.run('micro')
    })
  }

  nudge() {
    this.follows()
  }

  // Lets the solution go on by itself: what its promises wait for, then whatever its loop holds.
  run(how) {
    if (this.gone) return
    const before = this.calls
    let alive = false
    this.quiet = true
    try {
      alive = this.ask(() => ({ o: how })) === true
    } catch {
      return // said by the next call
    } finally {
      this.quiet = false
    }
    if (this.calls > before + 1 || this.settled.length) {
      this.quick = 0
      this.follows()
    }
    if (alive) this.pump()
  }

  pump() {
    if (this.pumping) return
    this.pumping = true
    const step = () => {
      this.pumping = false
      this.run('turn')
    }
    if (this.quick++ < 4) soon(step)
    else later(step, 1)
  }

  // Timers of the solution are timers here: one clock for both, also when it is a fake one.
  startTimer({ h: how, i: id, ms }) {
    if (!TIMERS.includes(how) || how.startsWith('clear') || this.timers.size > 10000) throw new Gone('it started too many timers')
    const fire = () => {
      if (how !== 'setInterval') this.timers.delete(id)
      this.ask(() => ({ o: 'fire', i: id }))
    }
    this.timers.set(id, [how.slice(3), globalThis[how](fire, ...(how === 'setImmediate' ? [] : [ms]))])
  }

  stopTimer({ i: id, h: how }) {
    const [kind, timer] = this.timers.get(id) ?? []
    if (!kind) return
    if (how === 'ref' || how === 'unref') timer[how]?.()
    else {
      this.timers.delete(id)
      globalThis[`clear${kind}`](timer)
    }
  }

  perform(message) {
    switch (message.o) {
      case 'timer': return this.startTimer(message)
      case 'untimer': return this.stopTimer(message)
      case 'print': {
        const stream = message.to === 2 ? process.stderr : process.stdout
        stream.write(String(message.text))
        return undefined
      }
      case 'stray': {
        Promise.reject(this.decode(message.v))
        return undefined
      }
      case 'note': return this.uncrossed(String(message.text).slice(0, 300))
      default: return super.perform(message)
    }
  }

  // The text of one of the solution's functions, when somebody asks what it looks like.
  showTexts() {
    const own = Function.prototype.toString
    const peer = this
    const shown = {
      toString() {
        const id = typeof this === 'function' ? peer.ids.get(this) : undefined
        if (id === undefined || peer.mine(id)) return Reflect.apply(own, this, [])
        return String(peer.ask(() => ({ o: 'text', i: id })))
      },
    }
    Object.defineProperty(Function.prototype, 'toString', { value: shown.toString, writable: true, configurable: true })
  }

  // --- what may come in ---------------------------------------------------------------------------------

  kindOf(object) {
    const kind = super.kindOf(object)
    // A double's records are the suite's.
    if (kind === 'function' && (object._isMockFunction || object.isSinonProxy)) return 'bare'
    return kind
  }

  // A failed assertion in a callback says what was expected. The solution learns that it failed.
  snapshot(id) {
    const object = this.objects.get(id)
    if (this.mine(id) && isAssertion(object)) {
      this.answered('an assertion failed in a function the solution had called')
      return { i: id, k: 'error', p: this.encode(Error.prototype), e: 0, x: '', o: [] }
    }
    const node = super.snapshot(id)
    if (this.mine(id)) {
      const prototype = getPrototypeOf(object)
      if (prototype !== null && this.ids.has(prototype)) this.protected.add(this.ids.get(prototype))
      if (node.k === 'function' || node.k === 'bare') {
        this.protected.add(id)
        const made = getOwnPropertyDescriptor(object, 'prototype')?.value
        if (this.ids.has(made)) this.protected.add(this.ids.get(made))
      }
    }
    return node
  }

  mayChange({ i: id }) {
    if (!this.mine(id)) return true
    if (this.protected.has(id)) {
      this.uncrossed('the solution changes a function or class of the suite')
      return false
    }
    return true
  }

  admits(object, key, [, , ...parts]) {
    if (HIDDEN.has(key)) {
      this.answered(`${textOf(key)} of the solution's object is left out`)
      return false
    }
    if (ASKED.has(key)) {
      for (const part of parts) if (part?.[0] === 'i' && !this.mine(part[1])) this.asked.set(part[1], key)
    }
    if (MEASURES.has(key) && MEASURED.has(this.intrinsics.nameOf(this.intrinsics.builtInBelow(object)))) {
      this.answered(`the solution's object has a ${key} of its own`)
    }
    if (DECIDING.has(key)) {
      for (const part of parts) {
        if (part?.[0] === 'i' && !this.mine(part[1])) this.deciding.set(part[1], textOf(key))
        else if (part?.[0] === 'x') this.answered(`${textOf(key)} of the solution's object decides`)
      }
    }
    return true
  }

  filled(node, object) {
    this.namespaces.get(object)?.()
  }

  // --- modules --------------------------------------------------------------------------------------------

  watch() {
    if (!this.watching.base) this.clock.install(this.intrinsics)
    this.watching.begin()
  }

  reset() {
    this.ask(() => ({ o: 'reset' }))
  }

  has(file) {
    return this.remote.has(file.replace(/^\/job\//, ''))
  }

  load(file) {
    return this.ask(() => ({ o: 'load', f: file }))
  }

  // What makes tests is not handed to what is tested.
  keepFrom(values) {
    for (const value of values) {
      if (value !== null && (typeof value === 'object' || typeof value === 'function')) this.intrinsics.foreign.add(value)
    }
  }

  shows(names, update) {
    this.namespaces.set(names, update)
  }

  // The names a script finds in its scope: those of the solution it is written to be read after.
  async scope(file, loader) {
    if (!this.scopes[file]) return
    const values = await this.ask(() => ({ o: 'scope', f: file }))
    loader.scopes[file] = Object.fromEntries(this.scopes[file].map((key) => [key, values[key]]))
  }
}

// Whether a line of the suite made this call, and not something it called.
function calledBySuite() {
  const caller = new Error().stack.split('\n').slice(1)
    .find((line) => !line.includes('/split_') && !line.includes('<anonymous>)'))
  return caller?.includes('/job/') ?? false
}

function isAssertion(value) {
  return types.isNativeError(value) && !types.isProxy(value)
    && (value.code === 'ERR_ASSERTION' || value.name === 'AssertionError' || 'matcherResult' in value)
}

function connect(order, channel) {
  const peer = new Peer(order, channel, new Intrinsics())
  peer.showTexts()
  return peer
}

module.exports = { connect }
