'use strict'
// Snapshots: a value, printed, against text the suite brings. Nothing is ever written, so a
// snapshot that is not there yet fails: comparing code with what it just said proves nothing.

const { readFileSync } = require('node:fs')

// Held now: snapshot files are programs that say `exports[...] = ...`, the suite's own.
const Program = Function
const MATCHERS = /Snapshot\(/
// Until jest 28 and vitest 0.34 strings were escaped and plain objects named. One way for all of a
// file's snapshots: trying both would let one value pass for another.
const OLDER = /(?:^|`|: )\s*(?:Object \{|Array \[)/m
const NOTHING = 'there is nothing to compare with: this snapshot could only be written, which proves nothing'

// A double as snapshots show it.
const doubles = {
  test: (value) => Boolean(value?._isMockFunction),
  serialize(value, config, indentation, depth, refs, printer) {
    const given = value.getMockName()
    const name = ['jest.fn()', 'vi.fn()', ''].includes(given) ? '' : ` ${given}`
    const { calls, results } = value.mock
    if (!calls.length) return `[MockFunction${name}]`
    const next = indentation + config.indent
    const gap = config.spacingOuter
    const print = (part) => printer(part, config, next, depth, refs)
    return `[MockFunction${name}] {${gap}${next}"calls": ${print(calls)},${gap}${next}`
      + `"results": ${print(results)},${gap}${indentation}}`
  },
}

// The indentation that an inline snapshot got from the code around it.
function unindented(text) {
  const indentation = /^([^\S\n]*)\S/m.exec(text)?.[1]
  const lines = text.split('\n')
  if (!indentation || lines.length <= 2) return text
  if (lines[0].trim() !== '' || lines.at(-1).trim() !== '') return text
  for (let i = 1; i < lines.length - 1; i++) {
    if (lines[i] === '') continue
    if (!lines[i].startsWith(indentation)) return text
    lines[i] = lines[i].slice(indentation.length)
  }
  lines[lines.length - 1] = ''
  return lines.join('\n')
}

function merged(value, properties) {
  if (Array.isArray(properties)) return value.map((v, i) => (i in properties ? merged(v, properties[i]) : v))
  if (value === null || typeof value !== 'object' || properties?.asymmetricMatch) return properties
  if (properties === null || typeof properties !== 'object') return properties
  const made = Object.assign(Object.create(Object.getPrototypeOf(value)), value)
  for (const key of Object.keys(properties)) made[key] = merged(value[key], properties[key])
  return made
}

class Snapshots {
  // text: the suite's .snap file or ''; join: between a block's title and its test's; hint: before
  // a snapshot's own name; loose: whether the blank around an inline snapshot counts for nothing
  constructor({ kit, file, text, join, hint, loose, thrown }) {
    Object.assign(this, { join, hint, loose, thrown })
    this.counters = new Map()
    this.kept = {}
    const source = readFileSync(file, 'utf8')
    if (!MATCHERS.test(source) && !text) return
    const { format, plugins } = require(`${kit}/node_modules/pretty-format`)
    const older = OLDER.test(source) || OLDER.test(text)
    this.plugins = [doubles, plugins.AsymmetricMatcher]
    this.print = (value) => format(value, {
      escapeRegex: true, indent: 2, printFunctionName: false, plugins: this.plugins,
      escapeString: older, printBasicPrototype: older,
    }).replaceAll(/\r\n?/g, '\n')
    if (text) new Program('exports', text)(this.kept)
  }

  begin(test) {
    const titles = [test.name]
    for (let at = test.parent; at?.parent; at = at.parent) titles.unshift(at.name)
    this.name = titles.join(this.join)
    return this.name
  }

  add(serializer) {
    this.plugins?.unshift(serializer)
  }

  // printed: the ways the value may be printed, as versions of the framework differ.
  compare(printed, wanted, inline) {
    if (typeof wanted !== 'string' || wanted.trim() === '') throw new Error(NOTHING)
    const lines = printed.map((text) => (text.includes('\n') ? `\n${text}\n` : text))
    const same = inline && this.loose ? (a, b) => a.trim() === b.trim() : (a, b) => a === b
    const expected = inline ? unindented(wanted) : wanted
    if (lines.some((text) => same(text, expected))) return { pass: true, message: () => '' }
    throw new Error(`the snapshot does not match\nexpected: ${expected.trim()}\nreceived: ${printed[0]}`)
  }

  count(name) {
    const number = (this.counters.get(name) ?? 0) + 1
    this.counters.set(name, number)
    return `${name} ${number}`
  }

  stored(hint) {
    return this.kept[this.count(hint ? this.name + this.hint + hint : this.name)]
  }

  value(expect, received, properties) {
    if (properties === undefined) return received
    expect(received).toMatchObject(properties)
    return merged(received, properties)
  }

  error(received, state) {
    if (state.promise) return received
    try {
      received()
    } catch (error) {
      return error
    }
    throw new Error('the function did not throw')
  }
}

// The matchers, over the snapshots of whichever file runs.
function matchersOf(expect, current) {
  const ways = (all, error) => all.thrown(error, all.print)
  const plain = (state) => {
    if (state.isNot) throw new Error('a snapshot cannot be negated')
  }
  const options = (given) => given.find((g) => g !== null && typeof g === 'object')
  const words = (given) => given.find((g) => typeof g === 'string')
  return {
    toMatchSnapshot(received, ...given) {
      plain(this)
      const all = current()
      const value = all.value(expect, received, options(given))
      return all.compare([all.print(value)], all.stored(words(given)), false)
    },
    toMatchInlineSnapshot(received, ...given) {
      plain(this)
      const all = current()
      all.count(all.name)
      const value = all.value(expect, received, options(given))
      return all.compare([all.print(value)], words(given), true)
    },
    toThrowErrorMatchingSnapshot(received, hint) {
      plain(this)
      const all = current()
      return all.compare(ways(all, all.error(received, this)), all.stored(hint), false)
    },
    toThrowErrorMatchingInlineSnapshot(received, ...given) {
      plain(this)
      const all = current()
      all.count(all.name)
      return all.compare(ways(all, all.error(received, this)), words(given), true)
    },
  }
}

module.exports = { Snapshots, matchersOf }
