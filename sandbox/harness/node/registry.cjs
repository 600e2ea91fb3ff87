'use strict'
// What a test file registers: blocks, tests, hooks; and the `test`, `describe`... it calls.

const { format } = require('node:util')
const { fixturesOf, withFixtures } = require('./fixtures.cjs')

const HOOKS = ['beforeAll', 'afterAll', 'beforeEach', 'afterEach']

function newBlock(name, parent, mode) {
  const hooks = { beforeAll: [], afterAll: [], beforeEach: [], afterEach: [] }
  return { kind: 'block', name, parent, mode, hooks, children: [], timeout: undefined }
}

class Registry {
  constructor() {
    this.root = newBlock('', null, 'run')
    this.at = this.root
    this.running = false
    this.site = 0 // where in the source the call stands that registers right now; 0: unknown
    this.pending = [] // describe callbacks that are asynchronous
    this.onlyUsed = false
    this.defaultTimeout = 5000
    this.subtest = null // node:test: registers below a running test
  }

  // The marker in the instrumented source: __wb(7, test)('adds', ...)
  marker() {
    return (site, call) => (...args) => {
      const before = this.site
      this.site = site
      try {
        return call(...args)
      } finally {
        this.site = before
      }
    }
  }

  addTest(name, fn, options = {}) {
    if (this.running) {
      if (this.subtest) return this.subtest(name, fn, options)
      throw new Error('tests cannot be registered while a test is running')
    }
    if (fn && options.fixtures) fn = withFixtures(options.fixtures, fn)
    const mode = fn ? options.mode ?? 'run' : options.mode === 'todo' ? 'todo' : 'skip'
    if (mode === 'only') this.onlyUsed = true
    this.at.children.push({
      kind: 'test', name: String(name), parent: this.at, mode, fn, site: this.site,
      timeout: options.timeout, fails: options.fails ?? false, args: options.args,
    })
  }

  addBlock(name, fn, options = {}) {
    const mode = fn ? options.mode ?? 'run' : 'skip'
    if (mode === 'only') this.onlyUsed = true
    const block = newBlock(String(name), this.at, mode)
    block.timeout = options.timeout
    this.at.children.push(block)
    if (!fn) return
    const before = this.at
    this.at = block
    let result
    try {
      result = options.context
        ? Reflect.apply(fn, options.context(block), options.args ?? [])
        : fn(...(options.args ?? []))
    } finally {
      this.at = before
    }
    if (result && typeof result.then === 'function') {
      // What it registers after its first await belongs to it as well.
      this.pending.push(async () => {
        this.at = block
        try {
          await result
        } finally {
          this.at = before
        }
      })
    }
  }

  addHook(kind, fn, timeout) {
    this.at.hooks[kind].push({ fn, timeout })
  }

  // test(name, fn, 1000) | test(name, options, fn) | test(name, fn, options) | test(fn)
  static arguments(args) {
    let [name, ...rest] = args
    if (typeof name === 'function' || (name && typeof name === 'object')) {
      rest = args
      name = args.find((a) => typeof a === 'function')?.name || '<anonymous>'
    }
    const fn = rest.find((a) => typeof a === 'function')
    const object = rest.find((a) => a && typeof a === 'object') ?? {}
    const timeout = rest.find((a) => typeof a === 'number') ?? object.timeout
    const mode = object.skip ? 'skip' : object.todo ? 'todo' : object.only ? 'only' : undefined
    const fails = object.fails
    return [typeof name === 'function' ? name.name : name, fn, { timeout, mode, fails }]
  }

  // `test` or `describe` with .skip, .only, .each and the rest. `add` is addTest or addBlock.
  callable(add, more = {}) {
    const make = (fixed) => {
      const call = (...args) => {
        const [name, fn, options] = Registry.arguments(args)
        const mode = fixed.mode ?? options.mode
        return add(name, fn, { ...options, ...more, ...fixed, mode, timeout: options.timeout })
      }
      const derive = (extra) => make({ ...fixed, ...extra })
      const lazy = (key, value) =>
        Object.defineProperty(call, key, { get: value, configurable: true, enumerable: true })
      lazy('skip', () => derive({ mode: 'skip' }))
      lazy('only', () => derive({ mode: 'only' }))
      lazy('todo', () => derive({ mode: 'todo' }))
      lazy('concurrent', () => derive({}))
      lazy('sequential', () => derive({}))
      lazy('shuffle', () => derive({}))
      lazy('failing', () => derive({ fails: true }))
      lazy('fails', () => derive({ fails: true }))
      call.skipIf = (condition) => (condition ? derive({ mode: 'skip' }) : derive({}))
      call.runIf = (condition) => (condition ? derive({}) : derive({ mode: 'skip' }))
      call.extend = (more) => derive({ fixtures: { ...fixed.fixtures, ...fixturesOf(more) } })
      call.each = (...table) => this.each(table, fixed, add, more, true)
      call.for = (...table) => this.each(table, fixed, add, more, false)
      return call
    }
    return make({})
  }

  each(table, fixed, add, more, spread) {
    const rows = tableRows(table)
    return (title, fn, last) => {
      rows.forEach((row, index) => {
        const timeout = typeof last === 'number' ? last : last?.timeout
        const args = spread && Array.isArray(row) ? row : [row]
        add(rowTitle(String(title), args, index), fn, { ...more, ...fixed, timeout, args })
      })
    }
  }
}

function tableRows(table) {
  const [first, ...values] = table
  if (!Array.isArray(first) || !('raw' in first)) return [...first]
  const names = first[0].split('|').map((n) => n.trim()).filter(Boolean)
  const rows = []
  for (let i = 0; i + names.length <= values.length; i += names.length) {
    rows.push(Object.fromEntries(names.map((n, k) => [n, values[i + k]])))
  }
  return rows
}

function rowTitle(title, args, index) {
  const row = args[0]
  let text = title.replaceAll('%#', String(index)).replaceAll('%$', String(index + 1))
  if (row && typeof row === 'object') {
    text = text.replace(/\$([\w.]+)/g, (all, keys) => {
      const value = keys.split('.').reduce((o, k) => (o == null ? o : o[k]), row)
      return value === undefined ? all : typeof value === 'string' ? value : format('%j', value)
    })
  }
  const used = (text.match(/%[sdifjoOp]/g) ?? []).length
  return format(text.replaceAll('%p', '%j'), ...args.slice(0, used))
}

module.exports = { Registry, HOOKS }
