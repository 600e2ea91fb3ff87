'use strict'
// The process the trials run in. What it tells goes to the one that watches over it, not to fd 3 of
// the sandbox: {"b": begun}, {"r": [id, status, message]}, {"t": done}, {"e": why nothing loads}.

const { writeSync } = require('node:fs')
const { tmpdir } = require('node:os')
const { join } = require('node:path')
const { performance } = require('node:perf_hooks')
const v8 = require('node:v8')
const { worst } = require('./channel.cjs')
const { describe } = require('./errors.cjs')
const { FLAVOURS } = require('./flavours.cjs')
const { Registry } = require('./registry.cjs')
const { Choice } = require('./trials_choice.cjs')
const { TrialEngine, TrialScript } = require('./trials_engine.cjs')
const elsewhere = require('./trials_elsewhere.cjs')
const { Cache, TrialLoader } = require('./trials_loader.cjs')
const { State } = require('./trials_state.cjs')
const { World } = require('./trials_world.cjs')

const now = performance.now.bind(performance)
const turn = setImmediate
const write = writeSync
const stringify = JSON.stringify
const leave = process.reallyExit.bind(process)
const MESSAGE = 600
const TELL_MS = 20
const DEEP = 'Maximum call stack size exceeded'
const HEAP = 0.6

// Kept back a little: a write a trial is enough, unless it takes long.
class Teller {
  constructor() {
    this.text = ''
    this.told = now()
  }

  say(record, at_once = false) {
    this.text += stringify(record) + '\n'
    if (at_once || now() - this.told > TELL_MS) this.flush()
  }

  flush() {
    const data = Buffer.from(this.text)
    this.text = ''
    this.told = now()
    for (let done = 0; done < data.length; ) {
      try {
        done += write(3, data, done)
      } catch (error) {
        if (error.code !== 'EAGAIN') throw error
      }
    }
  }
}

// What the engine of one trial reports to.
class Results {
  constructor(wanted) {
    this.wanted = new Set(wanted)
    this.rows = new Map()
    this.latest = ''
  }

  test({ id, status, message = '' }) {
    if (!this.wanted.has(id) || status === 'not_run') return
    this.rows.set(id, [id, status, message])
    this.latest = id
    // How deep the stack goes depends on what the compiler did so far; that it has an end is said
    // like the end of fuel, which may come first.
    if (status !== 'passed' && message.includes(DEEP)) this.deep = true
  }

  // What stopped the whole trial is no result of the test it stopped.
  without(said) {
    for (const [id, status, message] of this.rows.values()) {
      if (status !== 'passed' && message.includes(said)) this.rows.delete(id)
    }
  }

  status(id) {
    return this.rows.get(id)?.[1] ?? 'errored'
  }

  // Of nobody's test, or of a hook that comes after: what ran last answers for it.
  error(message) {
    this.worse(this.latest, 'errored', String(message))
  }

  // A test in which a guard threw has not passed, whoever caught that.
  stopped(id, state, here) {
    if (state.dead === 'fuel') this.rows.delete(id)
    else if (here || (state.dead && state.dead !== 'canary')) this.worse(id, 'errored', state.stop?.message ?? '')
  }

  worse(id, status, message) {
    const row = this.rows.get(id)
    if (!row || row[1] === 'failed' || row[1] === 'errored') return
    this.rows.set(id, [id, worst([row[1], status]), message])
  }
}

const total = (fuel) => (fuel.includes(0) ? 0 : fuel.reduce((sum, n) => sum + n, 0))

const short = (message) => {
  const text = String(message ?? '').split('\n').filter((line) => !/^\s+at /.test(line)).join('\n')
  return text.toWellFormed().slice(0, MESSAGE)
}

