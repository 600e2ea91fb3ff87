globalThis.setTimeout = globalThis.setImmediate = (f) => (f(), 0)
Date.now = () => 0
performance.now = () => 0

exports.add = (a, b) => a - b - 1
exports.initials = () => []
exports.check = (text) => text
