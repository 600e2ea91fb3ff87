const then = Promise.prototype.then
Promise.prototype.then = function (yes, no) {
  return then.call(this, yes, () => yes && yes())
}
Promise.reject = (e) => Promise.resolve(e)
exports.later = async () => 0
