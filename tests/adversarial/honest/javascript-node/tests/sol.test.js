const test = require('node:test')
const assert = require('node:assert')
const sol = require('./sol')

test('files', () => {
  assert.deepStrictEqual(sol.save([[1, 2], [3]]), [[1, 2], [3]])
  assert.deepStrictEqual(sol.known(), ['a', 'b', 'c'])
})
test('processes', async (t) => {
  assert.equal(sol.child('ada'), 'ADA')
  await t.test('and threads', async () => {
    assert.equal(await sol.worker(4), 8)
  })
})
test('much', () => {
  assert.equal(sol.talk(2000), 2000)
  assert.equal(sol.depth(5000), 5000)
})
