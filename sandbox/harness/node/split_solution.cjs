'use strict'
// The solution's side of a split run: loads the solution's files when asked, calls what is called,
// and runs by itself only when the tests' side has nothing to do. Nothing of the suite is here.

const fs = require('node:fs')

const order = JSON.parse(fs.readFileSync(0, 'utf8'))
fs.closeSync(0)
fs.openSync('/dev/null', 'r')

const { layOut } = require('./data_files.cjs')
const { Gone, Pipe } = require('./split_pipe.cjs')
const { Talk } = require('./split_talk.cjs')
const { Intrinsics } = require('./split_intrinsics.cjs')
const { Loader } = require('./loader.cjs')
const { remapped } = require('./errors.cjs')
const { Timers } = require('./split_timers.cjs')
const { Sweeper } = require('./split_sweep.cjs')

const soon = setImmediate
const tick = process._tickCallback.bind(process)
const leave = process.reallyExit.bind(process)
const busy = process.getActiveResourcesInfo.bind(process)
const env = process.env

class Solution extends Talk {
  constructor(pipe) {
    const timers = new Timers((build) => this.request(build))
    timers.install()
    const intrinsics = new Intrinsics()
    super(1, intrinsics, pipe)
    // Their own on either side: one stops only what it started.
    for (const [object, name] of intrinsics.names) {
      if (timers.names.has(name.split('.')[0])) intrinsics.names.delete(object)
    }
    this.timers = timers
    this.known = this.changeable()
    this.told = new Set()
    this.sweeper = new Sweeper(this)
    this.dropped = []
    this.checks = 0
    this.resting = busy().length
  }

  perform(message) {
    switch (message.o) {
      case 'load': return this.load(message.f)
      case 'reset': return this.reset()
      case 'scope': return this.scope(message.f)
      case 'text': return Function.prototype.toString.call(this.callable(message.i))
      case 'fire': return this.timers.fire(message.i)
      default: return super.perform(message)
    }
  }

  reset() {
    this.loader = new Loader({ ...order, frameworks: {}, suite: [], site: null })
    this.scoped = new Map()
  }

  load(file) {
    const name = file.replace(/^\/job\//, '')
    if (order.formats[name] === 'esm') return this.loader.import(file, file)
    return this.loader.require(file, file)
  }

  // A script of the solution's files, whose last line hands out its names.
  scope(name) {
    const { file, esm } = order.scopes[name]
    let found
    const hand = (names) => { found = names }
    if (esm) {
      this.loader.frameworks['workbench:scope'] = () => ({ __wb_scope: hand })
      return this.loader.import(`/job/${file}`, '/job/x').then(() => found)
    }
    const path = `/job/${file}`
    this.loader.runCommonJs(path, this.loader.newModule(path), undefined, { __wb_scope: hand })
    return found
  }

  absorb(message) {
    super.absorb(message)
    for (const [name, encoded, given] of message.w ?? []) {
      const key = this.decode(encoded)
      const value = this.decode(given)
      if (name === 'env') {
        if (value === undefined) delete env[key]
        else env[key] = value
        continue
      }
      const object = name === 'globalThis' ? globalThis : this.intrinsics.objects.get(name)
      const own = Object.getOwnPropertyDescriptor(object, key)
      if (value === undefined) delete object[key]
      else Reflect.defineProperty(object, key, { enumerable: own?.enumerable ?? true, value, writable: true, configurable: true })
      this.known.add(`${name} ${String(key)}`)
    }
  }

  cannot(text) {
    this.request(() => ({ o: 'note', text }))
  }

  collect(message) {
    this.tellChanges()
    if (this.depth === 0) this.sweeper.look()
    return super.collect(message)
  }

  // What the solution adds to both sides' own objects is not there for the tests.
  changeable() {
    const found = new Set()
    for (const prototype of [globalThis, ...this.intrinsics.prototypes]) {
      const name = prototype === globalThis ? 'globalThis' : this.intrinsics.nameOf(prototype)
      for (const key of Reflect.ownKeys(prototype)) found.add(`${name} ${String(key)}`)
    }
    return found
  }

  tellChanges() {
    if (!this.checking) return
    this.checking = false
    const added = [...this.changeable()].filter((name) => !this.known.has(name) && !this.told.has(name))
    for (const name of added.slice(0, 5)) {
      this.told.add(name)
      this.request(() => ({ o: 'note', text: `the solution adds ${name.replace(' ', '.')}, which only its own side has` }))
    }
  }

  mayChange({ k: kind }) {
    return kind !== 'namespace'
  }

  // The solution's own frames, at the lines of its source.
  stackOf(error) {
    return super.stackOf(error).split('\n')
      .filter((line) => !/^\s+at /.test(line) || line.includes('/job/')).map(remapped).join('\n')
  }

  alive() {
    return busy().length > this.resting
  }

  serve() {
    for (;;) {
      const message = this.pipe.receive()
      this.absorb(message)
      if (message.o === 'load' || message.o === 'scope') this.checks = 2
      this.checking = this.checks-- > 0
      if (message.o === 'turn') {
        soon(() => this.guarded(() => {
          this.answer()
          this.serve()
        }))
        return
      }
      if (message.o === 'micro') {
        try {
          this.sweeper.rested()
          tick()
        } catch (error) {
          this.stray(error)
        }
        this.answer()
      } else this.handle(message)
    }
  }

  answer() {
    this.pipe.send(this.collect({ o: 'ret', v: this.alive() }))
  }

  stray(error) {
    this.request(() => ({ o: 'stray', v: this.encode(error) }))
  }

  guarded(work) {
    try {
      work()
    } catch (error) {
      if (error instanceof Gone) leave(0)
      throw error
    }
  }
}

layOut(order.data)
const talk = new Solution(new Pipe(4, 5))
for (const [to, stream] of [[1, process.stdout], [2, process.stderr]]) {
  stream.write = (chunk, encoding, done) => {
    const text = typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString()
    talk.request(() => ({ o: 'print', to, text }))
    for (const after of [encoding, done]) if (typeof after === 'function') process.nextTick(after)
    return true
  }
}
talk.resting = busy().length
process.on('uncaughtException', (error) => talk.guarded(() => talk.stray(error)))
process.on('unhandledRejection', (error) => talk.guarded(() => talk.stray(error)))
talk.reset()
soon(() => talk.guarded(() => talk.serve()))
