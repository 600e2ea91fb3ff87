'use strict'
// mocha: blocks and tests that talk to `this`.

const { Skip } = require('../engine.cjs')
const { SHORT_HOOKS, hooksOf, withDone } = require('./common.cjs')

function mocha(registry) {
  const contexts = new Map()
  const contextOf = (block) => {
    if (!block) return null
    if (!contexts.has(block)) {
      const made = Object.create(contextOf(block.parent))
      Object.assign(made, {
        timeout: (ms) => ((block.timeout = ms), made),
        slow: () => made,
        retries: () => made,
        skip() { throw new Skip() },
      })
      contexts.set(block, made)
    }
    return contexts.get(block)
  }
  // it('slow', f).timeout(5000)
  const added = (parent) => {
    const entry = parent.children.at(-1)
    const handle = { timeout: (ms) => ((entry.timeout = ms), handle), slow: () => handle, retries: () => handle }
    return handle
  }
  const addTest = (name, fn, options) => {
    registry.addTest(name, fn, options)
    return added(registry.at)
  }
  const addBlock = (name, fn, options) => {
    registry.addBlock(name, fn, { ...options, context: contextOf })
    return added(registry.at)
  }
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
    context: (test) => ({ block: test?.parent, test }),
    arguments(fn, args, context) {
      const block = context.block
      context.self = contextOf(block ?? registry.root)
      context.self.timeout = (ms) => (context.setTimeout(ms), context.self)
      context.self.test = context.self.currentTest = context.test && { title: context.test.name }
      return withDone(fn, args, 1)
    },
    reset() {},
  }
}

module.exports = { mocha }
