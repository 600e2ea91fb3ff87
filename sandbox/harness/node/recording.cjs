'use strict'
// Tells which calls a suite makes into the solution: the outermost ones, each different one once.
// The host wrote `__wb_made("name", function)` around the solution's functions.

const { exact, told, kindOf, wordsOf } = require('./plain.cjs')
const { lives } = require('./recording_objects.cjs')

const MOST_CALLS = 3000
const MOST_BYTES = 100_000

function record(made, objects) {
  const seen = new Set()
  const running = { depth: 0 }
  const key = (name, args) => {
    try {
      return JSON.stringify([name, args.map(exact)])
    } catch {
      return ''
    }
  }
  const wrap = (name, original) => {
    if (typeof original !== 'function') return original
    const recorded = function (...args) {
      const call = () => (new.target ? Reflect.construct(original, args, new.target) : Reflect.apply(original, this, args))
      if (running.depth || new.target || seen.size >= MOST_CALLS) return call()
      const said = key(name, args)
      if (!said || said.length > MOST_BYTES || seen.has(said)) return call()
      seen.add(said)
      const call_ = { entry: name, args: JSON.parse(said)[1], kwargs: {} }
      const tell = (more) => {
        const all = { ...call_, ...more }
        if (JSON.stringify(all).length < 4 * MOST_BYTES) made(all)
      }
      running.depth++
      try {
        const value = call()
        if (value instanceof Promise) {
          value.then(
            (v) => tell({ end: 'returned', value: told(v) }),
            (error) => tell({ end: 'raised', error: [kindOf(error), wordsOf(error)] }),
          )
        } else if (typeof value?.next === 'function') tell({ end: 'returned', value: ['I', 'iterator'] })
        else tell({ end: 'returned', value: told(value) })
        return value
      } catch (error) {
        tell({ end: 'raised', error: [kindOf(error), wordsOf(error)] })
        throw error
      } finally {
        running.depth--
      }
    }
    const own = Object.getOwnPropertyDescriptors(original)
    delete own.prototype
    Object.defineProperties(recorded, own)
    recorded.prototype = original.prototype
    return recorded
  }
  const wrapClass = lives(made, objects ?? {}, running)
  for (const [name, value] of [['__wb_made', wrap], ['__wb_class', wrapClass]]) {
    Object.defineProperty(globalThis, name, { value, enumerable: false })
  }
}

module.exports = { record }
