'use strict'
// What the guards of one trial ask and count. Each trial has a state of its own, so that code an
// earlier one left behind still talks to its own, which is over: there every guard throws.

const ROUND = 2 ** 30 // steps counted at a time when there is no limit
const CANARY = -1

const stops = new WeakSet()
const isStop = (error) => error !== null && typeof error === 'object' && stops.has(error)

class State {
  // told: called once, when no further step of this trial is to be made
  constructor({ active, probes }, count, told) {
    this.active = active
    this.limit = 0
    this.left = ROUND
    this.spent = 0
    this.seen = probes ? new Uint8Array(count) : null
    this.watched = probes || active === CANARY
    this.dead = ''
    this.stop = null
    this.thrown = 0
    this.told = told
  }

  // From here on so many steps may be made; 0 is as many as it takes.
  fill(fuel) {
    if (this.dead) return
    this.spent = this.fuel
    this.limit = fuel
    this.left = fuel || ROUND
  }

  reach(probe, guard) {
    if (this.dead) this.halt()
    if (this.seen) this.seen[probe] = 1
    if (guard && this.active === CANARY) this.die('canary')
  }

  empty() {
    if (this.dead) this.halt()
    if (this.limit) this.die('fuel')
    this.spent += ROUND
    this.left = ROUND - 1
  }

  // From here on every guard throws: a task may catch one, it gets no further than the next.
  end(why) {
    if (this.dead) return
    this.used = this.fuel
    this.dead = why
    this.left = -1
    this.watched = true
    this.stop = new Error(`stopped: ${why}`)
    stops.add(this.stop)
    this.told(this)
  }

  die(why) {
    this.end(why)
    this.halt()
  }

  halt() {
    this.thrown++
    throw this.stop
  }

  // What a thread or program of this trial said in the end.
  absorb({ fuel, probes, dead, thrown }) {
    this.thrown += thrown
    for (const probe of this.seen ? probes : []) this.seen[probe] = 1
    if (this.limit) this.left -= fuel
    else this.spent += fuel
    if (dead === 'fuel' || this.left < 0) this.end('fuel')
  }

  get fuel() {
    return this.used ?? this.spent + Math.min((this.limit || ROUND) - this.left, this.limit || Infinity)
  }

  get probes() {
    const found = []
    for (let i = 0; i < (this.seen?.length ?? 0); i++) if (this.seen[i]) found.push(i)
    return found
  }
}

const guardsOf = (state) => ({
  __mu(probe, first, last) {
    if (state.watched) state.reach(probe, true)
    return state.active >= first && state.active <= last
  },
  __mun: (number) => state.active === number,
  __muf() {
    if (--state.left < 0) state.empty()
  },
  __mul(probe) {
    if (state.watched) state.reach(probe, false)
  },
  __mub(probe, condition) {
    if (state.watched) state.reach(condition ? probe : probe + 1, false)
    return condition
  },
})

module.exports = { State, guardsOf, isStop, CANARY }
