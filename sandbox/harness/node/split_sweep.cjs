'use strict'
// Lets go of objects that crossed and that the solution no longer holds: all that crossed is looked
// at for changes with every message, so what is gone must not be kept.

const v8 = require('node:v8')
const vm = require('node:vm')
const { stirs } = require('./split_promises.cjs')

const tick = process._tickCallback.bind(process)
const Weak = WeakRef
const FEW = 300
const KEPT = new Set(['function', 'bare', 'promise', 'namespace'])
let collectGarbage = null

class Sweeper {
  constructor(mirror) {
    this.mirror = mirror
    this.limit = FEW
    this.stirred = 0
    this.queued = 0
    for (const [holder, name] of [[process, 'nextTick'], [globalThis, 'queueMicrotask']]) {
      const real = holder[name]
      holder[name] = (...args) => {
        this.queued++
        return Reflect.apply(real, holder, args)
      }
    }
  }

  // All that was queued is about to run.
  rested() {
    this.stirred = stirs() + this.queued
  }

  // Only while nothing is queued, as weak references end with what is queued.
  look() {
    const { mirror } = this
    if (mirror.objects.size < this.limit || this.stirred !== stirs() + this.queued) return
    if (!collectGarbage) {
      v8.setFlagsFromString('--expose-gc')
      collectGarbage = vm.runInNewContext('gc')
    }
    const weak = []
    for (const [id, shadow] of mirror.shadows) {
      if (!this.mayGo(id, shadow)) continue
      weak.push([id, new Weak(mirror.objects.get(id))])
      mirror.objects.set(id, undefined)
    }
    tick()
    collectGarbage()
    for (const [id, reference] of weak) {
      const object = reference.deref()
      if (object !== undefined) mirror.objects.set(id, object)
      else {
        mirror.objects.delete(id)
        mirror.shadows.delete(id)
        mirror.dropped.push(id)
      }
    }
    this.limit = Math.max(FEW, mirror.objects.size * 2)
  }

  // The tests' own objects, and data that is whole on their side: what holds something hidden is
  // needed for as long as they have it.
  mayGo(id, shadow) {
    if (KEPT.has(shadow.k)) return false
    return !this.mirror.mine(id) || shadow.p === null || shadow.p[0] === 'x'
  }
}

module.exports = { Sweeper }
