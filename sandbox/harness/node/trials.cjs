'use strict'
// Watches over trials. They run in a process of their own, one after the other, and only tell this
// one of them; it alone writes to fd 3 and knows the nonce. Whatever a trial does to its process, it
// is named, and those behind it run in another.

const { spawn } = require('node:child_process')
const { readFileSync, writeSync } = require('node:fs')
const { OPTIONS } = require('./trials_elsewhere.cjs')

const START_MS = 60_000
const TOLD = 4000
const STACK = '--stack-size=1400' // what stands behind guards needs up to half as much again
const TICKS = 100 // a second
const PATIENCE = 3 // how much longer than it may work a trial may take
const NO_MEMORY = /heap out of memory|Allocation failed|out of memory|invalid (?:table|array) (?:size|length)/i

// Seconds a process has worked. What a trial does in its time must not depend on how busy the
// machine is.
function worked(pid) {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'latin1').split(') ').pop().split(' ')
    return (Number(fields[11]) + Number(fields[12])) / TICKS
  } catch {
    return Infinity
  }
}

function supervise({ nonce, trials, ...order }) {
  const { list } = trials
  const written = new Map() // index -> rows so far
  const measured = [] // [index, record, rows] of what measures: a process that goes on must know it
  let chosen = null
  let begun = -1
  let since = Date.now()
  let next = 0
  let failure = ''

  // What one message of the trials brings about goes out at once.
  let unsent = ''
  function send(record) {
    unsent += JSON.stringify({ n: nonce, ...record }) + '\n'
  }

  function flush() {
    const data = Buffer.from(unsent)
    unsent = ''
    for (let done = 0; done < data.length; ) {
      try {
        done += writeSync(3, data, done)
      } catch (error) {
        if (error.code !== 'EAGAIN') throw error
      }
    }
  }

  const finish = () => {
    if (failure) send({ k: 'error', message: failure })
    send({ k: 'end', count: list.length })
    flush()
    process.exit(0)
  }

  function hear(line) {
    let said
    try {
      said = JSON.parse(line)
    } catch {
      return // something of the task's
    }
    since = Date.now()
    if (said.b === next) {
      begun = next
      chosen = said.tests ?? null
      written.set(begun, [])
      send({ k: 'begin', t: begun })
    } else if (said.r && begun >= 0) written.get(begun).push(said.r)
    else if (said.t === begun && begun >= 0) settle(said)
    else if (said.e) failure ||= String(said.e)
  }

  function settle({ end, fuel = 0, probes = [], s = 0 }) {
    const results = written.get(begun)
    send({
      k: 'trial', t: begun, end, results, fuel, probes, duration_s: s, ...(chosen && { tests: chosen }),
    })
    if (list[begun].active === 0) measured.push([begun, { end, fuel, probes }, results])
    written.delete(begun)
    begun = -1
    next++
  }

  function start() {
    const first = next
    let tail = ''
    let rest = ''
    let late = false
    const wallOf = (index) => (list[index]?.covering ? trials.wall_s : trials.plain_wall_s)
    const options = [...process.execArgv, STACK, ...(trials.elsewhere ? [OPTIONS] : [])]
    const child = spawn(process.execPath, [...options, `${__dirname}/main.cjs`], {
      stdio: ['pipe', 'ignore', 'pipe', 'pipe'], detached: true,
    })
    const kill = () => {
      try {
        process.kill(-child.pid, 'SIGKILL')
      } catch {
        child.kill('SIGKILL')
      }
    }
    since = Date.now()
    let watched = -1
    let at = 0
    const clock = setInterval(() => {
      const took = Date.now() - since
      const wall = wallOf(begun)
      if (begun >= 0 && watched !== begun) {
        watched = begun
        at = trials.elsewhere ? -Infinity : worked(child.pid)
      }
      if (begun < 0 ? took <= START_MS : took <= wall * 1000) return
      if (begun >= 0 && took <= wall * 1000 * PATIENCE && worked(child.pid) - at <= wall) return
      late = true
      kill()
    }, 50)
    child.stderr.on('data', (data) => (tail = (tail + data).slice(-TOLD)))
    child.stdio[3].setEncoding('utf8').on('data', (data) => {
      const lines = (rest + data).split('\n')
      rest = lines.pop()
      lines.forEach(hear)
      flush()
    })
    child.stdin.on('error', () => {})
    child.stdin.end(JSON.stringify({ ...order, nonce: '', trials: { ...trials, first, measured, inside: true } }))
    child.on('close', (code, signal) => {
      clearInterval(clock)
      kill() // whatever it started
      const struck = late ? 'timeout' : signal === 'SIGKILL' || NO_MEMORY.test(tail) ? 'memory' : 'crashed'
      if (begun >= 0) settle({ end: struck, s: (Date.now() - since) / 1000 })
      else if (next === first && next < list.length && !failure) {
        failure = `the trials did not start: ${late ? 'nothing in a minute' : tail.trim() || `exit ${code ?? signal}`}`
      }
      if (failure || next >= list.length) finish()
      else start()
    })
  }

  start()
}

module.exports = { supervise }
