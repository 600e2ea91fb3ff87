'use strict'
// Frames between the two sandboxes of a split run: four bytes of length, then JSON. One side speaks
// at a time, so both read and write plainly and block.

const fs = require('node:fs')

const readSync = fs.readSync
const writeSync = fs.writeSync
const { parse, stringify } = JSON
const { alloc, allocUnsafe, from: bytesOf } = Buffer
const MOST = 16 << 20

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

class Pipe {
  constructor(input, output) {
    this.input = input
    this.output = output
    this.head = alloc(4)
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
    this.fill(this.head)
    const length = this.head.readUInt32LE()
    if (length > MOST) throw new Gone(`it sent a message of ${length} bytes`)
    const body = allocUnsafe(length)
    this.fill(body)
    let message
    try {
      message = parse(body.toString())
    } catch {
      throw new Gone('it sent something that is not a message')
    }
    if (message === null || typeof message !== 'object') throw new Gone('it sent something that is not a message')
    return message
  }

  fill(data) {
    for (let done = 0; done < data.length; ) {
      const count = retry(() => readSync(this.input, data, done, data.length - done, null))
      if (count === 0) throw new Gone('it ended')
      done += count
    }
  }
}

module.exports = { Gone, Pipe }
