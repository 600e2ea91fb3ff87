'use strict'
// The results pipe: one signed JSON object a line on fd 3. Task code shares this process, so this
// is no proof of anything; every function is held since before task code ran.

const fs = require('node:fs')

const write = fs.writeSync
const stringify = JSON.stringify
const bytesOf = Buffer.from
const leave = process.reallyExit.bind(process)
const { min, max } = Math
const slice = Function.prototype.call.bind(String.prototype.slice)
const wellFormed = Function.prototype.call.bind(String.prototype.toWellFormed)
const TEXT = 32000
const NOTES = 50
const WORST = ['passed', 'skipped', 'failed', 'errored']

function clip(value) {
  const text = wellFormed(String(value ?? ''))
  if (text.length <= TEXT) return text
  // The end is kept: that is where the reason stands.
  return slice(text, 0, TEXT / 4) + '\n[...]\n' + slice(text, -(TEXT / 4) * 3)
}

function worst(statuses) {
  let at = 0
  for (let i = 0; i < statuses.length; i++) at = max(at, WORST.indexOf(statuses[i]))
  return WORST[at]
}

// changed: names the suite's data files that are not as they were
function openChannel(nonce, changed) {
  let count = 0
  let ok = true
  function send(record) {
    const data = bytesOf(stringify(record) + '\n')
    for (let done = 0; done < data.length; ) {
      try {
        done += write(3, data, done)
      } catch (error) {
        if (error.code !== 'EAGAIN') throw error
      }
    }
  }
  const notes = { uncrossed: new Set(), answered: new Set() }
  function note(kind, message) {
    const text = clip(message)
    if (notes[kind].has(text) || notes[kind].size >= NOTES) return
    notes[kind].add(text)
    send({ n: nonce, k: kind, message: text })
  }
  return {
    test({ id, status, duration = 0, message = '', output = '', children = [] }) {
      count++
      ok = ok && status === 'passed'
      const rows = []
      for (let i = 0; i < min(children.length, 500); i++) rows[i] = slice(clip(children[i]), 0, 400)
      send({
        n: nonce, k: 'test', id, status, duration_s: max(0, duration) / 1000,
        message: clip(message), output: clip(output), children: rows,
      })
    },
    // Split runs: what could not cross, and what the solution's side decided. Each place once.
    uncrossed: (message) => note('uncrossed', message),
    answered: (message) => note('answered', message),
    error(message) {
      ok = false
      send({ n: nonce, k: 'error', message: clip(message) })
    },
    // A call the suite made into the solution.
    made: (call) => send({ n: nonce, k: 'made', ...call }),
    leftOut(file) {
      const message = `${file} was left out: it configures a test run, which is the suite's business`
      send({ n: nonce, k: 'diagnostic', severity: 'note', message, source: 'workbench', file })
    },
    end() {
      const exit = ok ? 0 : 1
      send({ n: nonce, k: 'end', exit, count, changed: changed() })
      leave(exit)
    },
  }
}

module.exports = { openChannel, worst, clip }
