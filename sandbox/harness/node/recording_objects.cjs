'use strict'
// Tells how a suite makes objects of the solution's classes, and what it then calls of them.
//
// The suite has a proxy of the class, so that constructing is seen; methods are replaced in place.
// Every step tells the whole life of its object once more; who reads it keeps the longest.

const { hooks, exact, told, kindOf, wordsOf } = require('./plain.cjs')

const MOST_LIVES = 2000
const MOST_STEPS = 24
const MOST_BYTES = 20_000
const HELD = 8

function lives(made, objects, running) {
  const known = new WeakMap()
  const classes = {}
  const said = new Set()
  let count = 0

  const tell = (life, more) => {
    const args = [['T', ...life.made], ['L', ...life.steps]]
    const key = JSON.stringify([life.name, args])
    if (said.has(key) || key.length > MOST_BYTES) return
    said.add(key)
    made({ entry: life.name, args, kwargs: {}, ...more })
  }
  const nodes = (args) => {
    try {
      return args.map(exact)
    } catch {
      return null
    }
  }
  hooks.known = (value) => {
    const life = known.get(value)
    if (!life?.open || life.steps.length > HELD) return null
    return ['N', life.name, ['T', ...life.made], ['L', ...life.steps]]
  }

  // What a promise or an iterator will give is not waited for.
  const outcome = (value) =>
    value instanceof Promise || typeof value?.next === 'function' ? ['I', 'later'] : told(value)

  const method = (name, original) => function (...args) {
    const life = running.depth ? null : known.get(this)
    const call = () => Reflect.apply(original, this, args)
    if (!life?.open || life.steps.length >= MOST_STEPS) return call()
    const given = nodes(args)
    if (!given) {
      life.open = false
      return call()
    }
    let came
    running.depth++
    try {
      const value = call()
      came = ['T', name, 'gives', outcome(value)]
      return value
    } catch (error) {
      came = ['T', name, 'raises', kindOf(error)]
      throw error
    } finally {
      running.depth--
      life.steps.push(['T', name, ['T', ...given]])
      life.came.push(came)
      tell(life, { end: 'returned', value: ['L', ...life.came] })
    }
  }

  const place = (kind, name) => {
    for (let holder = kind.prototype; holder && holder !== Object.prototype; holder = Object.getPrototypeOf(holder)) {
      const found = Object.getOwnPropertyDescriptor(holder, name)
      if (found) return found
    }
    return null
  }

  return (name, kind) => {
    if (kind === undefined) return classes[name]
    if (typeof kind !== 'function' || !(name in objects)) return (classes[name] = kind)
    for (const each of objects[name]) {
      const found = place(kind, each)
      if (typeof found?.value === 'function' && found.configurable) {
        Object.defineProperty(kind.prototype, each, { ...found, value: method(each, found.value) })
      }
    }
    const construct = (target, args, asked) => {
      const make = () => Reflect.construct(target, args, asked === proxy ? target : asked)
      if (running.depth || asked !== proxy || count >= MOST_LIVES) return make()
      const life = { name, made: nodes(args), steps: [], came: [], open: true }
      running.depth++
      try {
        const value = make()
        if (life.made) {
          count++
          known.set(value, life)
          tell(life, { end: 'returned', value: ['L'] })
        }
        return value
      } catch (error) {
        if (life.made) tell(life, { end: 'raised', error: [kindOf(error), wordsOf(error)] })
        throw error
      } finally {
        running.depth--
      }
    }
    const proxy = new Proxy(kind, { construct })
    return (classes[name] = proxy)
  }
}

module.exports = { lives }
