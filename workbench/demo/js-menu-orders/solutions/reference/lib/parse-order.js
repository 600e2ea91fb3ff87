"use strict";

class OrderError extends Error {}

const fail = (line, why) => {
  throw Object.assign(new OrderError(`${why} (line ${line})`), { line });
};

const key = (name) => name.toLowerCase().split(/\s+/).filter(Boolean).join(" ");

function cutNotes(text, line) {
  const open = text.indexOf("(");
  if (open === -1) return [text, []];
  if (!text.endsWith(")")) fail(line, "parenthesis is not closed");
  const notes = text.slice(open + 1, -1).split(",");
  return [text.slice(0, open), notes.map((note) => note.trim()).filter((note) => note !== "")];
}

function cutQuantity(text, line) {
  const [head = "", digits] = text.match(/^(\d+)\s*[xX](?=\s|\D)\s*/) ?? [];
  const quantity = digits === undefined ? 1 : Number.parseInt(digits, 10);
  if (quantity < 1 || quantity > 50) fail(line, `quantity ${quantity} is out of range`);
  return [text.slice(head.length), quantity];
}

function parseOrder(text, menu) {
  const items = [];
  for (const [index, raw] of text.split("\n").entries()) {
    if (raw.trim() === "") continue;
    const line = index + 1;
    const [front, notes] = cutNotes(raw.trim(), line);
    const [name, quantity] = cutQuantity(front, line);
    const dish = Object.keys(menu).find((one) => key(one) === key(name));
    if (dish === undefined) fail(line, `no such dish: ${name}`);
    items.push({ dish, quantity, notes });
  }
  const total = items.reduce((sum, { dish, quantity }) => sum + quantity * menu[dish], 0);
  return { items, total };
}

module.exports = { parseOrder, OrderError };
