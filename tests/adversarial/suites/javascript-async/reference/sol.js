exports.later = async (n) => n * 2
