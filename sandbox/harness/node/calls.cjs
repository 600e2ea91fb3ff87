'use strict'
// Calls one function of a solution many times and tells each result exactly.
//
// A child makes the calls; whatever stops it (a native loop, an exit, a crash) ends that one call,
// and the next child goes on behind it. Steps are counted by ticks the host wrote into the text.

const fs = require('node:fs')
const { spawn } = require('node:child_process')
const { createHash } = require('node:crypto')

const order = JSON.parse(fs.readFileSync(0, 'utf8'))
fs.closeSync(0)
fs.openSync('/dev/null', 'r')

const { layOut } = require('./data_files.cjs')
const { Loader } = require('./loader.cjs')
const { know, perform } = require('./objects.cjs')
const { told, decode, kindOf, wordsOf } = require('./plain.cjs')

const MOST = 40_000
const leave = process.reallyExit.bind(process)
const write = fs.writeSync
const stringify = JSON.stringify
const clock = performance.now.bind(performance)
const seeded = Math

function send(record) {
  const data = Buffer.from(stringify(record) + '\n')
  for (let done = 0; done < data.length; ) {
    try {
      done += write(3, data, done)
    } catch (error) {
      if (error.code !== 'EAGAIN') throw error
    }
  }
}

// --- the parent -------------------------------------------------------------------------------

async function drive() {
  const { nonce } = order
  delete order.nonce
  const say = (record) => send({ n: nonce, ...record })
  let done = 0
  for (let tries = 0; done < order.calls.length && tries < order.calls.length; tries++) {
    const { count, error, end } = await child(done, say)
    if (error) {
      say({ k: 'error', message: error })
      break
    }
    done += count
    if (done < order.calls.length) {
      say({ k: 'call', c: done, end })
      done++
    }
  }
  say({ k: 'end', count: done })
  leave(0)
}

function child(first, say) {
  return new Promise((finished) => {
    const made = spawn(process.execPath, [...process.execArgv, __filename], { stdio: ['pipe', 'ignore', 'ignore', 'pipe'] })
    let count = 0
    let left = ''
    let error = ''
    let end = 'crashed'
    let timer = null
    const wait = (ms) => {
      clearTimeout(timer)
      timer = setTimeout(() => { end = 'timeout'; made.kill('SIGKILL') }, ms)
    }
    wait(5000)
    made.stdin.on('error', () => {})
    made.stdin.end(stringify({ ...order, child: true, first }))
    made.stdio[3].setEncoding('utf8').on('data', (text) => {
      const lines = (left + text).split('\n')
      left = lines.pop()
      for (const line of lines) {
        const record = JSON.parse(line)
        if (record.k === 'error') error = record.message
        else if (record.k === 'call') {
          say(record)
          count++
        }
        wait(order.call_wall_s * 1500)
      }
    })
    made.on('close', () => {
      clearTimeout(timer)
      finished({ count, error, end })
    })
  })
}

// --- the child --------------------------------------------------------------------------------

let steps = 0
let limit = Infinity
const spent = { toString: () => 'out of steps' }
let until = Infinity
const late = { toString: () => 'out of time' }

function tick() {
  if (++steps > limit) throw spent
  if ((steps & 1023) === 0 && clock() > until) throw late
}

async function serve() {
  let names = {}
  const hand = (found) => Object.assign(names, found)
  const one = (name, value) => (names[name] = value)
  for (const [name, value] of [['__wb_tick', tick], ['__wb_calls', hand], ['__wb_hand', one]]) {
    Object.defineProperty(globalThis, name, { value, enumerable: false })
  }
  // The same draws for every solution and every call.
  let state = 1
  seeded.random = () => (state = (state * 48271) % 2147483647) / 2147483647
  let entry
  const reads = order.reads && new Set(order.reads)
  try {
    const loader = new Loader({ ...order, frameworks: {}, suite: [], site: null })
    const file = `/job/${order.file}`
    if (order.formats[order.file] === 'esm') await loader.import(file, file)
    else loader.require(file, file)
    entry = names[order.entry]
    if (typeof entry !== 'function') throw new Error(`no function ${order.entry}`)
    if (order.shown.length || reads) know(names, order.shown, Boolean(reads))
  } catch (error) {
    send({ k: 'error', message: `${kindOf(error)}: ${wordsOf(error)}` })
    leave(1)
  }
  const stops = (error) => error === spent || error === late
  send({ k: 'ready' })
  for (let index = order.first; index < order.calls.length; index++) {
    let given = []
    const record = { k: 'call', c: index }
    state = 1
    try {
      steps = 0
      limit = order.fuel
      until = clock() + order.call_wall_s * 1000
      given = order.calls[index][0].map(decode)
      if (reads) record.value = await perform(entry, given, reads, stops)
      else {
        let value = entry(...given)
        if (value instanceof Promise) value = await value
        record.value = told(value)
      }
      limit = until = Infinity
      record.fuel = steps
      record.end = 'returned'
    } catch (error) {
      limit = until = Infinity
      record.fuel = steps
      if (error === spent) record.end = 'fuel'
      else if (error === late) record.end = 'timeout'
      else {
        record.end = 'raised'
        record.error = [kindOf(error), wordsOf(error)]
      }
    }
    const after = reads ? [] : given
      .map((value, at) => [at, told(value)])
      .filter(([at, node]) => stringify(node) !== stringify(told(decode(order.calls[index][0][at]))))
    if (after.length) record.after = after
    const size = stringify(record).length
    if (size > MOST) {
      const sum = createHash('sha256').update(stringify([record.value, record.after])).digest('hex')
      record.value = ['o', 'large', `<${size} characters, sha256 ${sum.slice(0, 16)}>`]
      delete record.after
    }
    send(record)
  }
  leave(0)
}

if (order.child) serve()
else {
  layOut(order.data)
  drive()
}
