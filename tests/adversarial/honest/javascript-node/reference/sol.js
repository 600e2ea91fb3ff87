// Does honest work with everything a program may use.
const fs = require('fs')
const os = require('os')
const path = require('path')
const { execFileSync } = require('child_process')
const { Worker, isMainThread, parentPort } = require('worker_threads')
const { AsyncLocalStorage } = require('async_hooks')
const { EventEmitter } = require('events')

const store = new AsyncLocalStorage()

exports.save = (rows) => {
  fs.mkdirSync('out', { recursive: true })
  fs.writeFileSync('out/rows.json', JSON.stringify(rows))
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'x-'))
  fs.copyFileSync('out/rows.json', path.join(folder, 'rows.json'))
  return JSON.parse(fs.readFileSync(path.join(folder, 'rows.json'), 'utf8'))
}
exports.known = () => {
  const words = fs.readFileSync('words.txt', 'utf8').trim().split(/\s+/)
  fs.writeFileSync('words.sorted.txt', words.sort().join('\n'))
  return fs.readFileSync('words.sorted.txt', 'utf8').split('\n')
}
exports.child = (text) => execFileSync('node', ['-e', 'process.stdout.write(process.argv[1].toUpperCase())', text]).toString()
exports.worker = (n) => new Promise((done, failed) => {
  const worker = new Worker('require("worker_threads").parentPort.postMessage(' + n + ' * 2)', { eval: true })
  worker.on('message', done)
  worker.on('error', failed)
})
exports.context = () => store.run(7, async () => {
  await null
  return store.getStore()
})
exports.took = async () => {
  const began = performance.now()
  await new Promise((done) => setTimeout(done, 10))
  return performance.now() - began >= 8 && Date.now() > 0
}
exports.chance = () => Math.random() < 1
exports.talk = (n) => {
  for (let i = 0; i < n; i++) console.log('line', i)
  console.error('warned')
  return n
}
exports.depth = function depth(n) { return n === 0 ? 0 : 1 + depth(n - 1) }
exports.explained = () => {
  try { JSON.parse('{') } catch (error) { return error.stack.includes('SyntaxError') }
}
exports.events = () => {
  const bus = new EventEmitter()
  const seen = []
  bus.on('x', (v) => seen.push(v))
  bus.emit('x', 1)
  return seen
}
class Stack {
  #items = []
  push(v) { this.#items.push(v); return this }
  get size() { return this.#items.length }
  * [Symbol.iterator]() { yield* this.#items }
  toString() { return this.#items.join(',') }
}
Stack.prototype.peek = function () { return [...this].at(-1) }
exports.Stack = Stack
exports.lazy = () => new Proxy({}, { get: (o, k) => (k === 'answer' ? 42 : undefined) })
if (!Array.prototype.lastOne) {
  Object.defineProperty(Array.prototype, 'lastOne', { value() { return this[this.length - 1] } })
}
