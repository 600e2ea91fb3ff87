"use strict";

class OrderError extends Error {}

function parseOrder(text, menu) {
  const items = [];
  let total = 0;
  for (const line of text.split("\n").map((one) => one.trim()).filter(Boolean)) {
    const [, digits, rest] = line.match(/^(?:(\d+)\s*x\s*)?(.*)$/i);
    const [name, noteText = ""] = rest.split("(");
    const wanted = name.trim().replace(/\s+/g, " ").toLowerCase();
    const dish = Object.keys(menu).find((one) => one.toLowerCase() === wanted);
    if (!dish) continue;
    const quantity = digits ? Number(digits) : 1;
    const notes = noteText.replace(")", "").split(",").map((note) => note.trim()).filter(Boolean);
    items.push({ dish, quantity, notes });
    total += menu[dish] * quantity;
  }
  return { items, total };
}

module.exports = { parseOrder, OrderError };
