'use strict'
// What there is to know of one object, as it crosses: its kind, what only its kind has (items,
// entries, a time), its prototype and its own properties with their attributes.

const types = require('node:util').types

const {
  defineProperty, getOwnPropertyDescriptor, getPrototypeOf, hasOwn, is, isExtensible,
  freeze, isFrozen, isSealed, preventExtensions, seal, setPrototypeOf,
} = Object
const { apply, construct, deleteProperty, ownKeys } = Reflect
const { isArray } = Array
// Held now: a fake clock puts another `Date` in the place of the real one.
const [OwnMap, OwnSet, OwnDate, OwnRegExp, OwnError, OwnArrayBuffer] = [Map, Set, Date, RegExp, Error, ArrayBuffer]
const boxed = Object
const INDEX = /^(?:0|[1-9]\d{0,9})$/
const held = (of, name) => Function.prototype.call.bind(of.prototype[name])
const mapEach = held(Map, 'forEach')
const mapSet = held(Map, 'set')
const mapClear = held(Map, 'clear')
const setEach = held(Set, 'forEach')
const setAdd = held(Set, 'add')
const setClear = held(Set, 'clear')
const timeOf = held(Date, 'getTime')
const setTime = held(Date, 'setTime')
const sizeOf = {
  map: Function.prototype.call.bind(getOwnPropertyDescriptor(Map.prototype, 'size').get),
  set: Function.prototype.call.bind(getOwnPropertyDescriptor(Set.prototype, 'size').get),
}
const unboxed = {
  Number: held(Number, 'valueOf'), String: held(String, 'valueOf'), Boolean: held(Boolean, 'valueOf'),
  Symbol: held(Symbol, 'valueOf'), BigInt: held(BigInt, 'valueOf'),
}
// Own properties that a kind has by itself or that differ on the two sides for good.
const ITS_OWN = {
  array: new Set(['length']), error: new Set(['stack']), function: new Set(['arguments', 'caller']),
  boxed: new Set(['length']),
}
const BARE = ['length', 'name']
const WITHOUT_INDICES = new Set(['array', 'typed', 'bytes', 'boxed'])
const VIEWS = new Map([
  'Int8Array', 'Uint8Array', 'Uint8ClampedArray', 'Int16Array', 'Uint16Array', 'Int32Array',
  'Uint32Array', 'Float32Array', 'Float64Array', 'BigInt64Array', 'BigUint64Array', 'DataView',
].map((name) => [name, globalThis[name]]))
const viewName = Function.prototype.call.bind(
  getOwnPropertyDescriptor(getPrototypeOf(Uint8Array.prototype), Symbol.toStringTag).get,
)
// Arrays longer than this are not asked for properties beside their items again and again.
const LONG = 100

function isConstructor(fn) {
  try {
    construct(Object, [], fn)
    return true
  } catch {
    return false
  }
}

function regExpParts(value) {
  // The getters of RegExp.prototype, which a subclass may hide.
  const get = (name) => apply(getOwnPropertyDescriptor(OwnRegExp.prototype, name).get, value, [])
  return [get('source'), get('flags')]
}

// Which kind of object this is. `ordinary`: the prototypes of objects that hold nothing hidden.
function kindOf(object, intrinsics, ordinary) {
  if (types.isProxy(object)) return 'proxy'
  if (typeof object === 'function') return intrinsics.isForeign(object) ? 'foreign' : 'function'
  if (isArray(object)) return 'array'
  if (types.isMap(object)) return 'map'
  if (types.isSet(object)) return 'set'
  if (types.isDate(object)) return 'date'
  if (types.isRegExp(object)) return 'regexp'
  if (types.isNativeError(object)) return 'error'
  if (types.isPromise(object)) return 'promise'
  // Buffers share what lies under them with all others of the process: their bytes cross alone.
  if (Buffer.isBuffer(object)) return 'bytes'
  if (types.isTypedArray(object) || types.isDataView(object)) return 'typed'
  if (types.isArrayBuffer(object)) return 'buffer'
  if (types.isBoxedPrimitive(object)) return 'boxed'
  if (types.isModuleNamespaceObject(object)) return 'namespace'
  if (intrinsics.isForeign(object)) return 'foreign'
  const below = intrinsics.builtInBelow(object)
  if (below === null || ordinary.has(below)) return 'object'
  // A prototype stands where its instances do, and holds nothing.
  const made = getOwnPropertyDescriptor(object, 'constructor')?.value
  if (typeof made === 'function' && made.prototype === object) return 'object'
  return /Generator%/.test(intrinsics.nameOf(below)) && !types.isGeneratorObject(object) ? 'object' : 'opaque'
}

