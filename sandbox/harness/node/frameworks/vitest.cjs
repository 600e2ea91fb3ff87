'use strict'
// vitest: its own `expect` and spies on the engine.

const { Skip } = require('../engine.cjs')
const { clockFor } = require('../clock.cjs')
const { HOOKS, callables, hooksOf } = require('./common.cjs')
const { asModule, automock } = require('./automock.cjs')
const { moduleDoubles } = require('./doubles.cjs')
const { Snapshots, matchersOf } = require('./snapshots.cjs')
const { anything, poll, soft, waitFor } = require('./waiting.cjs')

let builtIn = null
let shots = null

function vitest(registry, { kit, loader, from, snapshots }) {
  const { matchers, spy, chai } = require(`${kit}/bundles/vitest.cjs`)
  for (const plugin of ['JestExtend', 'JestChaiExpect', 'JestAsymmetricMatchers']) {
    chai.use(matchers[plugin])
  }
  const state = { calls: 0, wanted: null, any: false, soft: [], polls: [], test: {} }
  const expect = (value, message) => {
    state.calls++
    const assertion = chai.expect(value, message)
    chai.util.flag(assertion, 'vitest-test', state.test)
    return assertion
  }
  Object.assign(expect, chai.expect, globalThis[matchers.ASYMMETRIC_MATCHERS_OBJECT])
  matchers.setState({ assertionCalls: 0, isExpectingAssertions: false }, expect)
  globalThis[matchers.GLOBAL_EXPECT] = expect
  expect.getState = () => ({ ...matchers.getState(expect), assertionCalls: state.calls })
  expect.setState = (values) => matchers.setState(values, expect)
  if (!builtIn) chai.expect.extend(expect, matchersOf(expect, () => shots))
  // Names there were before any task code: another `toBe` would decide what passes.
  builtIn ??= new Set(Object.getOwnPropertyNames(chai.Assertion.prototype))
  expect.extend = (more) => {
    for (const name of Object.keys(more)) {
      if (builtIn.has(name)) throw new Error(`expect.extend may not replace ${name}`)
    }
    chai.expect.extend(expect, more)
  }
  expect.assertions = (count) => (state.wanted = count)
  expect.hasAssertions = () => (state.any = true)
  expect.unreachable = (message) => chai.assert.fail(`expected not to be reached: ${message ?? ''}`)
  expect.poll = (read, options) => {
    state.calls++
    return poll(chai.expect, read, options, (work) => (state.polls.push(work), work))
  }
  expect.soft = (value, message) => soft(expect(value, message), state.soft)
  shots = new Snapshots({
    kit, file: from(), text: snapshots, join: ' > ', hint: ' > ', loose: true,
    // As the message alone before vitest 1.
    thrown: (error, print) => [print(error), print(error?.message)],
  })
  expect.addSnapshotSerializer = (serializer) => shots.add(serializer)
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
    ...moduleDoubles({
      loader, from, self: () => object, auto: (actual, how) => automock(spy, actual, how),
      asModule, running: () => registry.running,
    }),
    importActual: (s) => loader().importActual(s, from()),
    importMock: (s) => loader().import(s, from()),
    ...clockFor(kit, () => object),
  }
  const { test, it, describe } = callables(registry)
  const globals = {
    test, it, describe, suite: describe, expect, vi: object, vitest: object,
    ...hooksOf(registry, HOOKS), assert: chai.assert,
    onTestFinished: (fn) => void state.context.finished.push(fn),
    onTestFailed: (fn) => void state.context.failed.push(fn),
    expectTypeOf: anything(), assertType: () => {}, chai,
  }
  const module = { ...globals, should: chai.should }
  return {
    globals,
    modules: { vitest: () => module },
    arguments: (fn, args, context) => ({ values: args ? [...args, context.task] : [context.task], callback: false }),
    context(test) {
      const finished = []
      const failed = []
      const task = {
        expect, task: { name: test?.name }, skip: () => { throw new Skip() },
        onTestFinished: (fn) => void finished.push(fn), onTestFailed: (fn) => void failed.push(fn),
      }
      return { task, finished, failed }
    },
    undoes: true,
    before(test, context) {
      Object.assign(state, { calls: 0, wanted: null, any: false, soft: [], polls: [], context, test: {} })
      matchers.setState({ currentTestName: shots.begin(test) }, expect)
    },
    async after() {
      // Also those nobody awaited.
      await Promise.all([...state.polls, ...(state.test.promises ?? [])])
      if (state.soft.length) throw state.soft[0]
      if (state.wanted !== null && state.calls !== state.wanted) {
        throw new Error(`expected ${state.wanted} assertions, ${state.calls} were made`)
      }
      if (state.any && state.calls === 0) throw new Error('expected at least one assertion')
    },
    async cleanup(test, context, status) {
      const { finished, failed } = context
      for (const work of [...finished.reverse(), ...(status === 'passed' ? [] : failed)]) await work()
    },
    reset() {
      object.useRealTimers()
      spy.restoreAllMocks()
      unstub()
    },
  }
}

module.exports = { vitest }
