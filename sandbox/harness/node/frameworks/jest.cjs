'use strict'
// jest: its own `expect` and doubles on the engine.

const { clockFor } = require('../clock.cjs')
const { HOOKS, callables, hooksOf, withDone } = require('./common.cjs')
const { moduleDoubles } = require('./doubles.cjs')
const { Snapshots, matchersOf } = require('./snapshots.cjs')

const OLD_MATCHERS = {
  toThrowError: 'toThrow', toBeCalled: 'toHaveBeenCalled', toBeCalledTimes: 'toHaveBeenCalledTimes',
  toBeCalledWith: 'toHaveBeenCalledWith', lastCalledWith: 'toHaveBeenLastCalledWith',
  nthCalledWith: 'toHaveBeenNthCalledWith', toReturn: 'toHaveReturned',
  toReturnTimes: 'toHaveReturnedTimes', toReturnWith: 'toHaveReturnedWith',
  lastReturnedWith: 'toHaveLastReturnedWith', nthReturnedWith: 'toHaveNthReturnedWith',
}

// Held for good: a solution that teaches `expect` another `toBe` would decide what passes.
let builtIn = null
let shots = null

function jest(registry, { kit, loader, from, snapshots }) {
  const bundle = require(`${kit}/bundles/jest.cjs`)
  const { expect } = bundle
  // jest 30 dropped these names; the suites written for 29 and earlier did not.
  const { matchers } = globalThis[Symbol.for('$$jest-matchers-object')]
  for (const [old, name] of Object.entries(OLD_MATCHERS)) matchers[old] ??= matchers[name]
  shots = new Snapshots({
    kit, file: from(), text: snapshots, join: ' ', hint: ': ', loose: false,
    thrown: (error, print) => [print(error?.message)],
  })
  if (!builtIn) expect.extend(matchersOf(expect, () => shots))
  // Once, before any task code: what is added later is the suite's, and may be added again.
  builtIn ??= Object.keys(matchers).map((name) => {
    return Object.defineProperty(matchers, name, { writable: false, configurable: false })
  })
  expect.addSnapshotSerializer = (serializer) => shots.add(serializer)
  const mocker = new bundle.mock.ModuleMocker(globalThis)
  const auto = (actual) => mocker.generateFromMetadata(mocker.getMetadata(actual))
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
    createMockFromModule: (s) => auto(loader().require(s, file(), true)),
    genMockFromModule: (s) => auto(loader().require(s, file(), true)),
    ...moduleDoubles({
      loader, from: file, self: () => object, auto, asModule: (v) => v, running: () => registry.running,
    }),
    resetModules: () => (loader().reset(), loader().mocks.forget(), object),
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
        suppressedErrors: [], currentTestName: shots.begin(test),
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

module.exports = { jest }
