'use strict'
// Which promises somebody waits for. A promise that crosses is followed by the harness, so the
// process alone can no longer tell a rejection that nobody handles.

const v8 = require('node:v8')

const then = Function.prototype.call.bind(Promise.prototype.then)
const handled = new WeakSet()
const has = handled.has.bind(handled)
let ours = false
let stirs = 0 // promises made so far

v8.promiseHooks.onInit((made, parent) => {
  stirs++
  if (parent && !ours) handled.add(parent)
})

// Waits without counting as somebody who handles it.
function follow(promise, fulfilled, rejected) {
  ours = true
  try {
    then(promise, fulfilled, rejected)
  } finally {
    ours = false
  }
}

module.exports = { follow, isHandled: has, stirs: () => stirs }
