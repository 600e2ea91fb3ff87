import { describe, expect, test } from 'vitest'
import { add, check, initials } from './sol'

describe('sol', () => {
  test('adds', () => {
    expect(add(2, 3)).toBe(5)
  })
  test('adds below zero', () => {
    expect(add(-1, 1)).toEqual(0)
  })
  test('finds initials', () => {
    expect(initials('ada lovelace')).toEqual(['A', 'L'])
  })
  test('refuses nothing', () => {
    expect(() => check('')).toThrow('the text is empty')
  })
})
