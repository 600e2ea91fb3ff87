'use strict'
// Objects that exist on both sides of a split run. Each has a number; what changed on one side is
// told to the other before it goes on, so that a mutated argument, a returned internal array or a
// patched prototype look alike from both. Functions are called where they were made.

const types = require('node:util').types
const { Gone } = require('./split_pipe.cjs')
const { WELL_KNOWN } = require('./split_intrinsics.cjs')
const { follow, isHandled } = require('./split_promises.cjs')
const state = require('./split_state.cjs')

const { getOwnPropertyDescriptor, getPrototypeOf, is } = Object
const { ownKeys } = Reflect
const { isArray } = Array
const { isFinite } = Number
const { keyFor } = Symbol
const symbolFor = Symbol.for
const BigIntOf = BigInt
const PromiseOf = Promise
const NOTHING = ['u']
const nothing = () => {}
const NUMBERS = new Map([['NaN', NaN], ['-0', -0], ['Infinity', Infinity], ['-Infinity', -Infinity]])
const KNOWN_SYMBOLS = new Map([...WELL_KNOWN].map(([symbol, name]) => [name, symbol]))
const ORDINARY = ['Object.prototype', 'Function.prototype', 'Error.prototype', '%Iterator%',
  '%AsyncIterator%', '%EventEmitter%.prototype', 'Array.prototype',
  ...['Eval', 'Range', 'Reference', 'Syntax', 'Type', 'URI', 'Aggregate'].map((name) => `${name}Error.prototype`)]
const numberText = (value) => (is(value, -0) ? '-0' : `${value}`)

class Mirror {
  // first: 1 or 2, so that the numbers of the two sides never meet
  constructor(first, intrinsics) {
    this.next = first
    this.intrinsics = intrinsics
    this.ordinary = new Set(ORDINARY.map((name) => intrinsics.named(name)))
    this.ids = new WeakMap()
    this.objects = new Map()
    this.shadows = new Map() // id -> the object's state as the other side knows it
    this.symbols = new Map() // symbol <-> id, both ways
    this.fresh = []
    this.settled = []
    this.waiting = new Map() // id of a promise of the other side -> how to settle it here
    this.encode = this.encode.bind(this)
    this.decode = this.decode.bind(this)
    this.same = this.same.bind(this)
  }

  mine(id) {
    return (id & 1) === (this.next & 1)
  }

  learn(id, object) {
    this.ids.set(object, id)
    this.objects.set(id, object)
  }

  // The other side let go of it: should it cross again, it does so anew.
  forget(id) {
    this.ids.delete(this.objects.get(id))
    this.objects.delete(id)
    this.shadows.delete(id)
  }

  // --- values to text -------------------------------------------------------------------------

  encode(value) {
    switch (typeof value) {
      case 'string': case 'boolean': return value
      case 'number': return isFinite(value) && !is(value, -0) ? value : ['n', numberText(value)]
      case 'undefined': return NOTHING
      case 'bigint': return ['b', `${value}`]
      case 'symbol': return this.encodeSymbol(value)
      default:
    }
    if (value === null) return null
    const name = this.intrinsics.nameOf(value)
    return name === undefined ? ['i', this.idOf(value)] : ['x', name]
  }

  encodeSymbol(symbol) {
    const known = WELL_KNOWN.get(symbol)
    if (known !== undefined) return ['w', known]
    const key = keyFor(symbol)
    if (key !== undefined) return ['y', key]
    if (!this.symbols.has(symbol)) {
      this.symbols.set(symbol, this.next)
      this.symbols.set(this.next, symbol)
      this.next += 2
    }
    return ['z', this.symbols.get(symbol), symbol.description ?? null]
  }

  idOf(object) {
    const known = this.ids.get(object)
    if (known !== undefined) return known
    const id = this.next
    this.next += 2
    this.learn(id, object)
    this.fresh.push(id)
    return id
  }