function keysOf(object, kind) {
  if (kind === 'bare') return BARE
  const keys = ownKeys(object)
  const own = ITS_OWN[kind]
  const indexed = WITHOUT_INDICES.has(kind)
  if (!own && !indexed) return keys
  return keys.filter((key) => typeof key === 'symbol'
    || !(own?.has(key) || (indexed && INDEX.test(key))))
}

// One own property: [key, attributes, value] or [key, attributes, getter, setter].
const ENUMERABLE = 1
const CONFIGURABLE = 2
const WRITABLE = 4
const ACCESSOR = 8

function attributesOf(own) {
  return (own.enumerable ? ENUMERABLE : 0) | (own.configurable ? CONFIGURABLE : 0)
    | ('value' in own ? (own.writable ? WRITABLE : 0) : ACCESSOR)
}

function propertyOf(object, key, encode) {
  const own = getOwnPropertyDescriptor(object, key)
  const attributes = attributesOf(own)
  return attributes & ACCESSOR
    ? [encode(key), attributes, encode(own.get), encode(own.set)]
    : [encode(key), attributes, encode(own.value)]
}

function sameProperties(object, kind, entries, same) {
  if (kind === 'array' && entries.length === 0) {
    return object.length > LONG || ownKeys(object).length <= object.length + 1
  }
  const keys = keysOf(object, kind)
  return keys.length === entries.length
    && keys.every((key, i) => same(entries[i][0], key) && sameProperty(object, key, entries[i], same))
}

function sameProperty(object, key, [, attributes, first, second], same) {
  const own = getOwnPropertyDescriptor(object, key)
  if (attributesOf(own) !== attributes) return false
  return attributes & ACCESSOR ? same(first, own.get) && same(second, own.set) : same(first, own.value)
}

function defineFrom(object, key, [, attributes, first, second], decode) {
  const own = { enumerable: !!(attributes & ENUMERABLE), configurable: !!(attributes & CONFIGURABLE) }
  if (attributes & ACCESSOR) {
    own.get = decode(first)
    own.set = decode(second)
    for (const part of [own.get, own.set]) if (part !== undefined && typeof part !== 'function') return
  } else {
    own.value = decode(first)
    own.writable = !!(attributes & WRITABLE)
  }
  Reflect.defineProperty(object, key, own)
}

const HOLE = ['o']
const isHole = (encoded) => isArray(encoded) && encoded[0] === 'o'

// What only its kind has.
const INSIDE = {
  array(object, encode) {
    const items = new Array(object.length)
    for (let i = 0; i < items.length; i++) {
      items[i] = object[i] === undefined && !hasOwn(object, i) ? HOLE : encode(object[i])
    }
    return items
  },
  map(object, encode) {
    const entries = []
    mapEach(object, (value, key) => entries.push([encode(key), encode(value)]))
    return entries
  },
  set(object, encode) {
    const entries = []
    setEach(object, (value) => entries.push(encode(value)))
    return entries
  },
  date: (object, encode) => encode(timeOf(object)),
  regexp: (object) => regExpParts(object),
  boxed(object, encode) {
    const name = Object.keys(unboxed).find((n) => types[`is${n}Object`](object))
    return encode(unboxed[name](object))
  },
  bytes: (object) => Buffer.prototype.toString.call(object, 'base64'),
  buffer: (object) => Buffer.from(object).toString('base64'),
  typed: (object, encode) => [
    types.isDataView(object) ? 'DataView' : viewName(object),
    encode(object.buffer), object.byteOffset, types.isDataView(object) ? object.byteLength : object.length,
  ],
  namespace: (object, encode) => ownKeys(object).filter((k) => typeof k === 'string')
    .map((key) => [key, encode(object[key])]),
}

