'use strict'
// Scripts of plain assertions: one record an assertion of the source, whatever the loops do.
//
// An assertion that fails is noted and the script goes on with its next statement, whether it is
// `console.assert`, which never throws, or one of `node:assert`, which would: so one run tells of
// every assertion, and what comes after depends on no answer. What is noted stays.

const { describe } = require('./errors.cjs')

// A loop that only ends when its assertion holds must not turn for ever.
const ENOUGH = 100_000

class Script {
  constructor({ checks, whole, channel, selected }) {
    this.channel = channel
    this.selected = new Set(selected)
    this.whole = whole
    // site -> state, in the order of the source
    this.checks = new Map(checks.map(([site, id, line]) => [site, { id, line, status: '', message: '', open: 0, bad: 0 }]))
    this.failure = null
    process.on('uncaughtException', (error) => this.broke(error))
    process.on('unhandledRejection', (error) => this.broke(error))
  }

  // __wb(3, "console.assert")(condition) and __wb(4, assert.equal)(a, b): the first call notes that
  // the assertion was reached, before its arguments are computed.
  marker() {
    return (site, call) => {
      if (call === 'process.exit') return (code) => this.exit(code)
      const check = this.checks.get(site)
      check.open++
      this.latest = check
      const good = () => {
        check.open--
        check.status ||= 'passed'
      }
      const bad = (error) => {
        check.open--
        if (check.status !== 'failed') check.message = describe(error)
        check.status = 'failed'
        if (++check.bad >= ENOUGH) throw error
      }
      if (call === 'console.assert') {
        return (condition, ...message) => {
          if (condition) return good()
          bad(new Error(['assertion failed', ...message.map(String)].join(': ')))
          process.stderr.write(`Assertion failed (line ${check.line})\n`)
        }
      }
      return (...args) => {
        try {
          const result = call(...args)
          if (!result || typeof result.then !== 'function') {
            good()
            return result
          }
          return result.then((value) => (good(), value), bad)
        } catch (error) {
          bad(error)
        }
      }
    }
  }

  // The script itself says it is over.
  exit(code) {
    if (code) this.broke(new Error(`the script called process.exit(${code})`))
    this.finish()
    this.channel.end()
  }

  broke(error) {
    this.failure ??= { error, at: this.latest }
  }

  finish() {
    const checks = [...this.checks.values()]
    let { failure } = this
    if (!failure && process.exitCode) failure = { error: new Error(`the script set exit code ${process.exitCode}`) }
    if (failure) {
      const { error, at } = failure
      const noted = checks.some((c) => c.status === 'failed')
      if (!noted || process.exitCode) {
        if (!checks.some((c) => c.status || c.open > 0) && !this.whole) {
          this.channel.error(describe(error))
        } else {
          // An exception in an assertion's own arguments, or between two assertions.
          const blamed = (at?.open > 0 && at) || checks.find((c) => !c.status) || checks.at(-1)
          if (blamed.status !== 'failed') {
            blamed.status = 'errored'
            blamed.message = describe(error)
          }
        }
      }
    } else if (this.whole) {
      checks[0].status = 'passed'
    }
    for (const check of checks) {
      if (this.selected.size && !this.selected.has(check.id)) continue
      let { status } = check
      // Reached but never answered: its promise is still open.
      if (check.open > 0 && status !== 'failed') status = 'errored'
      if (status) this.channel.test({ id: check.id, status, message: check.message })
      else if (failure) this.channel.test({ id: check.id, status: 'not_run' })
    }
  }
}

module.exports = { Script }
