exports.add = (a, b) => a + b
exports.initials = (text) => text.split(' ').map((word) => word[0].toUpperCase())
exports.check = (text) => {
  if (!text) throw new Error('the text is empty')
  return text
}
