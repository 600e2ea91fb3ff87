'use strict'
// mocha: blocks and tests that talk to `this`.

const { Skip } = require('../engine.cjs')
const { SHORT_HOOKS, hooksOf, withDone } = require('./common.cjs')

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

module.exports = { mocha }