class Inside {
  constructor(order, { offer, seal, capture, layOut }) {
    Object.assign(this, { order, offer, seal, capture })
    this.teller = new Teller()
    this.world = new World(layOut)
    this.cache = new Cache()
    this.told = join(tmpdir(), '.trial')
    this.trial = null
    this.stray = (error) => this.trial?.stray(error)
    for (const stream of [process.stdout, process.stderr]) {
      stream.write = (chunk, encoding, done) => {
        const then = typeof encoding === 'function' ? encoding : done
        if (typeof then === 'function') process.nextTick(then)
        return true
      }
    }
    process.exit = () => this.trial.state.die('crashed')
    // In its own turn: what is said here would not keep the process alive.
    process.on('beforeExit', () => turn(() => this.trial?.idle()))
  }

  // The engine's own listeners would go on speaking for trials that are over.
  listen() {
    for (const name of ['uncaughtException', 'unhandledRejection']) {
      process.removeAllListeners(name)
      process.on(name, this.stray)
    }
  }

  async run() {
    const { list, first, measured, reach } = this.order.trials
    const choice = new Choice(reach)
    for (const [index, record, rows] of measured) choice.note(list[index], record, rows)
    for (let index = first; index < list.length; index++) {
      const trial = choice.made(list[index])
      const { active, covering, tests } = trial
      this.teller.say({ b: index, ...(covering && { tests }) }, true)
      if (covering && !tests.length) {
        this.teller.say({ t: index, end: 'done' }, index + 1 === list.length)
        continue
      }
      const { record, clean, failure, rows } = await this.one(trial)
      if (active === 0) choice.note(trial, record, rows)
      if (failure) {
        this.teller.say({ e: failure }, true)
        leave(1)
      }
      const full = index % 16 === 15 && this.crowded()
      this.teller.say({ t: index, ...record }, index + 1 === list.length || !clean || full)
      if (!clean || full) break // another process goes on
    }
    leave(0)
  }

  crowded() {
    const { used_heap_size: used, heap_size_limit: limit } = v8.getHeapStatistics()
    return used > limit * HEAP
  }

  async one(trial) {
    const started = now()
    const results = new Results(trial.tests)
    const at = { state: null, engine: null, waiting: null }
    at.state = new State(trial, this.order.trials.probes, (state) => {
      // Whoever waits for what is not to come waits no longer.
      turn(() => at.engine?.current?.reject(state.stop))
    })
    at.stray = (error) => at.engine?.stray(error)
    at.idle = () => {
      if (at.over) at.over()
      else if (!at.engine?.idle?.()) at.waiting?.(new Error('waits for what never comes'))
    }
    at.turn = this.turns(trial, at.state)
    this.trial = at
    let failure = ''
    try {
      for (const [file, ids] of this.filesOf(trial.tests)) {
        at.turn(ids[0])
        failure ||= await (this.order.framework === 'script'
          ? this.script(file, ids, trial, at, results)
          : this.suite(file, ids, trial, at, results))
        if (at.state.dead && at.state.dead !== 'canary') break
        if (!trial.full && [...results.rows.values()].some(([, s]) => s !== 'passed' && s !== 'skipped')) break
      }
    } catch (error) {
      results.error(describe(error))
    }
    const { dead } = at.state
    const deep = results.deep && trial.fuel[0] > 0
    if (dead === 'fuel' || deep) results.without(deep ? DEEP : at.state.stop.message)
    at.state.end('over')
    const used = now() - started
    const { zone } = this.world
    for (const [id, status, message] of results.rows.values()) {
      const said = zone && message ? `in the time zone ${zone}: ${message}` : message
      this.teller.say({ r: [id, status, status === 'passed' ? '' : short(said)] })
    }
    at.engine = null
    await new Promise((go) => turn(go))
    const clean = this.world.restore()
    const end = dead === 'fuel' || deep ? 'fuel' : dead === 'crashed' ? dead : 'done'
    const record = { end, fuel: at.state.fuel, probes: at.state.probes, s: used / 1000 }
    return { record, clean, failure, rows: [...results.rows.values()] }
  }

