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

// Held now: a test may install fake timers.
const later = setTimeout
const now = performance.now.bind(performance)

async function waitFor(check, options = {}) {
  const limit = typeof options === 'number' ? options : options.timeout ?? 1000
  const end = now() + limit
  for (;;) {
    try {
      return await check()
    } catch (error) {
      if (now() >= end) throw error
    }
    await new Promise((go) => later(go, options.interval ?? 50))
  }
}

// An assertion that is tried on a fresh value until it holds.
function poll(expect, read, options, track) {
  const chain = (keys) => new Proxy(function () {}, {
    get: (target, key) => (key === 'then' ? undefined : chain([...keys, key])),
    apply: (target, self, args) => {
      const work = waitFor(async () => {
        const assertion = keys.slice(0, -1).reduce((at, key) => at[key], expect(await read()))
        await assertion[keys.at(-1)](...args)
      }, options)
      work.catch(() => {})
      return track(work)
    },
  })
  return chain([])
}

module.exports = { anything, poll, soft, waitFor }
