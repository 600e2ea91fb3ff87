'use strict'
// The frameworks' faces on one engine: which names they offer, what a test is called with, how
// `expect` is made and what has to hold before and after a test.

const FLAVOURS = {
  jest: (...args) => require('./frameworks/jest.cjs').jest(...args),
  vitest: (...args) => require('./frameworks/vitest.cjs').vitest(...args),
  mocha: (...args) => require('./frameworks/mocha.cjs').mocha(...args),
  'node:test': (...args) => require('./frameworks/node_test.cjs').nodeTest(...args),
}

module.exports = { FLAVOURS }
