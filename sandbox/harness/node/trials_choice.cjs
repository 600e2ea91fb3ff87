'use strict'
// Chooses the tests of trials that ask for whoever reaches their mutant. The trials before them
// measure: each test alone for its probes and its steps, then all together. What follows from that
// is a rule the workbench has as well and applies to the same figures; it takes a trial only where
// both chose alike.

// As the workbench has it: `workbench.languages.mutation.fuel_limit`.
const fuelLimit = (steps) => steps + Math.min(19 * steps, 6 * steps + 2_000_000) + 2_000

class Choice {
  constructor(reach) {
    this.reach = reach
    this.alone = new Map() // id -> { good, fuel, probes }
    this.together = new Set()
    this.base = null
  }

  // A trial of the original ended; rows: [id, status, message].
  note(trial, { end, fuel, probes }, rows) {
    const passed = new Set(rows.filter(([, status]) => status === 'passed').map(([id]) => id))
    if (trial.probes) {
      if (trial.tests.length !== 1) return
      const [id] = trial.tests
      this.alone.set(id, { good: end === 'done' && passed.has(id), fuel, probes: new Set(probes) })
    } else if (trial.active === 0) this.together = passed
  }

  // The trial with the tests that reach its mutant, cheapest first, and each one's fuel.
  made(trial) {
    if (!trial.covering) return trial
    if (!this.base) this.settle()
    const { base } = this
    const probe = this.reach[trial.active - 1]
    let found = [...base.keys()].filter((id) => base.get(id).probes.has(probe))
    if (this.mixed) found = found.length || trial.fresh ? [...base.keys()] : []
    else {
      if (trial.fresh) found = [...base.keys()]
      found.sort((a, b) => base.get(a).fuel - base.get(b).fuel) // the suite's order where costs agree
    }
    return { ...trial, tests: found, fuel: found.map((id) => fuelLimit(base.get(id).fuel)) }
  }

  settle() {
    const all = [...this.alone]
    this.base = new Map(all.filter(([id, { good }]) => good && this.together.has(id)))
    this.mixed = all.some(([id, { good }]) => good !== this.together.has(id))
  }
}

module.exports = { Choice, fuelLimit }
