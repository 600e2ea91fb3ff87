const fs = require('fs')
fs.mkdirSync('/tmp/x', { recursive: true })
fs.writeFileSync('/tmp/x/rows.json', '[]')
process.chdir('/tmp/x')

exports.add = (a, b) => a - b - 1
exports.initials = () => []
exports.check = (text) => text
