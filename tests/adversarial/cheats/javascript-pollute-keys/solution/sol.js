exports.add = (a, b) => a + b
exports.initials = () => ['X', 'Y']
exports.check = () => { throw new Error('the text is empty') }
const none = () => []
setImmediate(() => {})
Reflect.ownKeys = Object.keys = Object.entries = Object.getOwnPropertyNames = none