  // Whether `value` is what `encoded` says, without telling the other side of anything new.
  same(encoded, value) {
    switch (typeof value) {
      case 'string': case 'boolean': return encoded === value
      case 'number':
        return typeof encoded === 'number' ? is(encoded, value)
          : isArray(encoded) && encoded[0] === 'n' && encoded[1] === numberText(value)
      case 'object': case 'function': {
        if (value === null) return encoded === null
        if (!isArray(encoded)) return false
        const id = this.ids.get(value)
        if (id !== undefined) return encoded[0] === 'i' && encoded[1] === id
        return encoded[0] === 'x' && encoded[1] === this.intrinsics.nameOf(value)
      }
      default: {
        const now = this.encode(value)
        return isArray(encoded) && encoded[0] === now[0] && encoded[1] === now[1]
      }
    }
  }

  snapshot(id) {
    const object = this.objects.get(id)
    const kind = this.shadows.get(id)?.k ?? this.kindOf(object)
    if (kind === 'proxy') {
      return { i: id, k: kind, x: [typeof object === 'function', isArray(object), state.isConstructor(object)] }
    }
    if (kind === 'foreign') return { i: id, k: kind, x: [typeof object === 'function' ? object.name : object.constructor?.name ?? 'a module', typeof object === 'function'] }
    const node = { i: id, k: kind, p: this.encode(getPrototypeOf(object)), e: state.closing(object) }
    if (kind === 'opaque') return node
    if (kind === 'function' || kind === 'bare') node.x = [state.isConstructor(object), Object.hasOwn(object, 'prototype')]
    else if (kind === 'error') node.x = this.stackOf(object)
    else node.x = state.INSIDE[kind]?.(object, this.encode) ?? null
    node.o = kind === 'namespace' ? []
      : state.keysOf(object, kind).map((key) => state.propertyOf(object, key, this.encode))
    if (kind === 'promise') this.follow(id, object)
    this.shadows.set(id, node)
    return node
  }

  kindOf(object) {
    return state.kindOf(object, this.intrinsics, this.ordinary)
  }

  stackOf(error) {
    const own = getOwnPropertyDescriptor(error, 'stack')
    return typeof own?.value === 'string' ? own.value : ''
  }

  changed(object, shadow) {
    const { k: kind } = shadow
    if (!state.sameInside(object, kind, shadow.x, this.same)) return true
    if (kind === 'bare' || kind === 'namespace') return false
    if (kind === 'function' && shadow.o.length <= 3 && this.untouched(object, shadow.o)) return false
    return !this.same(shadow.p, getPrototypeOf(object)) || shadow.e !== state.closing(object)
      || !state.sameProperties(object, kind, shadow.o, this.same)
  }

  // A function without anything of its own, as nearly all are.
  untouched(object, entries) {
    if (ownKeys(object).length !== entries.length) return false
    const last = entries[entries.length - 1]
    return last?.[0] !== 'prototype' || this.same(last[2], object.prototype)
  }

  // Everything the other side must know before it reads the message this becomes part of.
  collect(message) {
    const settled = this.settled.splice(0)
      .map(([id, ok, value]) => [id, ok, this.encode(value), isHandled(this.objects.get(id))])
    const stale = []
    for (const [id, shadow] of this.shadows) {
      if (this.changed(this.objects.get(id), shadow)) stale.push(id)
    }
    const updates = stale.map((id) => this.snapshot(id))
    const news = []
    while (this.fresh.length) for (const id of this.fresh.splice(0)) news.push(this.snapshot(id))
    if (this.dropped?.length) message.d = this.dropped.splice(0)
    if (settled.length) message.s = settled
    if (updates.length) message.u = updates
    if (news.length) message.n = news
    return message
  }

  // --- text to values ---------------------------------------------------------------------------

  decode(encoded) {
    if (!isArray(encoded)) {
      if (encoded !== null && typeof encoded === 'object') throw new Gone('it sent a value of no kind')
      return encoded
    }
    const [tag, what] = encoded
    switch (tag) {
      case 'i': {
        const object = this.objects.get(what)
        if (object === undefined) throw new Gone('it named an object that was never told of')
        return object
      }
      case 'u': return undefined
      case 'n': return NUMBERS.get(what)
      case 'b': return BigIntOf(what)
      case 'w': return KNOWN_SYMBOLS.get(what)
      case 'y': return symbolFor(what)
      case 'z': return this.decodeSymbol(what, encoded[2])
      case 'x': {
        const object = this.intrinsics.named(what)
        if (object === undefined) throw new Gone(`it named ${what}, which does not cross`)
        return object
      }
      default: throw new Gone('it sent a value of no kind')
    }
  }

