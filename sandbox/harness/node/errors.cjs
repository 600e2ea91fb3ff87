'use strict'
// An error as a person wants to read it: the message, then the frames that stand in the task, at
// the lines of the source and not of what was compiled from it.

const inspect = require('node:util').inspect

const maps = new Map() // file -> for each compiled line, the source line of its first piece

const DIGITS = new Map(
  [...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'].map((c, i) => [c, i]),
)

// Base64 VLQ, as source maps write it: five bits a digit, the sixth says more follows.
function numbers(segment) {
  const found = []
  let value = 0
  let shift = 0
  for (const character of segment) {
    const digit = DIGITS.get(character)
    value += (digit & 31) << shift
    shift += 5
    if (digit & 32) continue
    found.push(value & 1 ? -(value >> 1) : value >> 1)
    value = shift = 0
  }
  return found
}

// Notes the inline source map of a compiled file.
function learn(file, text) {
  const at = text.lastIndexOf('//# sourceMappingURL=data:application/json;base64,')
  if (at < 0) return
  const data = text.slice(text.indexOf(',', at) + 1).trim()
  const { mappings } = JSON.parse(Buffer.from(data, 'base64').toString())
  let line = 0
  maps.set(file, mappings.split(';').map((row) => {
    let column = 0
    return row.split(',').filter(Boolean).map((segment) => {
      const [step, , down = 0] = numbers(segment)
      column += step
      line += down
      return [column, line + 1]
    })
  }))
}

function remap(frame) {
  return frame.replace(/(\/job\/[^:()]+):(\d+):(\d+)/, (all, file, line, column) => {
    const pieces = maps.get(file)?.[line - 1]
    if (!pieces) return all
    const piece = pieces.findLast(([start]) => start < column) ?? pieces[0]
    return piece ? `${file}:${piece[1]}` : all
  })
}

function describe(error) {
  if (error === null || typeof error !== 'object') return `thrown: ${inspect(error)}`
  let stack = ''
  try {
    stack = String(error.stack ?? '')
  } catch {
    stack = ''
  }
  const lines = stack.split('\n')
  const frames = lines.filter((l) => /^\s+at /.test(l) && l.includes('/job/')).map(remap)
  const text = lines.filter((l) => !/^\s+at /.test(l)).join('\n')
  const head = text.includes(String(error.message)) ? text : `${error.name}: ${error.message}`
  const cause = error.cause === undefined ? '' : `\ncaused by ${describe(error.cause)}`
  return `${head.trim()}\n${frames.slice(0, 6).join('\n')}${cause}`.trimEnd()
}

module.exports = { describe, learn, remapped: remap }
