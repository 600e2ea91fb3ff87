'use strict'
// Runs tests of one file in the order a trial gives, each block's hooks once: before the first and
// after the last of its tests that are asked for.

const { Engine } = require('./engine.cjs')
const { Script } = require('./script.cjs')
const { isStop } = require('./trials_state.cjs')

const turn = setImmediate
const good = (status) => status === 'passed' || status === 'skipped'

class TrialEngine extends Engine {
  // absorb: hears what the threads and programs of a test saw; turn: told whose turn it is
  constructor({ state, full, absorb, turn, ...given }) {
    super({ ...given, selected: [], idles: true })
    this.state = state
    this.turn = turn
    this.absorb = absorb
    this.full = full
    this.entered = new Map() // block -> { failure, undo }
    this.wantedIn = new Map() // block -> how many of its tests are still to run
  }

  // What an earlier trial left behind is nobody's failure.
  stray(error) {
    if (!isStop(error) || error === this.state.stop) super.stray(error)
  }

  // Nothing is left that could end what is waited for.
  idle() {
    const { current } = this
    current?.reject(new Error('waits for what never comes'))
    return current !== null
  }

  async order(file, ids) {
    const found = new Map(ids.map((id) => [id, []]))
    for (const test of this.tests(this.registry.root)) {
      test.id = this.idOf(test, file)
      const entry = this.results.get(test.id) ?? { left: 0, rows: [] }
      entry.left++
      this.results.set(test.id, entry)
      if (!found.has(test.id)) continue
      found.get(test.id).push(test)
      if (!this.skipped(test)) this.count(test, 1)
    }
    this.registry.running = true
    for (const [id, tests] of found) {
      this.turn(id)
      if (!tests.length) this.channel.test({ id, status: 'errored', message: 'was not registered' })
      for (const test of tests) await this.one(test)
      if (this.state.dead || (!this.full && !good(this.channel.status(id)))) break
    }
    for (const block of [...this.entered.keys()].reverse()) await this.leave(block)
    this.registry.running = false
    await new Promise((go) => turn(go))
    for (const error of this.strays.splice(0)) this.channel.error(`after the tests of ${file}: ${error}`)
  }

  count(test, by) {
    for (let at = test.parent; at; at = at.parent) this.wantedIn.set(at, (this.wantedIn.get(at) ?? 0) + by)
  }

  async one(test) {
    if (this.skipped(test)) return this.test(test, false)
    const failure = await this.enter(test.parent)
    const before = this.state.thrown
    await this.test(test, failure)
    if (this.absorb) await this.absorb()
    this.channel.stopped(test.id, this.state, this.state.thrown > before)
    this.count(test, -1)
    for (let at = test.parent; at; at = at.parent) if (!this.wantedIn.get(at)) await this.leave(at)
  }

  async enter(block) {
    if (this.entered.has(block)) return this.entered.get(block).failure
    let failure = block.parent ? await this.enter(block.parent) : false
    const undo = []
    for (const hook of block.hooks.beforeAll) {
      failure ||= await this.guarded(async () => {
        undo.unshift(...this.undo(await this.hook(hook, block, null)))
      }, 'beforeAll')
    }
    this.entered.set(block, { failure, undo })
    return failure
  }

  async leave(block) {
    const entered = this.entered.get(block)
    if (!entered) return
    this.entered.delete(block)
    for (const hook of [...block.hooks.afterAll, ...entered.undo.map((fn) => ({ fn }))]) {
      const error = await this.guarded(() => this.hook(hook, block, null), 'afterAll')
      if (error) this.channel.error(error)
    }
  }
}

// A script goes on after an assertion that fails; a trial has heard enough.
class TrialScript extends Script {
  constructor({ state, full, turn, ...given }) {
    super(given)
    this.state = state
    this.full = full
    this.turn = turn
  }

  marker() {
    const mark = super.marker()
    return (site, call) => {
      const run = mark(site, call)
      const check = this.checks.get(site)
      if (check) this.turn(check.id)
      return (...args) => {
        const value = run(...args)
        if (check?.status === 'failed' && !this.full && this.selected.has(check.id)) {
          this.finish()
          this.state.die('done')
        }
        return value
      }
    }
  }

  exit(code) {
    if (code) this.broke(new Error(`the script called process.exit(${code})`))
    this.finish()
    this.state.die('done')
  }

  broke(error) {
    if (isStop(error) && (error !== this.state.stop || this.state.dead === 'done')) return
    super.broke(error)
  }

  finish() {
    if (this.over) return
    this.over = true
    super.finish()
  }
}

module.exports = { TrialEngine, TrialScript }
