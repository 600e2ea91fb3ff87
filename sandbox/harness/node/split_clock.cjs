'use strict'
// Timers of a split run wait in the time that the tests' side itself is at work. A call over the pipe
// takes as long as the machine is busy; three timers of 20, 10 and 0 ms, each started after such a
// call, must still end in the order in which they would in one process.

const now = performance.now.bind(performance)
const start = setTimeout
const { promisify } = require('node:util')

class Clock {
  constructor() {
    this.lost = 0
    this.since = null
  }

  // A call begins, and is answered.
  leave() {
    this.since = now()
  }

  enter() {
    this.lost += now() - this.since
    this.since = null
  }

  time() {
    return (this.since ?? now()) - this.lost
  }

  install(intrinsics) {
    const clock = this
    const timed = {
      setTimeout(fn, ms, ...args) {
        if (typeof fn !== 'function') return start(fn, ms)
        const wanted = Number(ms)
        const due = clock.time() + (wanted >= 1 && wanted < 2 ** 31 ? wanted : 1)
        const timer = start(function () {
          const left = due - clock.time()
          if (left < 1) return Reflect.apply(fn, this, args)
          timer._idleTimeout = Math.ceil(left)
          timer.refresh()
        }, ms)
        return timer
      },
    }
    Object.defineProperty(timed.setTimeout, promisify.custom, { value: start[promisify.custom] })
    intrinsics.names.set(timed.setTimeout, 'setTimeout')
    intrinsics.objects.set('setTimeout', timed.setTimeout)
    globalThis.setTimeout = timed.setTimeout
  }
}

module.exports = { Clock }
