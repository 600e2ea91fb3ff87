'use strict'
// Runs what a file registered, one test after the other, and reports each id once.
//
// An id is a place in the source; a test in a loop, a table or a helper reports below its place,
// so that the ids never depend on what running code computes.

const { performance } = require('node:perf_hooks')
const { worst } = require('./channel.cjs')
const { describe } = require('./errors.cjs')

// Held now: a test may install fake timers.
const later = setTimeout
const cancel = clearTimeout
const turn = setImmediate
const now = performance.now.bind(performance)

class Skip extends Error {}

class Engine {
  // slow: told when a test does not finish in its time; idles: its clock keeps no process alive
  constructor({ registry, channel, flavour, sites, selected, capture, slow, idles = false }) {
    Object.assign(this, { registry, channel, flavour, sites, capture, slow, idles })
    this.selected = new Set(selected)
    this.results = new Map() // id -> { left, rows }
    this.current = null
    this.strays = [] // errors of nobody's test
    process.on('uncaughtException', (error) => this.stray(error))
    process.on('unhandledRejection', (error) => this.stray(error))
  }

  stray(error) {
    if (this.current) this.current.reject(error)
    else this.strays.push(error)
  }

  async run(file) {
    const tests = [...this.tests(this.registry.root)]
    for (const test of tests) {
      test.id = this.idOf(test, file)
      const entry = this.results.get(test.id) ?? { left: 0, rows: [] }
      entry.left++
      this.results.set(test.id, entry)
    }
    this.registry.running = true
    await this.block(this.registry.root, false)
    this.registry.running = false
    await new Promise((go) => turn(go))
    for (const error of this.strays.splice(0)) {
      this.channel.error(`after the tests of ${file}: ${describe(error)}`)
    }
  }

  idOf(test, file) {
    const known = this.sites[test.site]
    if (known) return known
    // Registered by something that is not the suite's source: never one of the suite's ids, or a
    // solution could register the tests it wants to pass.
    const path = ['(not in the source)']
    const at0 = path.length
    for (let at = test; at && at.parent; at = at.parent) path.splice(at0, 0, at.name)
    return [file, ...path].join(' > ')
  }

  *tests(block) {
    for (const child of block.children) {
      if (child.kind === 'test') yield child
      else yield* this.tests(child)
    }
  }

  wanted(test) {
    return this.selected.size === 0 || this.selected.has(test.id)
  }

  skipped(test) {
    if (test.mode === 'skip' || test.mode === 'todo') return true
    let only = test.mode === 'only'
    for (let at = test.parent; at; at = at.parent) {
      if (at.mode === 'skip' || at.mode === 'todo') return true
      only ||= at.mode === 'only'
    }
    return this.registry.onlyUsed && !only
  }

  async block(block, broken) {
    const live = [...this.tests(block)].filter((t) => this.wanted(t) && !this.skipped(t))
    let failure = broken
    const undo = []
    if (live.length > 0 && !failure) {
      for (const hook of block.hooks.beforeAll) {
        failure ||= await this.guarded(async () => {
          undo.unshift(...this.undo(await this.hook(hook, block, null)))
        }, 'beforeAll')
      }
    }
    for (const child of block.children) {
      if (child.kind === 'block') await this.block(child, failure)
      else if (this.wanted(child)) await this.test(child, failure)
    }
    if (live.length > 0) {
      for (const hook of [...block.hooks.afterAll, ...undo.map((fn) => ({ fn }))]) {
        const error = await this.guarded(() => this.hook(hook, block, null), 'afterAll')
        if (error) this.channel.error(error)
      }
    }
  }

  async guarded(work, what) {
    try {
      await work()
      return false
    } catch (error) {
      return error instanceof Skip ? error : `${what}: ${describe(error)}`
    }
  }

  async test(test, broken) {
    if (broken instanceof Skip) return this.finish(test, 'skipped', '', 0, '')
    if (broken) return this.finish(test, 'errored', broken, 0, '')
    if (this.skipped(test)) return this.finish(test, 'skipped', test.mode === 'todo' ? 'todo' : '', 0, '')
    const started = now()
    const output = this.capture.start()
    // Once, whatever the suite says of retries: a right answer now and then is not a right answer.
    let outcome = await this.attempt(test)
    if (test.fails) {
      // Failing as expected proves nothing of the code: like a skipped test, it cannot pass.
      outcome = outcome.status === 'failed'
        ? { ...outcome, status: 'skipped', message: 'failed as expected to fail' }
        : { ...outcome, status: 'failed', message: 'was expected to fail, and passed' }
    }
    this.finish(test, outcome.status, outcome.message, now() - started, output(), outcome.children)
  }

