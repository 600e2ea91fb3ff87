'use strict'
// The four frameworks' faces on one engine: which names they offer, what a test is called with,
// how `expect` is made and what has to hold before and after a test.

const { Registry } = require('./registry.cjs')
const { Skip } = require('./engine.cjs')
const { clockFor } = require('./clock.cjs')

const withDone = (fn, args, need) => {
  const values = args ?? []
  return { values, callback: fn.length > values.length && fn.length <= values.length + need }
}

function hooksOf(registry, names) {
  return Object.fromEntries(
    Object.entries(names).map(([name, kind]) => [
      name,
      (...args) => {
        const fn = args.find((a) => typeof a === 'function')
        const timeout = args.find((a) => typeof a === 'number') ?? args.find((a) => a && typeof a === 'object')?.timeout
        registry.addHook(kind, fn, timeout)
      },
    ]),
  )
}

const HOOKS = { beforeAll: 'beforeAll', afterAll: 'afterAll', beforeEach: 'beforeEach', afterEach: 'afterEach' }
const SHORT_HOOKS = { before: 'beforeAll', after: 'afterAll', beforeEach: 'beforeEach', afterEach: 'afterEach' }

function callables(registry) {
  const addTest = registry.addTest.bind(registry)
  const addBlock = registry.addBlock.bind(registry)
  const test = registry.callable(addTest)
  const describe = registry.callable(addBlock)
  return { test, it: test, describe }
}

// --- jest -----------------------------------------------------------------------------------------

const OLD_MATCHERS = {
  toThrowError: 'toThrow', toBeCalled: 'toHaveBeenCalled', toBeCalledTimes: 'toHaveBeenCalledTimes',
  toBeCalledWith: 'toHaveBeenCalledWith', lastCalledWith: 'toHaveBeenLastCalledWith',
  nthCalledWith: 'toHaveBeenNthCalledWith', toReturn: 'toHaveReturned',
  toReturnTimes: 'toHaveReturnedTimes', toReturnWith: 'toHaveReturnedWith',
  lastReturnedWith: 'toHaveLastReturnedWith', nthReturnedWith: 'toHaveNthReturnedWith',
}

function jest(registry, { kit, loader, from }) {
  const bundle = require(`${kit}/bundles/jest.cjs`)
  const { expect } = bundle
  // jest 30 dropped these names; the suites written for 29 and earlier did not.
  const { matchers } = globalThis[Symbol.for('$$jest-matchers-object')]
  for (const [old, name] of Object.entries(OLD_MATCHERS)) matchers[old] ??= matchers[name]
  const mocker = new bundle.mock.ModuleMocker(globalThis)
  const file = () => from()
  const object = {
    fn: mocker.fn.bind(mocker),
    spyOn: mocker.spyOn.bind(mocker),
    replaceProperty: mocker.replaceProperty.bind(mocker),
    isMockFunction: mocker.isMockFunction.bind(mocker),
    mocked: (value) => value,
    clearAllMocks: () => (mocker.clearAllMocks(), object),
    resetAllMocks: () => (mocker.resetAllMocks(), object),
    restoreAllMocks: () => (mocker.restoreAllMocks(), object),
    setTimeout: (ms) => ((registry.defaultTimeout = ms), object),
    retryTimes: () => object,
    ...moduleDoubles(() => loader(), file, () => object, (actual) => automock(mocker, actual)),
    ...clockFor(kit, () => object),
  }
  const { test, it, describe } = callables(registry)
  const x = (call) => call.skip
  const globals = {
    test, it, describe, expect, jest: object,
    ...hooksOf(registry, HOOKS),
    xit: x(it), xtest: x(test), xdescribe: x(describe),
    fit: it.only, fdescribe: describe.only,
  }
  return {
    globals,
    modules: { '@jest/globals': () => globals },
    arguments: (fn, args) => withDone(fn, args, 1),
    before: (test) =>
      expect.setState({
        assertionCalls: 0, expectedAssertionsNumber: null, isExpectingAssertions: false,
        suppressedErrors: [], currentTestName: test.name,
      }),
    after() {
      const [first] = expect.extractExpectedAssertionsErrors()
      if (first) throw first.error
    },
    reset() {
      object.useRealTimers()
      mocker.restoreAllMocks()
    },
  }
}

