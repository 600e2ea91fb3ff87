'use strict'
// What the frameworks' faces share.

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

module.exports = { HOOKS, SHORT_HOOKS, callables, hooksOf, withDone }
