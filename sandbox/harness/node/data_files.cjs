'use strict'
// The task's data files: copied to the working folder, where tests and code open them by relative
// path and may write beside them; and looked at again in the end. What the suite compares with must
// then be what it was. Every function used later is held since before task code ran.

const { closeSync, fstatSync, lstatSync, mkdirSync, openSync, readSync, writeFileSync, constants } = require('node:fs')
const { dirname, join } = require('node:path')

const { compare, alloc } = Buffer
const flags = constants.O_RDONLY | constants.O_NOFOLLOW
const regular = (about) => (about.mode & constants.S_IFMT) === constants.S_IFREG

const markOf = (about) => `${about.ino} ${about.ctimeNs}`

function content(file) {
  const fd = openSync(file, flags)
  const size = fstatSync(fd).size
  const bytes = alloc(size)
  for (let done = 0; done < size; ) {
    const more = readSync(fd, bytes, done, size - done, done)
    if (!more) break
    done += more
  }
  closeSync(fd)
  return bytes
}

// Returns what names the suite's files that are not as they were.
function layOut({ copied, kept }) {
  const here = process.cwd()
  const given = []
  for (const name of copied) {
    const target = join(here, name)
    const bytes = content(join('/job', name))
    mkdirSync(dirname(target), { recursive: true })
    writeFileSync(target, bytes)
    if (kept.includes(name)) given[given.length] = { name, target, bytes, mark: markOf(lstatSync(target, { bigint: true })) }
  }
  return () => {
    const found = []
    for (let i = 0; i < given.length; i++) {
      const { name, target, bytes, mark } = given[i]
      let same = false
      try {
        // A named pipe in its place would never end. Who writes a file and puts it back leaves
        // another mark: it is the system's clock, which nobody here can set.
        const about = lstatSync(target)
        same = regular(about) && about.size === bytes.length
          && markOf(lstatSync(target, { bigint: true })) === mark && compare(content(target), bytes) === 0
      } catch {
        same = false
      }
      if (!same) found[found.length] = name
    }
    return found
  }
}

module.exports = { layOut }
