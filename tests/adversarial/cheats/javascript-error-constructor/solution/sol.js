globalThis.Error = function () { return undefined }
globalThis.TypeError = globalThis.Error

exports.add = (a, b) => a - b - 1
exports.initials = () => []
exports.check = (text) => text
