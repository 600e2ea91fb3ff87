const test = require('node:test')
const assert = require('node:assert/strict')
const { add, check, initials } = require('./sol')

test('adds', () => {
  assert.equal(add(2, 3), 5)
})
test('adds below zero', () => {
  assert.equal(add(-1, 1), 0)
})
test('finds initials', async () => {
  assert.deepEqual(initials('ada lovelace'), ['A', 'L'])
})
test('refuses nothing', () => {
  assert.throws(() => check(''), /the text is empty/)
})
