'use strict'
// Calls between the two sides of a split run. A call is a message and waits for its answer; while
// it waits, the other side may call back. One side runs at a time, as in one process.

const { Gone } = require('./split_pipe.cjs')
const { Mirror } = require('./split_mirror.cjs')

const { getOwnPropertyDescriptor, getPrototypeOf } = Object
const { apply, construct, ownKeys } = Reflect
const bind = Function.prototype.call.bind(Function.prototype.bind)
const TRAPS = new Set([
  'get', 'set', 'has', 'deleteProperty', 'ownKeys', 'getOwnPropertyDescriptor', 'defineProperty',
  'getPrototypeOf', 'setPrototypeOf', 'isExtensible', 'preventExtensions', 'apply', 'construct',
])

class Talk extends Mirror {
  constructor(first, intrinsics, pipe) {
    super(first, intrinsics)
    this.pipe = pipe
    this.depth = 0
  }

  // Sends what `build` makes of itself and waits for the answer.
  request(build) {
    this.depth++
    try {
      this.pipe.send(this.collect(build()))
      for (;;) {
        const message = this.pipe.receive()
        this.absorb(message)
        if (message.o === 'ret') return this.decode(message.v)
        if (message.o === 'throw') throw new Thrown(this.decode(message.v))
        if (message.o === 'large') throw new Thrown(this.tooLarge())
        this.handle(message)
      }
    } finally {
      this.depth--
    }
  }

  // As above, and what the other side threw is thrown here.
  ask(build) {
    try {
      return this.request(build)
    } catch (error) {
      throw error instanceof Thrown ? this.rethrown(error.value) : error
    }
  }

  rethrown(value) {
    return value
  }

  handle(message) {
    let answer
    try {
      const value = this.perform(message)
      answer = () => ({ o: 'ret', v: this.encode(value) })
    } catch (error) {
      if (error instanceof Gone) throw error
      answer = () => ({ o: 'throw', v: this.encode(error) })
    }
    try {
      this.pipe.send(this.collect(answer()))
    } catch (error) {
      if (!(error instanceof RangeError)) throw error
      this.pipe.send({ o: 'large' })
    }
  }

  tooLarge() {
    this.cannot('a value is too large to cross')
    return new RangeError('a value is too large to cross')
  }

  perform(message) {
    const list = (values) => this.listOfValues(values).map(this.decode)
    switch (message.o) {
      case 'call': return apply(this.callable(message.f), this.decode(message.t), list(message.a))
      case 'new': {
        const made = this.callable(message.f)
        return construct(made, list(message.a), message.c === undefined ? made : this.decode(message.c))
      }
      case 'slot': return this.performSlot(message.i, this.decode(message.m), message.h, list(message.a))
      case 'trap': return this.performTrap(message.i, message.m, list(message.a))
      default: throw new Gone('it asked for something unknown')
    }
  }

  listOfValues(values) {
    if (!Array.isArray(values)) throw new Gone('it sent something that is not a list')
    return values
  }

  // Only what was made here and told of may be called.
  callable(id) {
    const made = this.objects.get(id)
    if (!this.mine(id) || typeof made !== 'function') throw new Gone('it called what it may not')
    return made
  }

  call(id, self, args) {
    return this.ask(() => ({ o: 'call', f: id, t: this.encode(self), a: args.map(this.encode) }))
  }

  construct(id, args, target, own) {
    return this.ask(() => ({
      o: 'new', f: id, a: args.map(this.encode), ...(target === own ? {} : { c: this.encode(target) }),
    }))
  }

  slot(id, key, how, args) {
    return this.ask(() => ({ o: 'slot', i: id, m: this.encode(key), h: how, a: args.map(this.encode) }))
  }

  remoteFunction(id, [isConstructor, hasPrototype]) {
    const talk = this
    if (!isConstructor) {
      return { method(...args) { return talk.call(id, this, args) } }.method
    }
    function made(...args) {
      return new.target ? talk.construct(id, args, new.target, made) : talk.call(id, this, args)
    }
    // A function bound to its `this` is called without one.
    return hasPrototype ? made : bind(made, undefined)
  }

  // A stream, a socket, a child: it can be passed on, and whoever looks into it says so.
  foreignObject([name, callable]) {
    const say = () => this.cannot(callable ? `${name}() cannot cross` : `an object of ${name} cannot cross`)
    return new Proxy(callable ? function () {} : {}, Object.fromEntries([...TRAPS].map((trap) => [trap, (target, ...args) => {
      if (!(trap === 'get' && (typeof args[0] === 'symbol' || args[0] === 'then'))) say()
      return Reflect[trap](target, ...args)
    }])))
  }

  // --- objects that keep their state where nobody can look ---------------------------------------

  // The methods both sides have are called where the object was made.
  fillOpaque(id, object) {
    for (const [key, own] of this.methodsOf(object)) {
      const made = { enumerable: false, configurable: true }
      const ask = (how) => {
        const self = this
        return { method(...args) { return self.slot(id, key, how, args) } }.method
      }
      if (typeof own.value === 'function') Object.assign(made, { value: ask('value'), writable: true })
      else Object.assign(made, { get: own.get && ask('get'), set: own.set && ask('set') })
      Object.defineProperty(object, key, made)
    }
  }

  methodsOf(object) {
    const found = new Map()
    for (let at = this.intrinsics.builtInBelow(object); at && at !== Object.prototype; at = getPrototypeOf(at)) {
      for (const key of ownKeys(at)) {
        const own = getOwnPropertyDescriptor(at, key)
        if (key === 'constructor' || found.has(key)) continue
        if (typeof own.value === 'function' || own.get) found.set(key, own)
      }
    }
    return found
  }

  // The other side's call of such a method.
  performSlot(id, key, how, args) {
    const object = this.objects.get(id)
    if (!this.mine(id) || object === undefined || this.kindOf(object) !== 'opaque') throw new Gone('it called what it may not')
    const own = this.methodsOf(object).get(key)
    if (!own || !['value', 'get', 'set'].includes(how) || typeof own[how] !== 'function') throw new Gone('it called what it may not')
    return Reflect.apply(own[how], object, args)
  }

  // --- proxies: every look at them is a question to where they were made --------------------------

  remoteProxy(id, [callable, array, constructs]) {
    const target = callable ? this.remoteFunction(id, [constructs, true]) : array ? [] : {}
    const trap = (name) => (of, ...args) => this.trap(id, name, of, args)
    return new Proxy(target, Object.fromEntries([...TRAPS].map((name) => [name, trap(name)])))
  }

  trap(id, name, target, args) {
    const answer = this.ask(() => ({ o: 'trap', i: id, m: name, a: args.map(this.encode) }))
    if (name === 'getOwnPropertyDescriptor' && answer && !Object.hasOwn(target, args[0])) {
      answer.configurable = true
    }
    if (name === 'isExtensible') return true
    return answer
  }

  performTrap(id, name, args) {
    const object = this.objects.get(id)
    if (!this.mine(id) || object === undefined || !TRAPS.has(name) || this.kindOf(object) !== 'proxy') {
      throw new Gone('it asked for what it may not')
    }
    return Reflect[name](object, ...args)
  }
}

class Thrown extends Error {
  constructor(value) {
    super('thrown on the other side')
    this.value = value
  }
}

module.exports = { Talk, Thrown }
