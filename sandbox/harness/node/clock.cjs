'use strict'
// Fake timers as jest and vitest offer them, over the library both are made of. `nextTick` and
// `queueMicrotask` stay real: Node's own streams and promises run on them in this very process.

function clockFor(kit, self) {
  let clock = null
  const real = Date.now
  const need = () => {
    if (!clock) throw new Error('fake timers are not installed: call useFakeTimers() first')
    return clock
  }
  const api = {
    useFakeTimers(options = {}) {
      if (typeof options !== 'object') options = {}
      clock?.uninstall()
      const { timers } = require(`${kit}/bundles/timers.cjs`)
      const all = Object.keys(timers.timers).filter((n) => n !== 'nextTick' && n !== 'queueMicrotask')
      const without = new Set(options.doNotFake ?? options.toNotFake ?? [])
      const now = options.now instanceof Date ? options.now.getTime() : options.now ?? real()
      clock = timers.install({
        now,
        loopLimit: options.timerLimit ?? options.loopLimit ?? 100000,
        toFake: (options.toFake ?? all).filter((n) => all.includes(n) && !without.has(n)),
        shouldAdvanceTime: Boolean(options.advanceTimers ?? options.shouldAdvanceTime),
        ignoreMissingTimers: true,
      })
      return self()
    },
    useRealTimers() {
      clock?.uninstall()
      clock = null
      return self()
    },
    isFakeTimers: () => clock !== null,
    setSystemTime(time) {
      if (!clock) api.useFakeTimers({ toFake: ['Date'] })
      clock.setSystemTime(time instanceof Date ? time : new Date(time ?? real()))
      return self()
    },
    getMockedSystemTime: () => (clock ? new Date(clock.now) : null),
    getRealSystemTime: () => real(),
    getTimerCount: () => need().countTimers(),
    now: () => (clock ? clock.now : real()),
    clearAllTimers: () => (need().reset(), self()),
    runAllTicks: () => self(),
  }
  const forward = {
    advanceTimersByTime: 'tick',
    runAllTimers: 'runAll',
    runOnlyPendingTimers: 'runToLast',
    advanceTimersToNextFrame: 'runToFrame',
  }
  for (const [name, method] of Object.entries(forward)) {
    api[name] = (...args) => (need()[method](...args), self())
    api[`${name}Async`] = async (...args) => (await need()[`${method}Async`](...args), self())
  }
  api.advanceTimersToNextTimer = (steps = 1) => {
    for (let i = 0; i < steps; i++) need().next()
    return self()
  }
  api.advanceTimersToNextTimerAsync = async (steps = 1) => {
    for (let i = 0; i < steps; i++) await need().nextAsync()
    return self()
  }
  api.runAllImmediates = () => self()
  return api
}

module.exports = { clockFor }
