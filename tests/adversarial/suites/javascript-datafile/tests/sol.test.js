const fs = require('fs')
const { add } = require('./sol')

test('adds as recorded', () => {
  for (const [a, b, total] of JSON.parse(fs.readFileSync('rows.json', 'utf8'))) {
    expect(add(a, b)).toBe(total)
  }
})
