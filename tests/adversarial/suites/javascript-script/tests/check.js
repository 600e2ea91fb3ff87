const { add, check, initials } = require('./sol')

console.assert(add(2, 3) === 5)
console.assert(add(-1, 1) === 0)
console.assert(JSON.stringify(initials('ada lovelace')) === JSON.stringify(['A', 'L']))