  async attempt(test) {
    const chain = []
    for (let at = test.parent; at; at = at.parent) chain.unshift(at)
    const context = this.flavour.context?.(test, this) ?? {}
    const problems = []
    let status = 'passed'
    const step = async (work, bad) => {
      try {
        await work()
        return true
      } catch (error) {
        if (error instanceof Skip) status = 'skipped'
        else {
          problems.push(describe(error))
          status = worst([status, bad])
        }
        return false
      }
    }
    this.flavour.before?.(test, context)
    let ready = true
    const undo = []
    for (const block of chain) {
      for (const hook of block.hooks.beforeEach) {
        ready = ready && (await step(async () => {
          undo.unshift(...this.undo(await this.hook(hook, block, test, context)))
        }, 'errored'))
      }
    }
    if (ready) {
      await step(() => this.call(test.fn, test.args, this.limit(test), context), 'failed')
      // An assertion nobody awaited has failed by then, or it belongs to nobody.
      await new Promise((go) => turn(go))
      for (const error of this.strays.splice(0)) await step(() => { throw error }, 'failed')
      if (status === 'passed') await step(async () => this.flavour.after?.(test, context), 'failed')
    }
    for (const block of chain.reverse()) {
      for (const hook of block.hooks.afterEach) {
        await step(() => this.hook(hook, block, test, context), 'errored')
      }
    }
    for (const back of undo) await step(() => this.call(back, [], this.limit(test), context), 'errored')
    await step(async () => this.flavour.cleanup?.(test, context, status), 'failed')
    return { status, message: problems.join('\n\n'), children: context.children ?? [] }
  }

  // What a hook gave back to be called when its work is to be undone.
  undo(given) {
    return this.flavour.undoes && typeof given === 'function' ? [given] : []
  }

  limit(test) {
    let limit = test.timeout
    for (let at = test.parent; at && limit === undefined; at = at.parent) limit = at.timeout
    return limit ?? this.registry.defaultTimeout
  }

  hook(hook, block, test, context) {
    const limit = hook.timeout ?? block.timeout ?? this.registry.defaultTimeout
    return this.call(hook.fn, undefined, limit, context ?? this.flavour.context?.(test, this) ?? {})
  }

  // Calls a test or hook in whichever style it is written: done callback, promise, plain.
  call(fn, args, limit, context) {
    return new Promise((resolve, reject) => {
      let timer = null
      const stop = (settle) => (value) => {
        cancel(timer)
        this.current = null
        settle(value)
      }
      const done = stop(resolve)
      const failed = stop(reject)
      this.current = { reject: failed }
      const expire = (ms) => {
        cancel(timer)
        if (ms > 0 && ms < 2 ** 31) {
          timer = later(() => {
            this.slow?.(ms)
            failed(new Error(`did not finish within ${ms} ms`))
          }, ms)
          if (this.idles) timer.unref()
        }
      }
      context.setTimeout = expire
      expire(limit)
      const { values, callback } = this.flavour.arguments(fn, args, context)
      try {
        const finish = (error) => (error ? failed(error instanceof Error ? error : new Error(`done(${String(error)})`)) : done())
        finish.fail = (error) => failed(error instanceof Error ? error : new Error(String(error ?? 'done.fail()')))
        const result = Reflect.apply(fn, context.self, callback ? [...values, finish] : values)
        if (result && typeof result.then === 'function') result.then((value) => callback || done(value), failed)
        else if (!callback) done(result)
      } catch (error) {
        failed(error)
      }
    })
  }

  finish(test, status, message, duration, output, children = []) {
    const entry = this.results.get(test.id)
    entry.rows.push({ name: test.name, status, message, duration, output, children })
    if (--entry.left > 0) return
    const { rows } = entry
    const bad = rows.filter((r) => r.status !== 'passed')
    const several = rows.length > 1 || test.args !== undefined
    this.channel.test({
      id: test.id,
      status: worst(rows.map((r) => r.status)),
      duration: rows.reduce((sum, r) => sum + r.duration, 0),
      message: (bad.length ? bad : rows).slice(0, 10).map((r) => r.message).filter(Boolean).join('\n\n'),
      output: rows.map((r) => r.output).filter(Boolean).join(''),
      children: [
        ...(several ? rows.map((r) => `${r.status} ${r.name}`) : []),
        ...rows.flatMap((r) => r.children),
      ],
    })
  }
}

module.exports = { Engine, Skip }
