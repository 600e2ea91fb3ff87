'use strict'
// vitest's assertions that do not answer at once.

// An assertion whose failures are kept instead of thrown.
function soft(assertion, failures) {
  return new Proxy(assertion, {
    get(target, key) {
      const value = Reflect.get(target, key, target)
      if (typeof value !== 'function') return typeof value === 'object' ? soft(value, failures) : value
      return (...args) => {
        try {
          return Reflect.apply(value, target, args)
        } catch (error) {
          failures.push(error)
        }
      }
    },
  })
}

const anything = () => new Proxy(function () {}, { get: () => anything(), apply: () => anything() })

async function waitFor(check, options = {}) {
  const limit = typeof options === 'number' ? options : options.timeout ?? 1000
  const wait = setTimeout
  const end = Date.now() + limit
  for (;;) {
    try {
      return await check()
    } catch (error) {
      if (Date.now() >= end) throw error
    }
    await new Promise((go) => wait(go, options.interval ?? 50))
  }
}

module.exports = { anything, soft, waitFor }
