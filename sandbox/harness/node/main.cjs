'use strict'
// Entry of the Node harness: node --experimental-vm-modules /opt/harness/node/main.cjs
//
// Reads one JSON order from stdin: no task code ever sees the nonce in a file, an argument or the
// environment. Everything the harness needs is loaded before the first task file is.

const fs = require('node:fs')
const assert = require('node:assert')

const order = JSON.parse(fs.readFileSync(0, 'utf8'))
fs.closeSync(0)
fs.openSync('/dev/null', 'r')

if (order.trials && !order.trials.inside) {
  require('./trials.cjs').supervise(order)
  return
}

const { openChannel } = require('./channel.cjs')
const { layOut } = require('./data_files.cjs')
const { describe } = require('./errors.cjs')
const { Loader } = require('./loader.cjs')
const connect = (given, to) => require('./split_tests.cjs').connect(given, to)

const channel = order.trials ? null : openChannel(order.nonce, layOut(order.data))
// In a split run the solution's files are not here but behind fd 4 and 5.
const peer = order.split ? connect(order.split, channel) : null
delete order.nonce
delete order.split
if (order.record) require('./recording.cjs').record(channel.made, order.objects)
for (const file of channel ? order.left_out : []) channel.leftOut(file)

// A solution that replaces `assert.equal` would otherwise answer for every test.
for (const part of [assert, assert.strict, assert.AssertionError, assert.AssertionError.prototype]) {
  Object.freeze(part)
}
// And so would one that decides what is equal to what.
Object.defineProperty(Object, 'is', { writable: false, configurable: false })

// The harness's own classes: a solution can require them by their path.
function seal() {
  for (const [file, { exports }] of Object.entries(require.cache)) {
    if (!file.startsWith(__dirname)) continue
    for (const part of [exports, ...Object.values(exports)]) {
      if (typeof part !== 'object' && typeof part !== 'function') continue
      Object.freeze(part)
      if (part?.prototype) Object.freeze(part.prototype)
    }
  }
}

// Names of the framework, the same for good: a solution that puts its own `expect` or `test` in
// their place would decide what passes. A suite's own `const expect = ...` hides them as ever.
let offered = {}
function offer(globals) {
  offered = globals
  for (const name of Object.keys(globals)) {
    if (Object.getOwnPropertyDescriptor(globalThis, name)?.configurable === false) continue
    Object.defineProperty(globalThis, name, {
      get: () => offered[name], enumerable: true, configurable: false,
    })
  }
}

// What is printed while a test runs belongs to that test; it still goes out as well.
const capture = {
  sink: null,
  start() {
    const parts = []
    let size = 0
    this.sink = (chunk) => {
      if (size < 32000) parts.push(String(chunk))
      size += chunk.length
    }
    return () => {
      this.sink = null
      return parts.join('')
    }
  },
}
for (const stream of channel ? [process.stdout, process.stderr] : []) {
  const write = stream.write.bind(stream)
  stream.write = (chunk, ...rest) => {
    capture.sink?.(chunk)
    return write(chunk, ...rest)
  }
}

async function runSuite() {
  const { Registry } = require('./registry.cjs')
  const { Engine } = require('./engine.cjs')
  const { FLAVOURS } = require('./flavours.cjs')
  for (const file of order.files) {
    const registry = new Registry()
    let loader = null
    const from = () => `/job/${file}`
    const flavour = FLAVOURS[order.framework](registry, {
      kit: order.kit, loader: () => loader, from, snapshots: order.snapshots[file] ?? '',
    })
    const modules = { ...flavour.modules }
    offer(flavour.globals)
    peer?.keepFrom([...Object.values(flavour.globals), ...Object.values(modules).map((made) => made())])
    peer?.watch()
    loader = new Loader({ ...order, frameworks: modules, site: registry.marker(), peer })
    // What a suite imports by name is held as well.
    for (const made of Object.values(modules)) Object.freeze(made())
    process.removeAllListeners('uncaughtException')
    process.removeAllListeners('unhandledRejection')
    const engine = new Engine({
      ...order, registry, channel, flavour, capture, slow: peer && ((ms) => peer.late(ms)),
    })
    seal()
    try {
      await loader.load(file)
      for (const settle of registry.pending) await settle()
    } catch (error) {
      channel.error(`${file}: ${describe(error)}`)
      continue
    }
    await engine.run(file)
    flavour.reset()
  }
  channel.end()
}

async function runScripts() {
  const { Script } = require('./script.cjs')
  seal()
  for (const file of order.files) {
    process.removeAllListeners('uncaughtException')
    process.removeAllListeners('unhandledRejection')
    const script = new Script({ ...order.scripts[file], channel, selected: order.selected })
    const scope = { 'workbench:scope': () => loader.scopes[file] }
    peer?.watch()
    const loader = new Loader({ ...order, frameworks: peer ? scope : {}, site: script.marker(), peer })
    Promise.resolve(peer?.scope(file, loader)).then(() => loader.load(file)).catch((error) => script.broke(error))
    // A script is over when nothing is left that could run.
    await new Promise((done) => process.once('beforeExit', () => { setImmediate(done) }))
    script.finish()
  }
  channel.end()
}

async function runTrials() {
  const { Inside } = require('./trials_inside.cjs')
  await new Inside(order, { offer, seal, capture, layOut: () => layOut(order.data) }).run()
}

if (order.trials) runTrials()
else (order.framework === 'script' ? runScripts() : runSuite()).catch((error) => {
  channel.error(describe(error))
  channel.end()
})
