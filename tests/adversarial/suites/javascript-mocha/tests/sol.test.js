const assert = require('assert')
const { add, check, initials } = require('./sol')

describe('sol', () => {
  it('adds', () => {
    assert.strictEqual(add(2, 3), 5)
  })
  it('adds below zero', () => {
    assert.equal(add(-1, 1), 0)
  })
  it('finds initials', () => {
    assert.deepStrictEqual(initials('ada lovelace'), ['A', 'L'])
  })
  it('refuses nothing', () => {
    assert.throws(() => check(''), /the text is empty/)
  })
})
