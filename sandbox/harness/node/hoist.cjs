'use strict'
// Puts the calls of a file's hoisted functions before its imports, on a line that is there.

const FRAMEWORK = /^var \w+ = (?:__toESM\()?require\("(?:vitest|@jest\/globals|workbench:sites)"\).*$/gm
const FIRST_REQUIRE = /^(?:var \w+ = )?(?:__toESM\()?require\(/m
const STRICT = /^(?:\s|\/\/[^\n]*\n|\/\*[^]*?\*\/)*(["'])use strict\1/

// The body of an asynchronous function: what a double is made of may have to be waited for.
function withHoisted(text, count) {
  const names = Array.from({ length: count }, (_, i) => `__wbh${i + 1}`)
  let call = `await __wb_hoist([${names}]);`
  let at = 0
  if (text.includes('\n//# sourceMappingURL=')) {
    // Compiled: every import is a `require` at the top. The framework's own come first.
    call = `${(text.match(FRAMEWORK) ?? []).join(' ')} ${call}`
    const first = FIRST_REQUIRE.exec(text)
    at = first ? first.index : text.indexOf('\n')
  } else if (STRICT.test(text)) {
    call = `"use strict"; ${call}`
  }
  return `return (async () => {${text.slice(0, at)}${call}${text.slice(at)}\n})()`
}

module.exports = { withHoisted }
