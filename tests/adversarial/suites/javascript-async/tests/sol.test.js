const { later } = require('./sol')

test('answers later', async () => {
  expect(await later(4)).toBe(8)
})
test('resolves', () => expect(later(5)).resolves.toBe(10))
test('calls back', (done) => {
  later(6).then((value) => {
    expect(value).toBe(12)
    done()
  }, done)
})