function sameInside(object, kind, inside, same) {
  switch (kind) {
    case 'array':
      if (object.length !== inside.length) return false
      for (let i = 0; i < inside.length; i++) {
        const value = object[i]
        if (value === undefined && !hasOwn(object, i) ? !isHole(inside[i]) : !same(inside[i], value)) return false
      }
      return true
    case 'map': {
      if (sizeOf.map(object) !== inside.length) return false
      let at = 0
      let equal = true
      mapEach(object, (value, key) => {
        equal &&= same(inside[at][0], key) && same(inside[at][1], value)
        at++
      })
      return equal
    }
    case 'set': {
      if (sizeOf.set(object) !== inside.length) return false
      let at = 0
      let equal = true
      setEach(object, (value) => { equal &&= same(inside[at++], value) })
      return equal
    }
    case 'date': return same(inside, timeOf(object))
    case 'bytes': case 'buffer': return INSIDE[kind](object) === inside
    case 'namespace': return inside.every(([key, value]) => same(value, object[key]))
    default: return true
  }
}

function fillInside(object, kind, inside, decode) {
  switch (kind) {
    case 'array':
      object.length = inside.length
      for (let i = 0; i < inside.length; i++) {
        if (isHole(inside[i])) deleteProperty(object, i)
        else {
          const value = decode(inside[i])
          if (!hasOwn(object, i)) {
            defineProperty(object, i, { value, writable: true, enumerable: true, configurable: true })
          } else if (!is(object[i], value)) object[i] = value
        }
      }
      break
    case 'map':
      mapClear(object)
      for (const [key, value] of inside) mapSet(object, decode(key), decode(value))
      break
    case 'set':
      setClear(object)
      for (const value of inside) setAdd(object, decode(value))
      break
    case 'date': setTime(object, decode(inside)); break
    case 'bytes': case 'buffer': {
      const target = kind === 'bytes' ? object : Buffer.from(object)
      Buffer.from(inside, 'base64').copy(target)
      break
    }
    case 'namespace':
      for (const [key, value] of inside) object[key] = decode(value)
      break
    default:
  }
}

function fillProperties(object, kind, entries, keys, decode) {
  const now = keysOf(object, kind)
  let kept = 0
  while (kept < now.length && kept < keys.length && now[kept] === keys[kept]) kept++
  for (let i = now.length - 1; i >= kept; i--) deleteProperty(object, now[i])
  for (let i = 0; i < entries.length; i++) defineFrom(object, keys[i], entries[i], decode)
}

const CLOSING = [null, preventExtensions, seal, freeze]

// How far an object is closed.
function closing(object) {
  if (isExtensible(object)) return 0
  return isFrozen(object) ? 3 : isSealed(object) ? 2 : 1
}

function close(object, how) {
  if (how > 0) CLOSING[how](object)
}

function fillPrototype(object, wanted) {
  if (getPrototypeOf(object) !== wanted) setPrototypeOf(object, wanted)
}

// An empty object of a kind, to be filled.
function shellOf(kind, inside, decode) {
  switch (kind) {
    case 'object': return {}
    case 'array': return []
    case 'map': return new OwnMap()
    case 'set': return new OwnSet()
    case 'date': return new OwnDate(0)
    case 'regexp': return new OwnRegExp(String(inside[0]), String(inside[1]))
    case 'error': return new OwnError()
    case 'boxed': return boxed(decode(inside))
    case 'bytes': return Buffer.alloc(Buffer.byteLength(String(inside), 'base64'))
    case 'buffer': return new OwnArrayBuffer(Buffer.byteLength(String(inside), 'base64'))
    case 'namespace':
      return defineProperty({ __proto__: null }, Symbol.toStringTag, { value: 'Module' })
    case 'typed': {
      const [name, buffer, offset, length] = inside
      return new (VIEWS.get(name))(decode(buffer), offset, length)
    }
    default: throw new TypeError(`no such kind of object: ${kind}`)
  }
}

module.exports = {
  INSIDE, fillInside, fillPrototype, fillProperties, close, closing, isConstructor,
  keysOf, kindOf, propertyOf, sameInside, sameProperties, shellOf,
}
