'use strict'
// Values of calls as JSON nodes; `workbench/languages/values.py` says which node means what. What
// only JavaScript has (undefined, BigInt, Map) is ["u", name, ...]: the host keeps it as it came.

const TEXT = 500
const DEPTH = 200
const ITEMS = 2000
const wellFormed = Function.prototype.call.bind(String.prototype.toWellFormed)

class Uncrossable extends Error {}

// What tells objects of a solution's classes (value -> node or null), knows how one was made that is
// an argument (the same), and makes it again (class, arguments, steps).
const hooks = { look: null, known: null, make: null }

function number(value) {
  if (Number.isSafeInteger(value)) return Object.is(value, -0) ? 0 : value
  if (Number.isInteger(value) || !Number.isFinite(value)) {
    return ['f', Number.isNaN(value) ? 'nan' : String(value).replace('Infinity', 'inf')]
  }
  return value
}

const simple = (value) => value === null || ['string', 'number', 'boolean'].includes(typeof value)

function plainObject(value) {
  const prototype = Object.getPrototypeOf(value)
  return prototype === null || prototype === Object.prototype || (
    Object.getPrototypeOf(prototype) === null && Object.hasOwn(prototype, 'hasOwnProperty')
  )
}

// tell: what has no form is told in words, else refused
function encode(value, tell, depth = 0) {
  const inner = (v) => encode(v, tell, depth + 1)
  switch (typeof value) {
    case 'string':
      if (wellFormed(value) === value) return value
      return ['s', Buffer.from(Uint32Array.from([...value], (c) => c.codePointAt(0)).buffer).toString('hex')]
    case 'number': return number(value)
    case 'boolean': return value
    case 'undefined': return ['u', 'undefined']
    case 'bigint': return ['u', 'BigInt', String(value)]
    case 'function': case 'symbol':
      if (!tell) throw new Uncrossable(typeof value)
      return ['o', typeof value, String(value.name ?? value.description ?? '')]
  }
  if (value === null) return null
  if (depth > DEPTH) throw new Uncrossable('nested too deep')
  if (Array.isArray(value)) return ['L', ...Array.from(value, inner)]
  if (value instanceof Set) return [...value].every(simple) ? ['S', ...[...value].map(inner)] : ['u', 'Set', ...[...value].map(inner)]
  if (value instanceof Map) return ['u', 'Map', ...[...value].map(([k, v]) => [inner(k), inner(v)])]
  if (value instanceof Date) return ['u', 'Date', number(value.getTime())]
  if (plainObject(value)) return ['D', ...Object.keys(value).map((k) => [inner(k), inner(value[k])])]
  const own = (tell ? hooks.look : hooks.known)?.(value)
  if (own) return own
  if (!tell) throw new Uncrossable(value.constructor?.name ?? 'an object')
  const name = String(value.constructor?.name ?? 'Object')
  if (typeof value.next === 'function' && typeof value[Symbol.iterator] === 'function') {
    const items = []
    for (const item of value) if (items.push(inner(item)) >= ITEMS) break
    return ['I', name, ...items]
  }
  if (value instanceof Error) return ['o', name, String(value.message).slice(0, TEXT)]
  if (value instanceof Promise) return ['o', 'Promise', '']
  return ['o', name, JSON.stringify(Object.keys(value).map((k) => [k, inner(value[k])])).slice(0, TEXT)]
}

function decode(node) {
  if (!Array.isArray(node)) return node
  const [tag, ...rest] = node
  switch (tag) {
    case 'L': case 'T': return rest.map(decode)
    case 'S': case 'F': return new Set(rest.map(decode))
    case 'D': return Object.fromEntries(rest.map(([k, v]) => [decode(k), decode(v)]))
    case 'i': return rest[0].startsWith('-') ? -Number(`0x${rest[0].slice(1)}`) : Number(`0x${rest[0]}`)
    case 'f': return Number(rest[0].replace('inf', 'Infinity'))
    case 's': return String.fromCodePoint(...new Uint32Array(new Uint8Array(Buffer.from(rest[0], 'hex')).buffer))
    case 'u': break
    case 'N': return hooks.make(rest[0], decode(rest[1]), decode(rest[2]))
    default: throw new Uncrossable(`no value has the tag ${tag}`)
  }
  switch (rest[0]) {
    case 'undefined': return undefined
    case 'BigInt': return BigInt(rest[1])
    case 'Date': return new Date(decode(rest[1]))
    case 'Set': return new Set(rest.slice(1).map(decode))
    case 'Map': return new Map(rest.slice(1).map(([k, v]) => [decode(k), decode(v)]))
    default: throw new Uncrossable(`no value is a ${rest[0]}`)
  }
}

const exact = (value) => encode(value, false)

// Of any value at all; one that is too deep is told as such.
function told(value) {
  try {
    return encode(value, true)
  } catch (error) {
    return ['o', typeof value, `<${String(error?.message).slice(0, 200)}>`]
  }
}

const BUILT_IN = new Set(['Error', 'TypeError', 'RangeError', 'SyntaxError', 'ReferenceError', 'EvalError', 'URIError'])

// A class of errors that gives itself no name inherits its parent's; it is what its class is called.
function kindOf(error) {
  if (!(error instanceof Error)) return `thrown ${typeof error}`
  const name = String(error.name)
  return BUILT_IN.has(name) ? String(error.constructor?.name || name) : name
}

const wordsOf = (error) => String(error?.message ?? error).slice(0, TEXT)

module.exports = { exact, told, decode, kindOf, wordsOf, hooks }