function automock(mocker, actual) {
  return mocker.generateFromMetadata(mocker.getMetadata(actual))
}

function moduleDoubles(loader, from, self, auto) {
  const mock = (specifier, factory) => {
    const file = from()
    const make = typeof factory === 'function'
      ? () => factory(() => loader().require(specifier, file, true))
      : () => auto(loader().require(specifier, file, true))
    loader().mock(specifier, file, make)
    return self()
  }
  return {
    mock, doMock: mock, unstable_mockModule: mock,
    unmock: (s) => (loader().unmock(s, from()), self()),
    dontMock: (s) => (loader().unmock(s, from()), self()),
    requireActual: (s) => loader().require(s, from(), true),
    requireMock: (s) => loader().require(s, from()),
    resetModules: () => (loader().reset(), self()),
    isolateModules: (fn) => (loader().reset(), fn(), self()),
  }
}

// --- vitest ---------------------------------------------------------------------------------------

function vitest(registry, { kit, loader, from }) {
  const { matchers, spy, chai } = require(`${kit}/bundles/vitest.cjs`)
  for (const plugin of ['JestExtend', 'JestChaiExpect', 'JestAsymmetricMatchers']) {
    chai.use(matchers[plugin])
  }
  const state = { calls: 0, wanted: null, any: false, soft: [] }
  const expect = (value, message) => {
    state.calls++
    return chai.expect(value, message)
  }
  Object.assign(expect, chai.expect, globalThis[matchers.ASYMMETRIC_MATCHERS_OBJECT])
  matchers.setState({ assertionCalls: 0, isExpectingAssertions: false }, expect)
  globalThis[matchers.GLOBAL_EXPECT] = expect
  expect.getState = () => ({ ...matchers.getState(expect), assertionCalls: state.calls })
  expect.setState = (values) => matchers.setState(values, expect)
  expect.extend = (more) => chai.expect.extend(expect, more)
  expect.assertions = (count) => (state.wanted = count)
  expect.hasAssertions = () => (state.any = true)
  expect.unreachable = (message) => chai.assert.fail(`expected not to be reached: ${message ?? ''}`)
  expect.soft = (value, message) => soft(expect(value, message), state.soft)
  const stubs = []
  const stub = (target, key, value) => {
    const had = Object.getOwnPropertyDescriptor(target, key)
    stubs.push(() => (had ? Object.defineProperty(target, key, had) : delete target[key]))
    target[key] = value
    return object
  }
  const unstub = () => {
    while (stubs.length) stubs.pop()()
    return object
  }
  const object = {
    fn: spy.fn, spyOn: spy.spyOn, isMockFunction: spy.isMockFunction,
    mocked: (value) => value,
    hoisted: (make) => make(),
    clearAllMocks: () => (spy.clearAllMocks(), object),
    resetAllMocks: () => (spy.resetAllMocks(), object),
    restoreAllMocks: () => (spy.restoreAllMocks(), object),
    stubGlobal: (name, value) => stub(globalThis, name, value),
    stubEnv: (name, value) => stub(process.env, name, value),
    unstubAllGlobals: unstub,
    unstubAllEnvs: unstub,
    setConfig: ({ testTimeout }) => (registry.defaultTimeout = testTimeout ?? registry.defaultTimeout),
    waitFor: (check, options) => waitFor(check, options),
    waitUntil: (check, options) => waitFor(async () => (await check()) || Promise.reject(new Error('not yet')), options),
    ...moduleDoubles(() => loader(), () => from(), () => object, (actual) => autospy(spy, actual)),
    importActual: async (s) => loader().require(s, from(), true),
    ...clockFor(kit, () => object),
  }
  const { test, it, describe } = callables(registry)
  const globals = {
    test, it, describe, suite: describe, expect, vi: object, vitest: object,
    ...hooksOf(registry, HOOKS), assert: chai.assert,
    onTestFinished: (fn) => state.current?.finished.push(fn),
    onTestFailed: () => {},
  }
  const module = { ...globals, chai, should: chai.should, expectTypeOf: anything(), assertType: () => {} }
  return {
    globals,
    modules: { vitest: () => module },
    arguments: (fn, args, context) => ({ values: args ? [...args, context.task] : [context.task], callback: false }),
    context: (test) => ({
      task: { expect, task: { name: test?.name }, skip: () => { throw new Skip() }, onTestFinished: globals.onTestFinished },
      finished: [],
    }),
    before: () => Object.assign(state, { calls: 0, wanted: null, any: false, soft: [] }),
    after() {
      if (state.soft.length) throw state.soft[0]
      if (state.wanted !== null && state.calls !== state.wanted) {
        throw new Error(`expected ${state.wanted} assertions, ${state.calls} were made`)
      }
      if (state.any && state.calls === 0) throw new Error('expected at least one assertion')
    },
    reset() {
      object.useRealTimers()
      spy.restoreAllMocks()
      unstub()
    },
  }
}

