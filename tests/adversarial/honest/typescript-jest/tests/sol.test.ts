import { Colour, Stack, child, known, save } from './sol'

describe('everything', () => {
  it('saves', () => {
    expect(save([{ name: 'a', colour: Colour.Green }])).toEqual([{ name: 'a', colour: 1 }])
  })
  it('reads and asks', () => {
    expect(known()).toEqual(['a', 'b', 'c'])
    expect(child('x')).toBe('x')
  })
  it('stacks', () => {
    expect(new Stack<number>().push(1).push(2).size).toBe(2)
  })
})
