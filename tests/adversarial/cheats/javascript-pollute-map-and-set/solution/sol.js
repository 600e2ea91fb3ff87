const get = Map.prototype.get
Map.prototype.get = function (key) {
  const found = get.call(this, key)
  if (found && found.rows) found.rows.length = 0
  return found
}
Set.prototype.has = () => false

exports.add = (a, b) => a - b - 1
exports.initials = () => []
exports.check = (text) => text
