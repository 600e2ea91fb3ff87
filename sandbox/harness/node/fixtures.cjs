'use strict'
// vitest's `test.extend`: values made for each test that names them, and put away after it.

// name -> value | async (context, use) => ... | [either of them, { auto }]
function fixturesOf(given) {
  if (given === null || typeof given !== 'object') {
    throw new Error('test.extend() is understood with an object of fixtures only')
  }
  return Object.fromEntries(Object.entries(given).map(([name, entry]) => {
    const options = Array.isArray(entry) && entry.length === 2 && isOptions(entry[1]) ? entry[1] : null
    if (options?.scope && options.scope !== 'test') {
      throw new Error(`fixture ${name}: the scope "${options.scope}" is not supported, only "test"`)
    }
    return [name, { value: options ? entry[0] : entry, auto: Boolean(options?.auto) }]
  }))
}

function isOptions(value) {
  return Boolean(value) && typeof value === 'object' && ['auto', 'scope', 'injected'].some((k) => k in value)
}

// Which fixtures a function's parameters name.
function named(fn, fixtures) {
  const text = fn.toString()
  let depth = 0
  let end = text.indexOf('(')
  for (; end >= 0 && end < text.length; end++) {
    if ('({['.includes(text[end])) depth++
    else if (')}]'.includes(text[end]) && --depth === 0) break
  }
  const words = new Set(text.slice(0, end).match(/[\w$]+/g))
  return Object.keys(fixtures).filter((name) => words.has(name))
}

function withFixtures(fixtures, fn) {
  return async (...values) => {
    const context = { ...values.at(-1) }
    const begun = new Set()
    const undo = []
    const make = async (name) => {
      if (begun.has(name)) return
      begun.add(name)
      const { value } = fixtures[name]
      if (typeof value !== 'function') {
        context[name] = value
        return
      }
      for (const other of named(value, fixtures)) await make(other)
      await new Promise((ready, broken) => {
        let release
        const held = new Promise((go) => (release = go))
        const use = (given) => {
          context[name] = given
          ready()
          return held
        }
        const work = (async () => value(context, use))()
        work.then(() => broken(new Error(`fixture ${name} never called use()`)), broken)
        undo.unshift(() => (release(), work))
      })
    }
    try {
      for (const name of Object.keys(fixtures)) if (fixtures[name].auto) await make(name)
      for (const name of named(fn, fixtures)) await make(name)
      return await fn(...values.slice(0, -1), context)
    } finally {
      for (const back of undo) await back()
    }
  }
}

module.exports = { fixturesOf, withFixtures }
