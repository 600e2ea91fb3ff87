'use strict'
// Frames between the two sandboxes of a split run: four bytes of length, then JSON. One side speaks
// at a time, so both read and write plainly and block.

const fs = require('node:fs')

const readSync = fs.readSync
const writeSync = fs.writeSync
const { parse, stringify } = JSON
const { alloc, allocUnsafe, concat, from: bytesOf } = Buffer
const MOST = 16 << 20
const DEEPEST = 16

// The other side is gone, or says what no harness says: nothing it could still send counts.
class Gone extends Error {}

const pause = new Int32Array(new SharedArrayBuffer(4))
const wait = Atomics.wait

function retry(work) {
  for (;;) {
    try {
      return work()
    } catch (error) {
      if (error.code !== 'EAGAIN') throw new Gone(`its pipe is broken (${error.code})`)
      wait(pause, 0, 0, 1)
    }
  }
}

// Whether JSON is nested deeper than any message is: parsing it would take more room than it has.
function deep(data) {
  let depth = 0
  let quoted = false
  for (let i = 0; i < data.length; i++) {
    const byte = data[i]
    if (byte === 0x22) quoted = !quoted
    else if (byte === 0x5c) i++
    else if (quoted) continue
    else if (byte === 0x5b || byte === 0x7b) {
      if (++depth > DEEPEST) return true
    } else if (byte === 0x5d || byte === 0x7d) depth--
  }
  return false
}

class Pipe {
  constructor(input, output) {
    this.input = input
    this.output = output
    this.held = alloc(0) // read, and not asked for yet
    this.room = allocUnsafe(64 << 10)
  }

  // Throws RangeError when a message is larger than what may cross; nothing is sent then.
  send(message) {
    const body = bytesOf(stringify(message))
    if (body.length > MOST) throw new RangeError(`${body.length} bytes are too many to cross at once`)
    const data = allocUnsafe(body.length + 4)
    data.writeUInt32LE(body.length)
    body.copy(data, 4)
    for (let done = 0; done < data.length; ) {
      done += retry(() => writeSync(this.output, data, done))
    }
  }

  receive() {
    const length = this.take(4).readUInt32LE()
    if (length > MOST) throw new Gone(`it sent a message of ${length} bytes`)
    const body = this.take(length)
    if (deep(body)) throw new Gone('it sent a message that is nested too deep')
    let message
    try {
      message = parse(body.toString())
    } catch {
      throw new Gone('it sent something that is not a message')
    }
    if (message === null || typeof message !== 'object') throw new Gone('it sent something that is not a message')
    return message
  }

  take(length) {
    if (this.held.length < length) {
      const parts = [this.held]
      let have = this.held.length
      while (have < length) {
        const count = retry(() => readSync(this.input, this.room, 0, this.room.length, null))
        if (count === 0) throw new Gone('it ended')
        parts.push(bytesOf(this.room.subarray(0, count)))
        have += count
      }
      this.held = concat(parts)
    }
    const taken = this.held.subarray(0, length)
    this.held = this.held.subarray(length)
    return taken
  }
}

module.exports = { Gone, Pipe }
