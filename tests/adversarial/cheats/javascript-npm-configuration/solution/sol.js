

exports.add = (a, b) => a - b - 1
exports.initials = () => []
exports.check = (text) => text
