'use strict'
// node:test: subtests, plans and doubles of the test's own context.

const { Registry } = require('../registry.cjs')
const { Skip } = require('../engine.cjs')
const { SHORT_HOOKS, callables, hooksOf } = require('./common.cjs')

function nodeTest(registry) {
  const { mock } = require('node:test')
  const assert = require('node:assert')
  const { test, it, describe } = callables(registry)
  registry.defaultTimeout = 0
  const hooks = hooksOf(registry, SHORT_HOOKS)
  const module = Object.assign((...args) => test(...args), { ...test, test, it, describe, suite: describe, ...hooks, mock })
  for (const key of ['skip', 'only', 'todo']) module[key] = test[key]
  const context = (registered, engine) => {
    const children = []
    let queue = Promise.resolve()
    const own = { beforeEach: [], afterEach: [], after: [] }
    const mocks = new mock.constructor()
    let planned = null
    let counted = 0
    const failures = []
    const run = (name, fn, options) => {
      counted++
      const work = queue.then(async () => {
        const mode = options.mode
        if (!fn || mode === 'skip' || mode === 'todo') return void children.push(`skipped ${name}`)
        const inner = context({ name }, engine)
        try {
          for (const hook of own.beforeEach) await engine.call(hook, undefined, 0, inner)
          await engine.call(fn, undefined, options.timeout ?? 0, inner)
          await inner.settle()
          children.push(`passed ${name}`)
        } catch (error) {
          children.push(`${error instanceof Skip ? 'skipped' : 'failed'} ${name}`)
          if (!(error instanceof Skip)) failures.push(error)
        } finally {
          for (const hook of own.afterEach) await engine.call(hook, undefined, 0, inner)
        }
        children.push(...inner.children.map((c) => c.replace(' ', ` ${name} > `)))
      })
      queue = work.catch(() => {})
      return work
    }
    const subtest = (...args) => run(...Registry.arguments(args))
    subtest.skip = (name) => run(name, null, { mode: 'skip' })
    subtest.todo = (name) => run(name, null, { mode: 'todo' })
    const counting = new Proxy(assert, {
      get: (target, key) => typeof target[key] === 'function'
        ? (...args) => (counted++, target[key](...args))
        : target[key],
      apply: (target, self, args) => (counted++, target(...args)),
    })
    const t = {
      name: registered?.name, fullName: registered?.name, signal: new AbortController().signal,
      test: subtest, mock: mocks, assert: counting,
      diagnostic: (text) => process.stdout.write(`${text}\n`),
      skip: () => { throw new Skip() },
      todo() {}, runOnly() {},
      plan: (count) => (planned = count),
      before: (fn) => { queue = queue.then(() => fn(t)) },
      after: (fn) => own.after.push(fn),
      beforeEach: (fn) => own.beforeEach.push(fn),
      afterEach: (fn) => own.afterEach.push(fn),
    }
    return {
      t, children,
      async settle() {
        await queue
        if (failures.length) throw failures[0]
        if (planned !== null && planned !== counted) {
          throw new Error(`planned ${planned} assertions, ${counted} were made`)
        }
      },
      async close() {
        for (const hook of own.after.reverse()) await hook(t)
        mocks.restoreAll()
      },
    }
  }
  return {
    globals: {},
    modules: { 'node:test': () => module, test: () => module },
    context,
    arguments(fn, args, made) {
      const values = [made.t, ...(args ?? [])]
      return { values, callback: fn.length > values.length }
    },
    after: (test, made) => made.settle(),
    cleanup: (test, made) => made.close(),
    reset: () => mock.reset(),
  }
}

module.exports = { nodeTest }
