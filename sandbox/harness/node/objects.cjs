'use strict'
// Objects of a solution in calls: made and used step by step, and told by what a suite reads.
// `workbench/languages/objects.py` says what a program is and how its outcome looks.

const { hooks, told, kindOf } = require('./plain.cjs')

const DEEP = 3

// From now on objects of the solution are told by `shown`, and made of `classes`, name -> class.
// Those nothing is read of are told by their class alone if `always`, else as anything is.
function know(classes, shown, always) {
  let deep = 0
  hooks.look = (value) => {
    const kind = String(value.constructor?.name ?? 'Object')
    const own = typeof value.constructor === 'function' && globalThis[kind] !== value.constructor
    if (!own || value instanceof Error || value instanceof Promise || typeof value.next === 'function') return null
    if (deep >= DEEP) return ['O', kind]
    deep++
    try {
      const rows = []
      for (const name of shown) {
        if (!(name in value)) continue
        let found = value[name]
        if (name === 'toString') {
          if (found === Object.prototype.toString) continue
          found = value.toString()
        }
        if (typeof found !== 'function') rows.push([name, told(found)])
      }
      return rows.length || always ? ['O', kind, ...rows] : null
    } finally {
      deep--
    }
  }
  hooks.make = (name, args, steps) => {
    const made = new classes[name](...args)
    for (const [step, given] of steps) {
      try {
        made[step](...given)
      } catch {
        continue
      }
    }
    return made
  }
}

// The node of what each step came to; what the constructor throws is thrown. `stops` says which
// errors are no answer of the solution.
async function perform(kind, [args, steps], reads, stops) {
  const target = new kind(...args)
  const outcomes = ['L']
  for (const [name, given] of steps) {
    try {
      let value = reads.has(name) ? target[name] : target[name](...given)
      if (value instanceof Promise) value = await value
      outcomes.push(['T', name, 'gives', told(value)])
    } catch (error) {
      if (stops(error)) throw error
      outcomes.push(['T', name, 'raises', kindOf(error)])
    }
  }
  return outcomes
}

module.exports = { know, perform }
