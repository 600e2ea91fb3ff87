"use strict";

const normalise = (name) => name.trim().replace(/\s+/g, " ").toLowerCase();

/** Returns a function that finds the menu's own spelling of a dish. */
function createLookup(menu) {
  const names = new Map(Object.keys(menu).map((name) => [normalise(name), name]));
  return (name) => names.get(normalise(name));
}

module.exports = { createLookup };
