const { add } = require('./sol')

const CASES = [[2, 3, 5], [-1, 1, 0], [10, 20, 30]]
test.each(CASES)('adds %d and %d', (a, b, total) => {
  expect(add(a, b)).toBe(total)
})
test('adds every row', () => {
  for (const [a, b, total] of CASES) expect(add(a, b)).toBe(total)
})
