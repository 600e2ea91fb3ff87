'use strict'
// vitest's automatic double of a module: functions are spies, arrays empty, the rest as it was.

// A factory's value is the module as an ES module: its `default` is the default export.
function asModule(value) {
  if (value === null || typeof value !== 'object') {
    throw new Error('the factory of vi.mock() must return an object with the exports as keys')
  }
  const made = Object.defineProperty({}, '__esModule', { value: true })
  return Object.defineProperties(made, Object.getOwnPropertyDescriptors({ ...value }))
}

function automock(spy, actual, how = {}) {
  const seen = new Map()
  const keysOf = (value) => Object.getOwnPropertyNames(value).filter((key) => {
    const own = Object.getOwnPropertyDescriptor(value, key)
    return key !== 'constructor' && key !== '__esModule' && (own.enumerable || typeof own.value === 'function')
  })
  const double = (value) => {
    if (seen.has(value)) return seen.get(value)
    if (typeof value === 'function') {
      const made = how.spy ? spy.fn(value) : spy.fn()
      seen.set(value, made)
      for (const key of Object.keys(value)) made[key] = double(value[key])
      if (value.prototype && !how.spy) {
        made.prototype = Object.create(Object.getPrototypeOf(value.prototype), { constructor: { value: made } })
        fill(made.prototype, value.prototype)
      }
      return made
    }
    if (Array.isArray(value)) return how.spy ? value : []
    if (value === null || typeof value !== 'object') return value
    const parent = Object.getPrototypeOf(value)
    if (parent !== Object.prototype && parent !== null && value[Symbol.toStringTag] !== 'Module') return value
    const made = {}
    seen.set(value, made)
    fill(made, value)
    return made
  }
  const fill = (made, value) => {
    for (const key of keysOf(value)) made[key] = double(value[key])
  }
  const made = Object.defineProperty({}, '__esModule', { value: actual?.__esModule ?? true })
  fill(made, actual)
  return made
}

module.exports = { asModule, automock }
