exports.later = () => ({ then(yes) { yes({ then: () => {} }) } })
