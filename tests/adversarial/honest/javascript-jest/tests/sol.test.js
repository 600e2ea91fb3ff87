const sol = require('./sol')

describe('everything', () => {
  test('files', () => {
    expect(sol.save([[1, 2], [3]])).toEqual([[1, 2], [3]])
    expect(sol.known()).toEqual(['a', 'b', 'c'])
  })
  test('processes and threads', async () => {
    expect(sol.child('ada')).toBe('ADA')
    expect(await sol.worker(4)).toBe(8)
    expect(await sol.context()).toBe(7)
  })
  test('clocks and chance', async () => {
    expect(await sol.took()).toBe(true)
    expect(sol.chance()).toBe(true)
  })
  test('much', () => {
    expect(sol.talk(2000)).toBe(2000)
    expect(sol.depth(5000)).toBe(5000)
    expect(sol.explained()).toBe(true)
  })
  describe('nested', () => {
    for (const n of [1, 2, 3]) {
      test(`made in a loop: ${n}`, () => expect([n].lastOne()).toBe(n))
    }
    test.each([[1, 1], [2, 4]])('squares %d', (n, square) => expect(n * n).toBe(square))
  })
  test('objects', () => {
    const stack = new sol.Stack().push(1).push(2)
    expect([...stack]).toEqual([1, 2])
    expect(stack.size).toBe(2)
    expect(stack.peek()).toBe(2)
    expect(String(stack)).toBe('1,2')
    expect(sol.lazy().answer).toBe(42)
    expect(sol.events()).toEqual([1])
  })
})