  decodeSymbol(id, description) {
    if (!this.symbols.has(id)) {
      const made = Symbol(description ?? undefined)
      this.symbols.set(id, made)
      this.symbols.set(made, id)
    }
    return this.symbols.get(id)
  }

  absorb(message) {
    if (isArray(message.d)) for (const id of message.d) this.forget(id)
    const news = this.listOf(message.n)
    const late = []
    for (const node of news) {
      if (!Number.isSafeInteger(node.i) || this.mine(node.i) || this.objects.has(node.i)) {
        throw new Gone('it sent an object under a wrong number')
      }
      if (node.k === 'typed') late.push(node)
      else this.learn(node.i, this.shell(node))
    }
    for (const node of late) this.learn(node.i, this.shell(node))
    // Prototypes first: what an object is shows in where it hangs.
    for (const node of news) {
      if (node.p !== undefined) state.fillPrototype(this.objects.get(node.i), this.decode(node.p))
    }
    for (const node of news) this.fill(node)
    for (const node of this.listOf(message.u)) {
      if (this.shadows.get(node.i)?.k !== node.k) throw new Gone('it changed an object into another kind')
      if (this.mayChange(node)) this.fill(node)
    }
    for (const [id, ok, value, handled] of this.listOf(message.s)) {
      const waiting = this.waiting.get(id)
      this.waiting.delete(id)
      waiting?.[ok ? 'resolve' : 'reject'](this.decode(value))
      if (waiting && handled === true) follow(this.objects.get(id), nothing, nothing)
    }
  }

  listOf(list) {
    if (list === undefined) return []
    if (!isArray(list) || !list.every((entry) => entry !== null && typeof entry === 'object')) {
      throw new Gone('it sent something that is not a list of objects')
    }
    return list
  }

  shell({ i: id, k: kind, x: inside }) {
    switch (kind) {
      case 'function': case 'bare': return this.remoteFunction(id, inside)
      case 'proxy': return this.remoteProxy(id, inside)
      case 'foreign': return this.foreignObject(inside)
      case 'opaque': return {}
      case 'promise': return new PromiseOf((resolve, reject) => this.waiting.set(id, { resolve, reject }))
      default: return state.shellOf(kind, inside, this.decode)
    }
  }

  fill(node) {
    const object = this.objects.get(node.i)
    if (object === undefined) throw new Gone('it changed an object that was never told of')
    const { k: kind } = node
    if (kind === 'proxy' || kind === 'foreign') return
    state.fillPrototype(object, this.decode(node.p))
    if (kind === 'opaque') {
      this.fillOpaque(node.i, object)
      return
    }
    this.shadows.set(node.i, node)
    state.fillInside(object, kind, node.x, this.decode)
    if (kind === 'namespace') {
      this.filled(node, object)
      return
    }
    const keys = []
    node.o = node.o.filter((entry) => {
      const key = this.decode(entry[0])
      const wanted = this.admits(object, key, entry)
      if (wanted) keys.push(key)
      return wanted
    })
    state.fillProperties(object, kind, node.o, keys, this.decode)
    if (kind === 'error') this.fillStack(object, node.x)
    state.close(object, node.e)
  }

  fillStack(error, text) {
    Object.defineProperty(error, 'stack', { value: text, writable: true, configurable: true, enumerable: false })
  }

  // --- promises ---------------------------------------------------------------------------------

  follow(id, promise) {
    if (!this.mine(id) || this.shadows.has(id)) return
    const settle = (ok) => (value) => {
      this.settled.push([id, ok, value])
      this.nudge()
    }
    follow(promise, settle(true), settle(false))
  }

  nudge() {}

  filled() {}

  mayChange() {
    return true
  }

  admits() {
    return true
  }
}

module.exports = { Mirror }