function autospy(spy, actual) {
  const made = {}
  for (const [key, value] of Object.entries(actual)) {
    made[key] = typeof value === 'function' ? spy.fn() : value
  }
  return made
}

// An assertion whose failures are kept instead of thrown.
function soft(assertion, failures) {
  return new Proxy(assertion, {
    get(target, key) {
      const value = Reflect.get(target, key, target)
      if (typeof value !== 'function') return typeof value === 'object' ? soft(value, failures) : value
      return (...args) => {
        try {
          return Reflect.apply(value, target, args)
        } catch (error) {
          failures.push(error)
        }
      }
    },
  })
}

const anything = () => new Proxy(function () {}, { get: () => anything(), apply: () => anything() })

async function waitFor(check, options = {}) {
  const limit = typeof options === 'number' ? options : options.timeout ?? 1000
  const wait = setTimeout
  const end = Date.now() + limit
  for (;;) {
    try {
      return await check()
    } catch (error) {
      if (Date.now() >= end) throw error
    }
    await new Promise((go) => wait(go, options.interval ?? 50))
  }
}

// --- mocha ----------------------------------------------------------------------------------------

function mocha(registry) {
  const contexts = new Map()
  const contextOf = (block) => {
    if (!block) return null
    if (!contexts.has(block)) {
      const timeout = (ms) => (block.timeout = ms)
      const made = Object.assign(Object.create(contextOf(block.parent)), {
        timeout, slow() {}, retries() {}, skip() { throw new Skip() },
      })
      contexts.set(block, made)
    }
    return contexts.get(block)
  }
  const addTest = registry.addTest.bind(registry)
  const addBlock = (name, fn, options) => registry.addBlock(name, fn, { ...options, context: contextOf })
  const it = registry.callable(addTest)
  const describe = registry.callable(addBlock)
  const globals = {
    it, specify: it, test: it, describe, context: describe, suite: describe,
    xit: it.skip, xspecify: it.skip, xdescribe: describe.skip, xcontext: describe.skip,
    ...hooksOf(registry, { ...SHORT_HOOKS, setup: 'beforeEach', teardown: 'afterEach' }),
    ...hooksOf(registry, { suiteSetup: 'beforeAll', suiteTeardown: 'afterAll' }),
  }
  return {
    globals,
    modules: { mocha: () => globals },
    context: (test) => ({ block: test?.parent }),
    arguments(fn, args, context) {
      const block = context.block
      context.self = contextOf(block ?? registry.root)
      context.self.timeout = (ms) => context.setTimeout(ms)
      return withDone(fn, args, 1)
    },
    reset() {},
  }
}

// --- node:test ------------------------------------------------------------------------------------

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

const FLAVOURS = { jest, vitest, mocha, 'node:test': nodeTest }

module.exports = { FLAVOURS }