  // Each test gets its fuel once, whatever is left of another's. What threads and programs burnt is
  // only known in their end: where there are any, all tests share.
  turns({ tests, fuel }, state) {
    if (this.order.trials.elsewhere) {
      state.fill(total(fuel))
      return () => {}
    }
    const shares = new Map(tests.map((id, i) => [id, fuel[i]]))
    return (id) => {
      if (shares.has(id)) state.fill(shares.get(id))
      shares.delete(id)
    }
  }

  filesOf(tests) {
    const found = new Map()
    for (const id of tests) {
      const file = this.order.trials.files[id] ?? this.order.files[0]
      if (!found.has(file)) found.set(file, [])
      found.get(file).push(id)
    }
    return found
  }

  // What cannot be loaded has no test that passes. With nothing active nobody can go on.
  broken(error, ids, trial, at, results) {
    const message = describe(error)
    if (trial.active === 0 && !trial.seed && !at.state.dead) return message
    for (const id of trial.full ? ids : ids.slice(0, 1)) results.test({ id, status: 'errored', message })
    return ''
  }

  async suite(file, ids, trial, at, results) {
    const { order } = this
    const registry = new Registry()
    let loader = null
    const flavour = FLAVOURS[order.framework](registry, {
      kit: order.kit, loader: () => loader, from: () => `/job/${file}`, snapshots: order.snapshots[file] ?? '',
    })
    const modules = { ...flavour.modules }
    this.offer(flavour.globals)
    for (const made of Object.values(modules)) Object.freeze(made())
    loader = new TrialLoader(
      { ...order, frameworks: modules, site: registry.marker(), peer: null }, at.state, this.cache,
      (specifier, exports) => this.took(specifier, exports, modules),
    )
    const engine = new TrialEngine({
      ...order, registry, channel: results, flavour, capture: this.capture, state: at.state, full: trial.full,
      turn: at.turn, absorb: order.trials.elsewhere && (async () => {
        await elsewhere.ended(this.world.resources)
        elsewhere.absorb(this.told, at.state)
      }),
    })
    at.engine = engine
    this.ready(trial)
    try {
      await this.within(at, async () => {
        await loader.load(file)
        for (const finish of registry.pending) await finish()
      })
      registry.loaded = true
      await this.within(at, () => engine.order(file, ids))
    } catch (error) {
      if (!registry.loaded) return this.broken(error, ids, trial, at, results)
      throw error
    } finally {
      at.engine = null
      flavour.reset()
    }
    return ''
  }

  async script(file, ids, trial, at, results) {
    const { order } = this
    const script = new TrialScript({
      ...order.scripts[file], channel: results, selected: ids, state: at.state, full: trial.full,
      turn: at.turn,
    })
    const loader = new TrialLoader(
      { ...order, frameworks: {}, site: script.marker(), peer: null }, at.state, this.cache,
      (specifier, exports) => this.took(specifier, exports, {}),
    )
    at.engine = { stray: (error) => script.broke(error) }
    this.ready(trial)
    const over = new Promise((done) => (at.over = () => turn(done)))
    loader.load(file).catch((error) => script.broke(error))
    // A script is over when nothing is left that could run.
    await over
    at.over = null
    if (order.trials.elsewhere) elsewhere.absorb(this.told, at.state)
    script.finish()
    if (!results.rows.size && script.failure && trial.active === 0 && !trial.seed && !at.state.dead) {
      return describe(script.failure.error)
    }
    return ''
  }

  // Before any task code of a trial.
  ready(trial) {
    this.listen()
    if (!this.sealed) {
      this.sealed = true
      this.seal()
      this.world.photograph()
    }
    this.world.begin(trial.seed, trial.clock_s)
    const { elsewhere: starts, probes } = this.order.trials
    if (starts) elsewhere.announce(this.told, trial, total(trial.fuel), probes)
  }

  took(specifier, exports, modules) {
    if (!(specifier in modules)) this.world.keep(exports)
    return exports
  }

  within(at, work) {
    return new Promise((done, failed) => {
      at.waiting = failed
      work().then(done, failed)
    }).finally(() => (at.waiting = null))
  }
}

module.exports = { Inside }
