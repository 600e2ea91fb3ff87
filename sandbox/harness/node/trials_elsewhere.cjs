'use strict'
// Guards in the threads and programs that tests and solutions start. Node itself loads what runs
// there, so the guards are globals; what they saw is left in a file the trial reads.

const fs = require('node:fs')
const { State, guardsOf } = require('./trials_state.cjs')

const VARIABLE = 'WORKBENCH_TRIAL'
const OPTIONS = `--require=${__filename}`

// Seen by whatever is started from now on. It may outlive the test that starts it: `fuel` is for all.
function announce(file, { active, probes }, fuel, count) {
  process.env[VARIABLE] = JSON.stringify({ file, active, fuel, probes, count })
  process.env.NODE_OPTIONS = OPTIONS
}

const later = setTimeout
const PATIENCE = 100

// Threads and programs tell in their end, which may come a little after what they answered.
async function ended(before) {
  for (let k = 0; k < PATIENCE && process.getActiveResourcesInfo().length > before; k++) {
    await new Promise((go) => later(go, k < 10 ? 1 : 5))
  }
}

function absorb(file, state) {
  if (!fs.existsSync(file)) return
  for (const line of fs.readFileSync(file, 'utf8').split('\n').slice(0, -1)) state.absorb(JSON.parse(line))
  fs.rmSync(file)
}

const given = process.env[VARIABLE]
if (given) {
  const { file, count, fuel, ...trial } = JSON.parse(given)
  const state = new State(trial, count, () => {})
  state.fill(fuel)
  for (const [name, value] of Object.entries(guardsOf(state))) Object.defineProperty(globalThis, name, { value })
  process.on('exit', () => {
    const { fuel, probes, dead, thrown } = state
    fs.appendFileSync(file, JSON.stringify({ fuel, probes, dead, thrown }) + '\n')
  })
}

module.exports = { announce, absorb, ended, OPTIONS }
