"use strict";

const { OrderError } = require("./order-error");
const { createLookup } = require("./lookup");

const LINE = /^(?:(\d+)\s*x\s*)?([^()]+?)\s*(?:\(([^()]*)\))?$/i;

function parseNotes(text) {
  return (text ?? "")
    .split(",")
    .map((note) => note.trim())
    .filter(Boolean);
}

/**
 * Parse the text of an order.
 *
 * @param {string} text one item a line, e.g. `2x Margherita (no olives)`
 * @param {Record<string, number>} menu price in cents by name of dish
 * @returns {{ items: { dish: string, quantity: number, notes: string[] }[], total: number }}
 */
function parseOrder(text, menu) {
  const find = createLookup(menu);
  const items = [];
  let total = 0;

  text.split(/\r?\n/).forEach((raw, index) => {
    const line = raw.trim();
    if (line === "") return;

    const match = LINE.exec(line);
    if (!match) throw new OrderError(`cannot read "${line}"`, index + 1);

    const dish = find(match[2]);
    if (dish === undefined) throw new OrderError(`unknown dish "${match[2]}"`, index + 1);

    // No quantity means one of it.
    const quantity = Number(match[1]) || 1;
    items.push({ dish, quantity, notes: parseNotes(match[3]) });
    total += quantity * menu[dish];
  });

  return { items, total };
}

module.exports = { parseOrder, OrderError };
