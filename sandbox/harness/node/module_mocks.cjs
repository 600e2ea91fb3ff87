'use strict'
// Doubles of whole modules: which file or package is replaced, and by what.

const path = require('node:path')
const { isBuiltin } = require('node:module')

class ModuleMocks {
  constructor() {
    this.entries = new Map() // resolved file or package -> { factory, eager, made, value }
    this.virtual = new Set() // files that exist only as doubles
  }

  // `fs` and `node:fs` are one module.
  static key(file) {
    const plain = file.startsWith('node:') ? file.slice(5) : file
    return isBuiltin(plain) ? plain : file
  }

  get(file) {
    return this.entries.get(ModuleMocks.key(file))
  }

  // `eager`: its value comes later than it is asked for, so it is made before anybody can ask.
  add(file, factory, eager) {
    this.entries.set(ModuleMocks.key(file), { factory, eager, made: false, value: undefined })
  }

  remove(file) {
    this.entries.delete(ModuleMocks.key(file))
  }

  value(file) {
    const entry = this.get(file)
    if (!entry.made) {
      entry.value = entry.factory()
      entry.made = true
    }
    return entry.value
  }

  // What `require` sees: nothing that is still to come.
  valueNow(file) {
    const value = this.value(file)
    if (typeof value?.then !== 'function') return value
    this.get(file).made = false
    throw this.get(file).failure
      ?? new Error(`the double of ${path.basename(file)} is made asynchronously and was required before it was ready`)
  }

  // Makes the asynchronous ones. One may load modules that another replaces: in rounds, then. One
  // that fails is made again when it is asked for, where its error can be told.
  async prepare() {
    for (let left = Infinity; ; ) {
      const waiting = [...this.entries.values()].filter((e) => e.eager && !e.made)
      if (waiting.length === 0 || waiting.length >= left) return
      left = waiting.length
      for (const entry of waiting) {
        try {
          entry.value = await entry.factory()
          entry.made = true
        } catch (error) {
          entry.failure = error
        }
      }
    }
  }

  forget() {
    for (const entry of this.entries.values()) entry.made = false
  }
}

module.exports = { ModuleMocks }
