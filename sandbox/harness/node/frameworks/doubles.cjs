'use strict'
// `jest.mock`, `vi.mock` and what goes with them.

const isAsync = (fn) => fn.constructor?.name === 'AsyncFunction'

// auto(actual): the automatic double of a module's exports; asModule(value): how a factory's
// value is seen by importers; running(): whether tests run already.
function moduleDoubles({ loader, from, self, auto, asModule, running }) {
  const make = (specifier, file, given) => {
    const all = loader()
    const original = () => all.importActual(specifier, file)
    if (typeof given === 'function') {
      return () => {
        const value = given(original)
        return typeof value?.then === 'function' ? value.then(asModule) : asModule(value)
      }
    }
    const besides = all.besides(specifier, file)
    if (besides) return () => all.require(besides, besides, true)
    const double = (actual) => auto(actual, given)
    if (all.isEsm(specifier, file)) return () => original().then(double)
    return () => double(all.require(specifier, file, true))
  }
  const replace = (atLoad) => (specifier, given) => {
    const file = from()
    const eager = typeof given === 'function' && (isAsync(given) || given.length > 0)
    loader().mock(specifier, file, make(specifier, file, given), eager, atLoad && !running())
    return self()
  }
  return {
    mock: replace(true), doMock: replace(false), unstable_mockModule: replace(true),
    unmock: (s) => (loader().unmock(s, from()), self()),
    dontMock: (s) => (loader().unmock(s, from()), self()),
    doUnmock: (s) => (loader().unmock(s, from()), self()),
    requireActual: (s) => loader().require(s, from(), true),
    requireMock: (s) => loader().require(s, from()),
    resetModules: () => (loader().reset(), self()),
    isolateModules: (fn) => (loader().isolated(fn), self()),
    isolateModulesAsync: (fn) => loader().isolated(fn),
  }
}

module.exports = { moduleDoubles }
